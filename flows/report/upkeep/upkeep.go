// Package upkeep is what happens to reports by itself: the clock of each that climbs the
// silence ladder, lets a question lapse and asks about a promise on its day; a look once
// a day at whether each has such a clock; and what the digest of the week says of them.
package upkeep

import (
	"veche/flows"
	"veche/flows/report/casework"
)

// Conversation is what happens by itself.
func Conversation() flows.Conversation {
	return flows.Conversation{
		Name: "report",
		Timers: []flows.TimerKind{
			{Name: casework.ClockKind, Do: tick},
			{Name: mendKind, Daily: true, Do: startMending},
		},
		Jobs:    []flows.JobKind{flows.InParts(mendKind, findStill, windStill)},
		Digests: []flows.Digest{{Name: "fixed", Look: fixedIn, Say: sayWeek}},
	}
}
