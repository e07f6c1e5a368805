package storage

import (
	"cmp"
	"slices"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// Recent lists what somebody has sent since, the newest first: at most so many that
// are open and so many that are not.
func Recent(tx *Tx, author civic.PersonID, since time.Time, most int) ([]reports.Report, error) {
	var out []reports.Report
	for _, open := range []bool{true, false} {
		for rec, err := range ReportsBy.Backward(tx, Tuple(author, open), Span{Limit: most}) {
			if err != nil {
				return nil, err
			}
			if !rec.Value.Sent.After(since) {
				break
			}
			out = append(out, rec.Value)
		}
	}
	slices.SortFunc(out, func(a, b reports.Report) int { return cmp.Compare(b.ID, a.ID) })
	return out, nil
}
