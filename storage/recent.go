package storage

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// Sent is what [Recent] tells of a report.
type Sent struct {
	ID     civic.ReportID
	At     time.Time
	Status reports.Status
}

// Recent lists what somebody has sent since, the newest first: at most so many that
// are open and so many that are not. No report is read.
func Recent(tx *Tx, author civic.PersonID, since time.Time, most int) ([]Sent, error) {
	var out []Sent
	for _, open := range []bool{true, false} {
		prefix := Tuple(author, open)
		for rec, err := range ReportsBy.EntriesBackward(tx, prefix, Span{Limit: most}) {
			if err != nil {
				return nil, err
			}
			at, rest, err := Time().cut(rec.Value[len(prefix):])
			if err != nil {
				return nil, fmt.Errorf("read what %d sent: %w: %w", author, ErrRotten, err)
			}
			if !at.After(since) {
				break
			}
			_, rest, err = Number[int64]().cut(rest) // the report's number once more
			if err != nil {
				return nil, fmt.Errorf("read what %d sent: %w: %w", author, ErrRotten, err)
			}
			status, _, err := cutText(rest)
			if err != nil {
				return nil, fmt.Errorf("read what %d sent: %w: %w", author, ErrRotten, err)
			}
			out = append(out, Sent{ID: rec.Key, At: at, Status: reports.Status(status)})
		}
	}
	slices.SortFunc(out, func(a, b Sent) int { return cmp.Compare(b.ID, a.ID) })
	return out, nil
}
