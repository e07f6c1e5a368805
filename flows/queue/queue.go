// Package queue shows people in office what waits at their desks: the reports just
// sent to moderators, the open ones to a district, and to the Centre those of
// districts where there is nobody; and those who look after districts, what is overdue.
package queue

import (
	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
	"veche/storage"
)

// perPage is how many reports a page shows; most is how many are looked at.
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
			{Name: "queue", Label: "menu.queue", Roles: who, Group: true, Keeps: true, Do: func(t *flows.Turn) error { return list(t, 0) }},
			{Name: "overdue", Label: "menu.overdue", Roles: overseers, Keeps: true, Do: func(t *flows.Turn) error { return overdue(t, 0) }},
		},
		Actions: []flows.Action{
			{Name: "queue", Roles: who, Do: func(t *flows.Turn, v flows.Values) error { return list(t, int(v.Number(0)%most)) }},
			{Name: "overdue", Roles: overseers, Do: func(t *flows.Turn, v flows.Values) error { return overdue(t, int(v.Number(0)%most)) }},
			{Name: "card", Roles: append(who, civic.Supervisor), Do: card},
		},
		Timers: []flows.TimerKind{{Name: "weekly", Daily: true, Do: weekly}},
	}
}

func list(t *flows.Turn, page int) error {
	waiting, err := waiting(t)
	if err != nil {
		return err
	}
	if len(waiting) == 0 {
		t.Reply(flows.Message{Key: "queue.empty", InPlace: true})
		return nil
	}
	pages := (len(waiting) + perPage - 1) / perPage
	page = min(page, pages-1)
	m := flows.Message{Key: "queue.title", InPlace: true, Args: flows.Args{"Count": len(waiting), "Since": flows.Moment{}}}
	if t.Roles.Has(civic.Moderator) || t.Roles.Has(civic.Centre) {
		_, since, err := casework.Oldest(t)
		if err != nil {
			return err
		}
		m.Args["Since"] = flows.Moment(since)
	}
	for _, r := range waiting[page*perPage : min((page+1)*perPage, len(waiting))] {
		c, _ := t.Region.Category(r.Category)
		d, _ := t.Region.District(r.District)
		m.Rows = append(m.Rows, flows.Row(flows.Button{Icon: c.Emoji, Data: flows.Do("", "card", r.ID).Data,
			Label: flows.Term{Key: "queue.line", Args: flows.Args{"ID": r.ID, "District": d.Short, "Status": flows.Term{Key: "status." + string(r.Status)}}}}))
	}
	m.Rows = append(m.Rows, flows.TurnPages(page, pages, "queue")...)
	t.Reply(m)
	return nil
}

// waiting lists the reports at the desks of the person, the oldest first.
func waiting(t *flows.Turn) ([]civic.Report, error) {
	desks, err := desks(t)
	if err != nil {
		return nil, err
	}
	var out []civic.Report
	for _, d := range desks {
		for rec, err := range storage.ReportsAt.Each(t.Tx, storage.Tuple(d), storage.Span{Limit: most}) {
			if err != nil {
				return nil, err
			}
			out = append(out, rec.Value)
		}
	}
	return out, nil
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
	m, err := casework.ForModerators(t, r)
	if err != nil {
		return err
	}
	if r.Status != civic.Sent {
		if m, err = casework.ForDistrict(t, r); err != nil {
			return err
		}
	}
	m.Anew = true
	t.Reply(m)
	return nil
}
