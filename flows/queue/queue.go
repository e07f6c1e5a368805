// Package queue shows people in office what waits at their desks: the reports just
// sent to moderators, the open ones to a district, and to the Centre those of
// districts where there is nobody; and those who look after districts, what is overdue.
package queue

import (
	"veche/flows"
	"veche/flows/civic"
)

// perPage is how many reports a page shows; most is how many are looked at, and counted.
const (
	perPage = 8
	most    = 400
)

// Where buttons of this room lead.
const (
	overdueCommand flows.CommandName = "overdue"
	queuePage      flows.ActionName  = "queue.queue"
	overduePage    flows.ActionName  = "queue.overdue"
)

// Conversation is the conversation about what waits.
func Conversation() flows.Conversation {
	who := []civic.Role{civic.Moderator, civic.Head, civic.Deputy, civic.Staff, civic.Centre}
	return flows.Conversation{
		Name: "queue",
		Commands: []flows.CommandFor{
			{Name: flows.Queue, Label: "menu.queue", Roles: who, Group: true, Keeps: true, Do: func(t *flows.Turn) error { return list(t, "", 0) }},
			{Name: overdueCommand, Label: "menu.overdue", Roles: overseers, Keeps: true, Do: func(t *flows.Turn) error { return overdue(t, 0) }},
		},
		Actions: []flows.Action{
			{Name: queuePage, Roles: who, Do: func(t *flows.Turn, v flows.Values) error { return list(t, filter(v.At(0)), int(v.Number(1)%most)) }},
			{Name: overduePage, Roles: overseers, Do: func(t *flows.Turn, v flows.Values) error { return overdue(t, int(v.Number(0)%most)) }},
		},
		Retired: map[string]flows.ActionName{"queue": queuePage, "overdue": overduePage},
		Timers:  []flows.TimerKind{{Name: "weekly", Daily: true, Do: weekly}},
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
			if manned, err = flows.Manned(t.Tx, civic.DistrictDesk(d.ID)); err != nil {
				return nil, err
			}
		}
		if !manned || t.Roles.May(d.ID, civic.Head, civic.Deputy, civic.Staff) {
			out = append(out, d.ID)
		}
	}
	return out, nil
}
