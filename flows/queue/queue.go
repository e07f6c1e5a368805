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

// desks lists the districts whose reports wait for the person, as far as they are for
// where they ask; "" is the moderators' desk.
func desks(t *flows.Turn) ([]civic.DistrictID, error) {
	var out []civic.DistrictID
	if t.May("", civic.Moderator, civic.Centre) {
		out = append(out, "")
	}
	for _, d := range t.Region.Districts {
		waits, err := waitsFor(t, d.ID)
		if err != nil {
			return nil, err
		}
		if waits {
			out = append(out, d.ID)
		}
	}
	return out, nil
}

// waitsFor reports whether the person deals with what waits at the district's desk. The
// Centre stands in where there is nobody, and at the desk itself.
func waitsFor(t *flows.Turn, d civic.DistrictID) (bool, error) {
	desk := civic.DistrictDesk(d)
	role, ok := t.Acts(d, civic.Head, civic.Deputy, civic.Staff, civic.Centre)
	if !ok || role != civic.Centre || t.AtDesk(desk) {
		return ok, nil
	}
	manned, err := flows.Manned(t.Tx, desk)
	return !manned, err
}
