// Package queue shows people in office what waits at their desks: the reports just
// sent to moderators, the open ones to a district, and to the Centre those of
// districts where there is nobody; and those who look after districts, what is overdue.
package queue

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// perPage is how many reports a page shows; most is how many are looked at, and counted.
const (
	perPage = 8
	most    = 400
)

// Conversation is the conversation about what waits.
func Conversation() flows.Conversation {
	who := []civic.Role{civic.Moderator, civic.Head, civic.Deputy, civic.Staff, civic.Centre}
	return flows.Conversation{
		Name: "queue",
		Commands: []flows.CommandFor{
			{Name: "queue", Label: "menu.queue", Roles: who, Group: true, Keeps: true, Do: func(t *flows.Turn) error { return list(t, "", 0) }},
			{Name: "overdue", Label: "menu.overdue", Roles: overseers, Keeps: true, Do: func(t *flows.Turn) error { return overdue(t, 0) }},
		},
		Actions: []flows.Action{
			{Name: "queue", Roles: who, Do: func(t *flows.Turn, v flows.Values) error { return list(t, filter(v.At(0)), int(v.Number(1)%most)) }},
			{Name: "overdue", Roles: overseers, Do: func(t *flows.Turn, v flows.Values) error { return overdue(t, int(v.Number(0)%most)) }},
			{Name: "card", Roles: append(who, civic.Supervisor), Do: card},
		},
		Timers: []flows.TimerKind{{Name: "weekly", Daily: true, Do: weekly}},
	}
}

// desks lists the districts whose reports wait for the person; "" is the
// moderators' desk. The Centre stands in where there is nobody.
func desks(t *flows.Turn) ([]civic.DistrictID, error) {
	var out []civic.DistrictID
	centre := t.Roles.Has(civic.Centre)
	if t.Roles.Has(civic.Moderator) || centre {
		out = append(out, "")
	}
	for _, d := range t.Region.Districts {
		manned := true
		if centre {
			var err error
			if manned, err = flows.Manned(t.Tx, flows.DistrictDesk(d.ID)); err != nil {
				return nil, err
			}
		}
		if !manned || t.Roles.May(d.ID, civic.Head, civic.Deputy, civic.Staff) {
			out = append(out, d.ID)
		}
	}
	return out, nil
}

// card shows the card of a report here, at the end of the chat.
func card(t *flows.Turn, v flows.Values) error {
	r, err := storage.Reports.Get(t.Tx, v.Report(0))
	if err == nil && !casework.Sees(t, r) {
		err = casework.ErrNotYours
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	m, err := forReader(t, r)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(m)
	return nil
}

// forReader is the card that the reader can work with; somebody who only looks on gets
// the district's without its buttons.
func forReader(t *flows.Turn, r reports.Report) (m flows.Message, err error) {
	_, decides := casework.May(t, r, reports.Publish)
	_, answers := casework.May(t, r, reports.Answer)
	switch {
	case decides && (r.Status == reports.Sent || r.Referred || !answers):
		m, err = cards.ForModerators(t, r)
	case !r.Public():
		return m, casework.ErrNotYours
	default:
		m, err = cards.ForDistrict(t, r)
	}
	if m.Anew = true; !decides && !answers {
		m.Live, m.Rows = "", m.Rows[:min(1, len(m.Rows))]
		m.Args["Notes"] = []flows.Term{} // for the district's own
	}
	return m, err
}
