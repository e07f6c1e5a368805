package storage

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/civic/stems"
)

// Like is an open report that may be about the same problem as another one.
type Like struct {
	Report civic.ReportID
	Score  float64 // see [civic.Trace.Likeness]
	Metres int     // how far away; -1 where that is not known
}

// maxLikes is how many are worth looking at.
const maxLikes = 5

// Of the open reports whose typed place has a word, so many are compared: more have it
// only where the word says little.
const (
	mostAtAddress  = 300
	mostAtLandmark = 50 // the word stands in a text, and may be no place
)

// Similar finds the open reports most like the one given, a draft perhaps, the likest
// first: at least so like. A draft has to be [reports.Report.Stemmed]. No report is
// read: it walks an index of those around.
func Similar(tx *Tx, r reports.Report, least float64) (best []Like, err error) {
	mine := r.Trace()
	look := func(around iter.Seq2[civic.Trace, error]) {
		for other, broken := range around {
			if broken != nil {
				err = broken
				return
			}
			if score := mine.Likeness(other); score >= least && other.Report != r.ID {
				best = among(best, Like{Report: other.Report, Score: score, Metres: apart(mine, other)})
			}
		}
	}
	if mine.Point == nil {
		look(TracesAt(tx, r.District, mine.Place, mostAtAddress))
		return best, err
	}
	look(TracesNear(tx, *mine.Point, civic.SimilarWithin))
	if landmarks := stems.Landmarks(mine.Words); err == nil && len(landmarks) > 0 {
		look(TracesAt(tx, r.District, landmarks, mostAtLandmark))
	}
	return best, err
}

// among puts one in its place and keeps the best.
func among(best []Like, one Like) []Like {
	if slices.ContainsFunc(best, func(l Like) bool { return l.Report == one.Report }) {
		return best
	}
	at, _ := slices.BinarySearchFunc(best, one, func(a, b Like) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Report, b.Report))
	})
	best = slices.Insert(best, at, one)
	return best[:min(len(best), maxLikes)]
}

func apart(a, b civic.Trace) int {
	if a.Point == nil || b.Point == nil {
		return -1
	}
	return int(a.Point.Distance(*b.Point))
}

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
