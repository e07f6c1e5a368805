package pabulib

import "veche/flows/project/count"

// tally is what the ballots say of each project.
type tally struct {
	votes, points []int64
	// lengths are the points of ordinal ballots as pabulib-checker counts them: the last
	// place of each ballot gets one. Otherwise they are the points.
	lengths []int64
}

func newTally(projects int) tally {
	return tally{make([]int64, projects), make([]int64, projects), make([]int64, projects)}
}

// add counts a ballot. Points are small enough that no file is long enough to overflow.
func (t *tally) add(e *count.Election, b count.Ballot) {
	places := int64(e.Places)
	if places == 0 {
		places = int64(len(e.Projects))
	}
	for at, i := range b.Picks {
		points, length := int64(1), int64(1)
		switch {
		case b.Points != nil:
			points, length = b.Points[at], b.Points[at]
		case e.Kind == count.Ordinal:
			points, length = places-int64(at), int64(len(b.Picks)-at)
		}
		t.votes[i]++
		t.points[i] += points
		t.lengths[i] += length
	}
}
