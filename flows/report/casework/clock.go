package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// ClockKind is the kind of the one timer that each report has while something will
// happen to it by itself.
const ClockKind = "clock"

// Clocked is what timers of one report are given: a number alone would pass for a
// person's.
type Clocked struct {
	Report civic.ReportID `json:"report"`
}

// ClockName is the name of that timer.
func ClockName(id civic.ReportID) string { return fmt.Sprintf("%s/%d", ClockKind, id) }

// setClock sets the timer of a report to what comes next, or takes it away.
func setClock(t *flows.Turn, c change) error {
	r := c.r
	name := ClockName(r.ID)
	at, step := r.Next(t.Region.Calendar, t.Now)
	if step == "" {
		return storage.Timers.Delete(t.Tx, name)
	}
	return t.Set(name, ClockKind, at, Clocked{Report: r.ID})
}
