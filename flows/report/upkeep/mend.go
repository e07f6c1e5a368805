package upkeep

import (
	"context"
	"encoding/json"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// mendKind goes through the reports that wait once a day: one whose timer failed, or that is
// older than the clock, must not fall into silence.
const (
	mendKind   = "mend"
	mendAtOnce = 500 // reports in a read transaction
)

// mending says how far it has come.
type mending struct {
	After []byte `json:"after,omitempty"` // a place in [storage.WaitingDue]
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
	n := 0
	for rec := range storage.WaitingDue.Entries(tx, nil, storage.Span{After: m.After, Limit: mendAtOnce}) {
		n++
		of, id := rec.Key.Subject, civic.ReportID(rec.Key.Subject.ID)
		if of.Kind == reports.Kind && rec.Key.Desk.District() != "" && !storage.Timers.Has(tx, casework.ClockName(id)) {
			found.Reports = append(found.Reports, id)
		}
		if n == mendAtOnce {
			found.Next = &mending{After: storage.WaitingDue.Position(rec.Value, rec.Key)}
		}
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
