package moderation

import (
	"encoding/json"
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// banForm is the proposal to keep an author from filing. Who that is, nobody is told:
// everything goes by the number of a report.
var banForm = flows.Flow[decision]{
	Name:  "ban",
	Given: true,
	First: "reason",
	Table: flows.Line("reason", "typed"),
	Steps: flows.Steps[decision]{
		"reason": flows.Choose("ban.reason", banReasons, func(d *decision, id string) { d.Reason = id }),
		"typed": flows.Write("ban.typed", civic.MaxReason,
			func(d *decision, s string) { d.Reason = s }, func(d decision) string { return "" }).When(typed),
	},
	Finish: propose,
}

func banReasons(*flows.Turn, decision) []flows.Option[string] {
	var out []flows.Option[string]
	for _, id := range civic.BanReasons() {
		out = append(out, flows.Option[string]{ID: id, Label: flows.Term{Key: "ban_for." + id}})
	}
	return append(out, flows.Option[string]{ID: ownWords, Label: flows.Term{Key: "key.own_words"}})
}

func beginBan(t *flows.Turn, v flows.Values) error {
	r, ok, err := bannable(t, cards.ID(v))
	if err != nil || !ok {
		return err
	}
	return banForm.Start(t, decision{Report: r.ID})
}

// bannable loads a report whose author can be kept from filing; false where that was
// said to be impossible.
func bannable(t *flows.Turn, id civic.ReportID) (reports.Report, bool, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if _, ok := casework.May(t, r, reports.Refuse); err == nil && !ok {
		err = casework.NotYours(t, r, reports.Refuse.Movers())
	}
	if err != nil {
		return r, false, casework.Excuse(t, r, err)
	}
	if r.Author == 0 || storage.Bans.Has(t.Tx, r.Author) {
		t.Warn("ban.already", flows.Args{"ID": r.ID})
		return r, false, nil
	}
	return r, true, nil
}

func propose(t *flows.Turn, d decision) error {
	r, ok, err := bannable(t, d.Report)
	if err != nil || !ok {
		return err
	}
	id, err := storage.Next(t.Tx, storage.BanCounter)
	if err != nil {
		return err
	}
	b := civic.Ban{ID: id, Person: r.Author, Report: r.ID, Reason: d.Reason, By: t.Input.Person, At: t.Now}
	if err := t.Set(banTimer(id), "ban", t.Now.Add(civic.BanProposed), banned{Ban: id}); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "ban.proposed", Args: flows.Args{"ID": r.ID}, InPlace: true})
	return keep(t, b, "ban")
}

func agree(t *flows.Turn, v flows.Values) error {
	b, ok, err := standing(t, v.Number(0))
	switch {
	case err != nil || !ok:
		return err
	case b.Second != 0:
		t.Warn("ban.gone", nil)
		return nil
	case b.By == t.Input.Person:
		t.Warn("ban.second", nil)
		return nil
	}
	b.Second, b.Until = t.Input.Person, t.Now.Add(civic.BanLasts)
	if err := t.Set(banTimer(b.ID), "ban", b.Until, banned{Ban: b.ID}); err != nil {
		return err
	}
	t.Say(flows.To(b.Person), casework.BanNotice(t, b))
	return keep(t, b, "ban_agree")
}

// lift takes a ban back, or declines one that is proposed.
func lift(t *flows.Turn, v flows.Values) error {
	b, ok, err := standing(t, v.Number(0))
	if err != nil || !ok {
		return err
	}
	key := "ban.declined"
	if b.Second != 0 {
		key = "ban.lifted"
		t.Say(flows.To(b.Person), flows.Message{Key: "unbanned"})
	}
	if err := drop(t, b, key); err != nil {
		return err
	}
	return record(t, b, "ban_lift")
}

// banOver ends a ban, or a proposal that nobody agreed to.
func banOver(t *flows.Turn) error {
	var of banned
	if json.Unmarshal(t.Input.Args, &of.Ban) != nil { // of a release that wrote the number alone
		if err := t.Args(&of); err != nil {
			return err
		}
	}
	b, found, err := ban(t, of.Ban)
	if err != nil || !found || b.Holds(t.Now) {
		return err
	}
	if b.Second == 0 {
		return drop(t, b, "ban.lapsed")
	}
	t.Say(flows.To(b.Person), flows.Message{Key: "unbanned"})
	return drop(t, b, "ban.over")
}

func listBans(t *flows.Turn) error {
	m := flows.Message{Key: "ban.none"}
	var lines []flows.Term
	var buttons []flows.Button
	for rec, err := range storage.Bans.All(t.Tx) {
		if err != nil {
			return err
		}
		b := rec.Value
		n := len(lines) + 1
		lines = append(lines, flows.Term{Key: "ban.line", Args: flows.Args{"N": n, "ID": b.Report, "Until": flows.Day(b.Until), "Reason": casework.BanReason(b)}})
		buttons = append(buttons, banLift.Labelled(flows.Term{Key: "key.lift", Args: flows.Args{"N": n}}, b.ID))
	}
	if m.Rows = flows.Abreast(4, buttons...); len(lines) > 0 {
		m.Key, m.Args = "ban.title", flows.Args{"Lines": lines}
	}
	t.Reply(m)
	return nil
}

// ban finds one by its number: there are few.
func ban(t *flows.Turn, id uint64) (civic.Ban, bool, error) {
	for rec, err := range storage.Bans.All(t.Tx) {
		if err != nil || rec.Value.ID == id {
			return rec.Value, err == nil, err
		}
	}
	return civic.Ban{}, false, nil
}

// standing finds a ban; false where it was said that there is none any more.
func standing(t *flows.Turn, id uint64) (civic.Ban, bool, error) {
	b, found, err := ban(t, id)
	if err == nil && !found {
		t.Warn("ban.gone", nil)
	}
	return b, found, err
}

func keep(t *flows.Turn, b civic.Ban, what string) error {
	if err := storage.Bans.Put(t.Tx, b.Person, b); err != nil {
		return err
	}
	showBan(t, b, banCard(b))
	return record(t, b, what)
}

func drop(t *flows.Turn, b civic.Ban, key string) error {
	if err := storage.Bans.Delete(t.Tx, b.Person); err != nil {
		return err
	}
	showBan(t, b, flows.Message{Key: key, Args: flows.Args{"ID": b.Report}})
	return storage.Timers.Delete(t.Tx, banTimer(b.ID))
}

// banCard is what moderators see of a ban.
func banCard(b civic.Ban) flows.Message {
	args := flows.Args{"ID": b.Report, "Reason": casework.BanReason(b), "By": flows.LinkTo(b.By), "Second": flows.LinkTo(b.Second), "Until": flows.Day(b.Until)}
	if b.Second == 0 {
		return flows.Message{Key: "ban.card", Args: args, Rows: [][]flows.Button{
			{banAgree.Button("key.ban_agree", b.ID), banLift.Button("key.ban_decline", b.ID)}}}
	}
	return flows.Message{Key: "ban.holds", Args: args, Rows: [][]flows.Button{flows.Row(banLift.Button("key.ban_lift", b.ID))}}
}

// showBan shows it at the moderators' desk, and to the Centre: one moderator alone
// would wait for ever.
func showBan(t *flows.Turn, b civic.Ban, m flows.Message) {
	m.Live = banKind.Of(b.ID)
	t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
	if people, err := flows.People(t.Tx, civic.ModeratorsDesk); err == nil && len(people) < 2 {
		t.Say(flows.AtDesk(civic.CentreDesk), m)
	}
}

// showBanAgain brings a card that did not reach its desk to whoever sits there now.
func showBanAgain(t *flows.Turn, id uint64) error {
	b, found, err := ban(t, id)
	if err != nil || !found {
		return err
	}
	showBan(t, b, banCard(b))
	return nil
}

// record notes who did it and about which report, never whom it is about.
func record(t *flows.Turn, b civic.Ban, what string) error {
	return t.Record(civic.Act{What: what, Role: as(t), Subject: reports.Subject(b.Report)})
}

// as is the office in which the person of the turn moderates.
func as(t *flows.Turn) civic.Role {
	if t.Roles.Has(civic.Moderator) {
		return civic.Moderator
	}
	return civic.Centre
}

// banned is what that timer is given: a number alone would pass for a person's.
type banned struct {
	Ban uint64 `json:"ban"`
}

func banTimer(id uint64) string { return fmt.Sprintf("ban/%d", id) }
