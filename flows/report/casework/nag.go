package casework

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// When the oldest report at the moderators' desk is nagged about, in working hours.
const (
	nagAfter  = 4
	nagCentre = 9
	nagEvery  = 2
	nagMost   = 400 // reports looked at
)

const nagTimer = "queue/nag"

// nagged is of which report the Centre was told.
type nagged struct {
	Centre civic.ReportID `json:"centre,omitempty"`
}

// Oldest returns the report that waits longest at the moderators' desk, and since when.
func Oldest(t *flows.Turn) (oldest reports.Report, since time.Time, err error) {
	for rec, err := range storage.ReportsAt.Each(t.Tx, storage.Tuple(""), storage.Span{Limit: nagMost}) {
		if err != nil {
			return oldest, since, err
		}
		if at := rec.Value.AtDesk(); since.IsZero() || at.Before(since) {
			oldest, since = rec.Value, at
		}
	}
	return oldest, since, nil
}

// watchQueue sets the timer once something waits; while it stands it needs nothing.
func watchQueue(t *flows.Turn, c change) error {
	r := c.r
	if r.Status != reports.Sent && !r.Referred || storage.Timers.Has(t.Tx, nagTimer) {
		return nil
	}
	return t.Set(nagTimer, "nag", t.Region.Calendar.AddHours(r.AtDesk(), nagAfter), nagged{})
}

// nag tells moderators that a report waits too long, and the Centre, once for each,
// when it waits longer still.
func nag(t *flows.Turn) error {
	var told nagged
	if err := t.Args(&told); err != nil {
		return err
	}
	oldest, since, err := Oldest(t)
	if err != nil || oldest.ID == 0 {
		return err
	}
	cal := t.Region.Calendar
	if due := cal.AddHours(since, nagAfter); due.After(t.Now) {
		return t.Set(nagTimer, "nag", due, told)
	}
	m := flows.Message{Key: "nag", Args: flows.Args{"ID": oldest.ID, "Since": flows.Moment(since),
		"Count": storage.ReportsAt.Count(t.Tx, storage.Tuple(""), nagMost)}, Rows: [][]flows.Button{flows.Row(flows.Queue.Button("key.nag"))}}
	t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
	if manned, err := flows.Manned(t.Tx, civic.ModeratorsDesk); err != nil {
		return err
	} else if manned && told.Centre != oldest.ID && !cal.AddHours(since, nagCentre).After(t.Now) {
		t.Say(flows.AtDesk(civic.CentreDesk), m)
		told.Centre = oldest.ID
	}
	return t.Set(nagTimer, "nag", cal.AddHours(t.Now, nagEvery), told)
}
