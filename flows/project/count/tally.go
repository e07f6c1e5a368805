package count

import (
	"encoding/binary"
	"slices"
)

// link joins a group of equal ballots to a project: what the project weighs on each.
type link struct {
	to     int32 // a group or a project, depending on the direction
	weight int32
}

// tally is an election sorted for counting: ballots that say the same are one group.
type tally struct {
	e       *Election
	weighed bool // whether points count, not only the names
	ballots int
	size    []int64  // of each group: its ballots
	picks   [][]link // of each group: its projects
	groupOf []int32  // of each ballot; −1 for an empty one
	backers [][]link // of each project: the groups that name it
	votes   []int    // of each project: the ballots that name it
	points  []int64  // of each project: the sum of points
	weight  []int64  // of each project: votes or points, as ballots are weighed
	heavy   int64    // the largest weight on one ballot

	// What a test may change.
	room     float64 // how finely money is cut into parts
	patience int     // the runs after which raises are left out that change nothing
}

// newTally groups the ballots.
func newTally(e *Election, weighed bool) *tally {
	n := len(e.Projects)
	t := &tally{
		e: e, weighed: weighed, ballots: len(e.Ballots), groupOf: make([]int32, len(e.Ballots)), backers: make([][]link, n),
		votes: make([]int, n), points: make([]int64, n), weight: make([]int64, n), heavy: 1, room: room, patience: 2_000,
	}
	seen := map[string]int32{}
	var said []link
	var key []byte
	for i := range e.Ballots {
		said = t.read(said[:0], &e.Ballots[i])
		if len(said) == 0 {
			t.groupOf[i] = -1
			continue
		}
		key = key[:0]
		for _, l := range said {
			key = binary.LittleEndian.AppendUint32(key, uint32(l.to))
			key = binary.LittleEndian.AppendUint32(key, uint32(l.weight))
		}
		g, known := seen[string(key)]
		if !known {
			g = int32(len(t.picks))
			seen[string(key)] = g
			t.picks, t.size = append(t.picks, slices.Clone(said)), append(t.size, 0)
		}
		t.size[g]++
		t.groupOf[i] = g
	}
	t.turn()
	return t
}

// read adds up a ballot's votes and points and appends its picks in the order of projects.
func (t *tally) read(said []link, b *Ballot) []link {
	for i, p := range b.Picks {
		points := t.e.points(b, i)
		if points <= 0 {
			continue
		}
		t.votes[p]++
		t.points[p] += points
		l := link{to: int32(p), weight: 1}
		if t.weighed {
			l.weight = int32(points)
		}
		said = append(said, l)
	}
	slices.SortFunc(said, func(a, b link) int { return int(a.to - b.to) })
	return said
}

// turn lists the groups of each project.
func (t *tally) turn() {
	for g, picks := range t.picks {
		for _, l := range picks {
			t.backers[l.to] = append(t.backers[l.to], link{to: int32(g), weight: l.weight})
			t.weight[l.to] += t.size[g] * int64(l.weight)
			t.heavy = max(t.heavy, int64(l.weight))
		}
	}
}

// eligible says whether a project can be funded at all: somebody wants it and it has a
// cost. One that is dearer than the budget takes part in Equal Shares, for a raise that
// makes it payable is one too many.
func (t *tally) eligible(p int) bool {
	return t.votes[p] > 0 && t.e.Projects[p].Cost > 0
}

// covered counts the ballots with at least one winner.
func (t *tally) covered(winners []int) (ballots int) {
	won := make([]bool, len(t.backers))
	for _, p := range winners {
		won[p] = true
	}
	for g, picks := range t.picks {
		if slices.ContainsFunc(picks, func(l link) bool { return won[l.to] }) {
			ballots += int(t.size[g])
		}
	}
	return ballots
}
