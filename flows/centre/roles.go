package centre

import (
	"slices"
	"strconv"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

const rolesPerPage = 8

// listRoles shows who holds what, with a button to take it away.
func listRoles(t *flows.Turn, page int) error {
	var all []civic.Grant
	for rec, err := range storage.GrantsAt.Each(t.Tx, nil) {
		if err != nil {
			return err
		}
		all = append(all, rec.Value)
	}
	at := flows.PageAt(page, len(all), rolesPerPage)
	m := flows.Message{Key: "roles.title", InPlace: true, Args: flows.Args{"Count": len(all)}}
	var lines []flows.Term
	var buttons []flows.Button
	for i, g := range all[at.From:at.To] {
		n := at.From + i + 1
		lines = append(lines, flows.Term{Key: "roles.line", Args: flows.Args{"N": n, "Office": title(t, g.Role, g.District), "Who": flows.LinkTo(g.Person), "Since": flows.Day(g.At)}})
		buttons = append(buttons, revokeAsk.Labelled(flows.Term{Key: "key.revoke", Args: flows.Args{"N": n}}, nameOf(g)...))
	}
	m.Args["Lines"] = lines
	m.Rows = append(flows.Abreast(4, buttons...), rolesPage.Pages(at.Here, at.Of)...)
	t.Reply(m)
	return nil
}

// nameOf are the values by which a button names a grant. The longest of them, with the
// longest name of a district, just fit.
func nameOf(g civic.Grant) []any {
	return []any{strconv.FormatInt(int64(g.Person), 36), slices.Index(civic.Invitable(), g.Role), g.District}
}

// named finds the grant that a button names. In older buttons the role is written out,
// and the person's number is decimal.
func named(t *flows.Turn, v flows.Values) (civic.Grant, bool, error) {
	role, base := civic.Role(v.At(1)), 10
	if roles, n := civic.Invitable(), v.Number(1); v.At(1) == strconv.FormatUint(n, 10) && n < uint64(len(roles)) {
		role, base = roles[n], 36
	}
	id, _ := strconv.ParseInt(v.At(0), base, 64)
	return storage.Grants.Find(t.Tx, storage.GrantKey{Person: civic.PersonID(id), Role: role, District: civic.DistrictID(v.At(2))})
}

func askRevoke(t *flows.Turn, v flows.Values) error {
	g, ok, err := named(t, v)
	if err != nil {
		return err
	}
	if !ok {
		t.Warn("revoke.gone", nil)
		return nil
	}
	t.Reply(flows.Message{Key: "revoke.title", Args: flows.Args{"Office": title(t, g.Role, g.District), "Who": flows.LinkTo(g.Person)},
		Rows: [][]flows.Button{flows.Row(revokeYes.Button("key.revoke_yes", nameOf(g)...))}})
	return nil
}

func revoke(t *flows.Turn, v flows.Values) error {
	g, ok, err := named(t, v)
	if err != nil {
		return err
	}
	if !ok {
		t.Warn("revoke.gone", nil)
		return nil
	}
	if last, err := flows.LastOfCentre(t.Tx, g.Person); err != nil {
		return err
	} else if last && g.Role == civic.Centre {
		t.Warn("revoke.last", nil) // nobody could give it back
		return nil
	}
	closed, err := t.Dismiss(g)
	if err != nil {
		return err
	}
	if err := t.Record(civic.Act{What: "revoke", Role: civic.Centre, Whom: g.Person, Place: g.District, Detail: string(g.Role)}); err != nil {
		return err
	}
	office := title(t, g.Role, g.District)
	t.Say(flows.To(g.Person), flows.Message{Key: "revoke.told", Args: flows.Args{"Office": office}})
	t.Reply(flows.Message{Key: "revoke.done", Args: flows.Args{"Office": office, "Links": closed}, InPlace: true})
	return nil
}
