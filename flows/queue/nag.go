package queue

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// When people are told that something waits too long at the moderators' desk, in working
// hours.
const (
	nagAfter  = 4
	nagCentre = 9
	nagEvery  = 2
)

// nagTimer stands always: what comes to the desk cannot wait too long before it is due.
const nagTimer = "nag"

// nagged is of what the Centre was told. Without a kind it is a report, in files of 0.2.0.
type nagged struct {
	Centre uint64     `json:"centre,omitempty"`
	Kind   civic.Kind `json:"kind,omitempty"`
}

func (n nagged) of(s civic.Subject) bool {
	return n.Centre == s.ID && (n.Kind == s.Kind || n.Kind == "")
}

// nag tells moderators that something waits too long, and the Centre, once for each, when
// it waits longer still.
func nag(t *flows.Turn) error {
	var told nagged
	if len(t.Input.Args) > 0 {
		if err := t.Args(&told); err != nil {
			return err
		}
	}
	next, err := told.nag(t)
	if err != nil {
		return err
	}
	return t.Set(nagTimer, nagTimer, next, told)
}

// nag returns when to look again.
func (n *nagged) nag(t *flows.Turn) (next time.Time, err error) {
	cal := t.Region.Calendar
	oldest, waits, err := first(t.Tx, civic.ModeratorsDesk)
	if err != nil || !waits {
		return cal.AddHours(t.Now, nagAfter), err
	}
	if due := cal.AddHours(oldest.Since, nagAfter); due.After(t.Now) {
		return due, nil
	}
	m := flows.Message{Key: "nag", Args: flows.Args{"Name": t.Named(oldest.Subject), "Since": flows.Moment(oldest.Since),
		"Count": storage.WaitingSince.Count(t.Tx, storage.Tuple(civic.ModeratorsDesk), most)}, Rows: [][]flows.Button{flows.Row(flows.Queue.Button("key.nag"))}}
	t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
	manned, err := flows.Manned(t.Tx, civic.ModeratorsDesk)
	if err == nil && manned && !n.of(oldest.Subject) && !cal.AddHours(oldest.Since, nagCentre).After(t.Now) {
		t.Say(flows.AtDesk(civic.CentreDesk), m)
		*n = nagged{oldest.Subject.ID, oldest.Subject.Kind}
	}
	return cal.AddHours(t.Now, nagEvery), err
}

// first is what waits longest at a desk.
func first(tx *storage.Tx, desk civic.Desk) (w civic.Waiting, waits bool, err error) {
	for rec, err := range storage.WaitingSince.Each(tx, storage.Tuple(desk), storage.Span{Limit: 1}) {
		return rec.Value, true, err
	}
	return w, false, nil
}
