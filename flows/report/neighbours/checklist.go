package neighbours

import (
	"fmt"
	"iter"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// checklist reads a report for those who may see what neighbours added to it: the
// district, and moderators.
func checklist(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	if who := append(reports.Answer.Movers(), civic.Moderator); !t.May(r.District, who...) {
		return r, fmt.Errorf("spots of report %d: %w", id, casework.NotYours(t, r, who))
	}
	return r, nil
}

// spotsOf walks over those who added something of their own to a report, in the order of
// their spots.
func spotsOf(tx *storage.Tx, id civic.ReportID) iter.Seq2[reports.Follower, error] {
	return spotsAt(tx, storage.Tuple(id))
}

func spotsAt(tx *storage.Tx, at []byte) iter.Seq2[reports.Follower, error] {
	return func(yield func(reports.Follower, error) bool) {
		for rec, err := range storage.FollowersSpot.Each(tx, at) {
			if !yield(rec.Value, err) {
				return
			}
		}
	}
}

// spotOf finds a spot by its number in the report.
func spotOf(tx *storage.Tx, id civic.ReportID, n uint64) (reports.Follower, error) {
	for f, err := range spotsAt(tx, storage.Tuple(id, n)) {
		return f, err
	}
	return reports.Follower{}, fmt.Errorf("spot %d of report %d: %w", n, id, storage.ErrNotFound)
}

// settle lets somebody of the district say that a spot is settled, or take that back.
func settle(t *flows.Turn, id civic.ReportID, n uint64) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	role, ok := casework.May(t, r, reports.Answer)
	if !ok {
		return r, fmt.Errorf("tick a spot of report %d: %w", id, casework.NotYours(t, r, reports.Answer.Movers()))
	}
	f, err := spotOf(t.Tx, id, n)
	if err != nil {
		return r, err
	}
	f.Ticked = !f.Ticked
	was := r
	if r, err = casework.KeepFollower(t, r, f); err != nil {
		return r, err
	}
	if err := t.Record(civic.Act{What: "tick", Role: role, Subject: reports.Subject(id), Place: r.District}); err != nil {
		return r, err
	}
	return r, casework.Commit(t, was, r, reports.Event{})
}
