package upkeep

import (
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

func startMending(t *flows.Turn) error { return t.Later(mendKind, mending{}) }

// findStill finds reports without a timer. Some rightly have none.
func findStill(tx *storage.Tx, m mending) (still []civic.ReportID, next *mending, err error) {
	n := 0
	for rec := range storage.WaitingDue.Entries(tx, nil, storage.Span{After: m.After, Limit: mendAtOnce}) {
		n++
		of, id := rec.Key.Subject, civic.ReportID(rec.Key.Subject.ID)
		if of.Kind == reports.Kind && rec.Key.Desk.District() != "" && !storage.Timers.Has(tx, casework.ClockName(id)) {
			still = append(still, id)
		}
		if n == mendAtOnce {
			next = &mending{After: storage.WaitingDue.Position(rec.Value, rec.Key)}
		}
	}
	return still, next, nil
}

// windStill sets the timers that should be there.
func windStill(t *flows.Turn, still []civic.ReportID) error {
	for _, id := range still {
		r, ok, err := storage.Reports.Find(t.Tx, id)
		if err != nil || !ok {
			continue
		}
		if err := casework.CommitQuietly(t, r, r, reports.Event{}); err != nil {
			return err
		}
	}
	return nil
}
