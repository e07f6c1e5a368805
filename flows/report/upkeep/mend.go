package upkeep

import (
	"bytes"
	"context"
	"encoding/json"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// mendKind goes through the open reports once a day: one whose timer failed, or that is
// older than the clock, must not fall into silence.
const (
	mendKind   = "mend"
	mendAtOnce = 500 // reports in a read transaction
)

// mending says how far it has come.
type mending struct {
	After []byte `json:"after,omitempty"` // a place in storage.ReportsDue
}

// still are reports without a timer. Some rightly have none.
type still struct {
	Reports []civic.ReportID `json:"reports,omitempty"`
	Next    *mending         `json:"next,omitempty"` // nil: that was all
}

func startMending(t *flows.Turn) error { return t.Later(mendKind, mending{}) }

func findStill(ctx context.Context, tx *storage.Tx, args json.RawMessage) (any, error) {
	var m mending
	if err := json.Unmarshal(args, &m); err != nil {
		return nil, err
	}
	var found still
	n, last := 0, m
	for rec, err := range storage.ReportsDue.Each(tx, nil, storage.Span{After: m.After, Limit: mendAtOnce}) {
		n++
		if err != nil {
			continue // left to `veche check`
		}
		r := rec.Value
		if !storage.Timers.Has(tx, casework.ClockName(r.ID)) {
			found.Reports = append(found.Reports, r.ID)
		}
		last.After = storage.ReportsDue.Position(storage.Tuple(r.District, !r.Asked.IsZero(), r.Due()), r.ID)
	}
	if n == mendAtOnce && !bytes.Equal(last.After, m.After) { // all rotten: there is no way past them
		found.Next = &last
	}
	return found, ctx.Err()
}

// windStill sets the timers that should be there, and goes on with the rest.
func windStill(t *flows.Turn) error {
	var found still
	if err := t.Args(&found); err != nil {
		return err
	}
	for _, id := range found.Reports {
		r, ok, err := storage.Reports.Find(t.Tx, id)
		if err != nil || !ok {
			continue
		}
		if err := casework.CommitQuietly(t, r, r, reports.Event{}); err != nil {
			return err
		}
	}
	if found.Next == nil {
		return nil
	}
	return t.Later(mendKind, found.Next)
}
