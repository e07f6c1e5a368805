package upkeep

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/flows/report/verdict"
	"veche/storage"
)

// tick does what is due for a report, if it still is.
func tick(t *flows.Turn) error {
	var c casework.Clocked
	if err := t.Args(&c); err != nil {
		return err
	}
	r, found, err := storage.Reports.Find(t.Tx, c.Report)
	if !found || err != nil {
		return err
	}
	at, step := r.Next(t.Region.Calendar, t.Now)
	if step == "" || at.After(t.Now) {
		return casework.CommitQuietly(t, r, r, reports.Event{})
	}
	switch step {
	case reports.LapseStep:
		_, err = casework.Carry(t, r, r, reports.Event{What: reports.Lapse})
		return err
	case reports.PollStep:
		return verdict.Ask(t, r)
	case reports.BreakStep:
		_, err = casework.Carry(t, r, r, reports.Event{What: reports.Break})
		return err
	}
	return climb(t, r, reports.Rung(step))
}
