package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// clockKind is the kind of the one timer that each report has while something will
// happen to it by itself.
const clockKind = "clock"

// clocked is what timers of one report are given: a number alone would pass for a
// person's.
type clocked struct {
	Report civic.ReportID `json:"report"`
}

func clockName(id civic.ReportID) string { return fmt.Sprintf("%s/%d", clockKind, id) }

// setClock sets the timer of a report to what comes next, or takes it away.
func setClock(t *flows.Turn, c change) error {
	r := c.r
	name := clockName(r.ID)
	at, step := r.Next(t.Region.Calendar, t.Now)
	if step == "" {
		return storage.Timers.Delete(t.Tx, name)
	}
	return t.Set(name, clockKind, at, clocked{Report: r.ID})
}

// tick does what is due for a report, if it still is.
func tick(t *flows.Turn) error {
	var c clocked
	if err := t.Args(&c); err != nil {
		return err
	}
	r, found, err := storage.Reports.Find(t.Tx, c.Report)
	if !found || err != nil {
		return err
	}
	at, step := r.Next(t.Region.Calendar, t.Now)
	if step == "" || at.After(t.Now) {
		return setClock(t, change{r: r})
	}
	switch step {
	case reports.LapseStep:
		return lapse(t, r)
	case reports.PollStep:
		return askVerdict(t, r)
	case reports.BreakStep:
		return broken(t, r)
	}
	return climb(t, r, reports.Rung(step))
}

// lapse lets the clock run on without the author's reply.
func lapse(t *flows.Turn, r reports.Report) error {
	r, err := carry(t, r, r, reports.Event{What: reports.Lapse})
	if err == nil {
		tellDistrict(t, r, "lapsed")
	}
	return err
}

// broken ends a promise of which nobody says that it was kept.
func broken(t *flows.Turn, r reports.Report) error {
	r, err := carry(t, r, r, reports.Event{What: reports.Break})
	if err == nil {
		tellDistrict(t, r, "broken")
	}
	return err
}

// tellDistrict says something at the district's desk, beside the card.
func tellDistrict(t *flows.Turn, r reports.Report, key string) {
	t.Say(flows.AtDesk(civic.DistrictDesk(r.District)), flows.Message{Key: key, Args: flows.Args{"ID": r.ID, "Due": flows.Day(r.Due())},
		Answers: cards.District.For(r.ID, r.District)})
}
