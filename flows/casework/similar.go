package casework

import (
	"cmp"
	"slices"

	"veche/flows/civic"
	"veche/storage"
)

// Like is an open report that may be about the same problem as another one.
type Like struct {
	Report civic.ReportID
	Score  float64 // see [civic.Trace.Likeness]
	Metres int     // how far away; -1 where that is not known
}

// maxLikes is how many are worth looking at.
const maxLikes = 5

// Similar finds the open reports most like the one given, a draft perhaps, the likest
// first: at least so like. A draft has to be [civic.Report.Stemmed]. No report is
// read: it walks an index of those around.
func Similar(tx *storage.Tx, r civic.Report, least float64) ([]Like, error) {
	mine := r.Trace()
	around := storage.TracesAt(tx, r.District, r.Category, mine.Place)
	if mine.Point != nil {
		around = storage.TracesNear(tx, *mine.Point, civic.SimilarWithin)
	}
	var best []Like
	for other, err := range around {
		if err != nil {
			return nil, err
		}
		if score := mine.Likeness(other); score >= least && other.Report != r.ID {
			best = among(best, Like{Report: other.Report, Score: score, Metres: apart(mine, other)})
		}
	}
	return best, nil
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
