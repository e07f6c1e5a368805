// Package queue shows people in office what waits at their desks: to moderators what they
// have to decide about, to a district what it owes, and to the Centre that of districts
// where there is nobody; to those who look after districts, what is overdue; and it tells
// moderators when something waits too long. What it is that waits, its own subject says.
package queue

import (
	"veche/flows"
	"veche/flows/civic"
)

// perPage is how much a page shows; most is how much is looked at, and counted.
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
		Timers:  []flows.TimerKind{{Name: "weekly", Daily: true, Do: weekly}, {Name: nagTimer, Daily: true, Do: nag}},
	}
}
