// Package centre is what the regional management centre does besides standing in
// for others: it invites people in office, cancels invitations, takes roles away, binds
// groups as desks, reads the record, and sees which districts have nobody.
package centre

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Where buttons of this room lead.
const (
	inviteCommand    flows.CommandName = "invite"
	rolesCommand     flows.CommandName = "roles"
	districtsCommand flows.CommandName = "districts"
	recordCommand    flows.CommandName = "record"
	linksCommand     flows.CommandName = "links"

	feedBegin   flows.ActionName = "centre.feed"
	rolesPage   flows.ActionName = "centre.roles"
	revokeAsk   flows.ActionName = "centre.revoke"
	revokeYes   flows.ActionName = "centre.revoked"
	recordPage  flows.ActionName = "centre.record"
	numbersPage flows.ActionName = "centre.numbers"
	linksPage   flows.ActionName = "centre.links"
	linkCancel  flows.ActionName = "centre.unlink"
)

// Conversation is the conversation of the Centre, and that of accepting its
// invitations.
func Conversation() flows.Conversation {
	who := []civic.Role{civic.Centre}
	return flows.Conversation{
		Name:  "centre",
		Forms: []flows.Form{&joinForm, &inviteForm, &bindForm, &feedForm},
		Commands: []flows.CommandFor{
			{Name: "centre", Label: "menu.centre", Roles: who, Keeps: true, Do: office},
			{Name: inviteCommand, Roles: who, Do: func(t *flows.Turn) error { return inviteForm.Start(t, offer{}) }},
			{Name: rolesCommand, Roles: who, Keeps: true, Do: func(t *flows.Turn) error { return listRoles(t, 0) }},
			{Name: linksCommand, Roles: who, Keeps: true, Do: func(t *flows.Turn) error { return listLinks(t, 0) }},
			{Name: recordCommand, Roles: who, Keeps: true, Do: func(t *flows.Turn) error { return listActs(t, 0) }},
			{Name: districtsCommand, Roles: who, Keeps: true, Do: unmanned},
			{Name: "numbers", Label: "menu.numbers", Roles: readers, Keeps: true, Do: numbersNow},
			{Name: "bind", Roles: who, Group: true, Binds: true, Do: bind},
		},
		Actions: []flows.Action{
			{Name: feedBegin, Roles: who, Do: beginFeed},
			{Name: rolesPage, Roles: who, Do: func(t *flows.Turn, v flows.Values) error { return listRoles(t, int(v.Number(0)%1000)) }},
			{Name: revokeAsk, Roles: who, Do: askRevoke},
			{Name: revokeYes, Roles: who, Do: revoke},
			{Name: linksPage, Roles: who, Do: func(t *flows.Turn, v flows.Values) error { return listLinks(t, int(v.Number(0)%1000)) }},
			{Name: linkCancel, Roles: who, Do: cancelLink},
			{Name: recordPage, Roles: who, Do: func(t *flows.Turn, v flows.Values) error { return listActs(t, int(v.Number(0)%10000)) }},
			{Name: numbersPage, Roles: readers, Do: numbersOf},
		},
		Help: []flows.Help{{Roles: who, About: "help.region", Commands: "help.region_commands"}},
		Retired: map[string]flows.ActionName{"feed": feedBegin, "roles": rolesPage, "revoke": revokeAsk, "revoke_yes": revokeYes,
			"record": recordPage, "numbers": numbersPage},
		Links:      []flows.Link{{Prefix: linkPrefix, Do: follow}},
		Membership: member,
		Unserved:   unserved,
		Scene:      scene(),
	}
}

func office(t *flows.Turn) error {
	t.Reply(flows.Message{Key: "centre", Rows: [][]flows.Button{
		{inviteCommand.Button("key.invite"), rolesCommand.Button("key.roles")},
		{districtsCommand.Button("key.districts"), recordCommand.Button("key.record")},
		{linksCommand.Button("key.links")},
	}})
	return nil
}

// unmanned lists the districts where nobody reads the cards.
func unmanned(t *flows.Turn) error {
	var lines []flows.Term
	for _, d := range t.Region.Districts {
		manned, err := flows.Manned(t.Tx, civic.DistrictDesk(d.ID))
		if err != nil {
			return err
		}
		if manned {
			continue
		}
		waiting := storage.WaitingSince.Count(t.Tx, storage.Tuple(civic.DistrictDesk(d.ID)), 999)
		lines = append(lines, flows.Term{Key: "districts.line", Args: flows.Args{"Name": d.Name, "Count": waiting}})
	}
	m := flows.Message{Key: "districts.title", Args: flows.Args{"Lines": lines, "Count": len(lines)}}
	if len(lines) == 0 {
		m.Key = "districts.none"
	}
	t.Reply(m)
	return nil
}

const actsPerPage = 10

// listActs shows the record, the newest first.
func listActs(t *flows.Turn, page int) error {
	var lines []flows.Term
	skip, n := page*actsPerPage, 0
	for rec, err := range storage.Acts.All(t.Tx, storage.Range[uint64]{Backward: true, Limit: skip + actsPerPage + 1}) {
		if err != nil {
			return err
		}
		if n++; n > skip && len(lines) < actsPerPage {
			lines = append(lines, actLine(t, rec.Value))
		}
	}
	if len(lines) == 0 {
		t.Reply(flows.Message{Key: "record.empty", InPlace: true})
		return nil
	}
	pages := page + 1
	if n > skip+actsPerPage {
		pages++
	}
	t.Reply(flows.Message{Key: "record.title", Args: flows.Args{"Lines": lines}, InPlace: true, Rows: recordPage.Pages(page, pages)})
	return nil
}

func actLine(t *flows.Turn, a civic.Act) flows.Term {
	d, _ := t.Region.District(a.Place)
	what := a.What
	if what == civic.Denied && a.Detail == flows.Overdone {
		what, a.Detail = flows.Overdone, ""
	}
	return flows.Term{Key: "record.line", Args: flows.Args{
		"At": flows.Moment(a.At), "Who": flows.LinkTo(a.Person), "Role": flows.Term{Key: "role." + string(a.Role)},
		"What": flows.Term{Key: "act." + what}, "Subject": t.Named(a.Subject), "Whom": flows.LinkTo(a.Whom), "District": d.Name, "Detail": detail(a),
	}}
}

// detail words a role that an act was about, or what was denied.
func detail(a civic.Act) flows.Term {
	switch {
	case a.Detail == "":
		return flows.Term{}
	case a.What == civic.Denied:
		return flows.Term{Key: "words", Args: flows.Args{"Text": a.Detail}}
	}
	return flows.Term{Key: "role." + a.Detail}
}
