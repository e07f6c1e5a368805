package count

import (
	"math/big"
	"math/bits"
	"slices"
)

// worth is what a project brings all ballots together, as a fraction of two integers,
// for each unit of money.
type worth struct{ top, bottom int64 }

// compare is positive if w is more than o. Both are positive or zero.
func (w worth) compare(o worth) int {
	h1, l1 := bits.Mul64(uint64(w.top), uint64(o.bottom))
	h2, l2 := bits.Mul64(uint64(o.top), uint64(w.bottom))
	switch {
	case h1 > h2 || h1 == h2 && l1 > l2:
		return 1
	case h1 == h2 && l1 == l2:
		return 0
	}
	return -1
}

func (w worth) rat() *big.Rat { return big.NewRat(w.top, w.bottom) }

// worth is the utility of a project to all ballots over its cost: with ByCost its votes.
func (t *tally) worth(p int, u Utility) worth {
	switch u {
	case ByNumber:
		return worth{int64(t.votes[p]), t.e.Projects[p].Cost}
	case ByPoints:
		return worth{t.points[p], t.e.Projects[p].Cost}
	case ByPointsCost:
		return worth{t.points[p], 1}
	}
	return worth{int64(t.votes[p]), 1}
}

// greedy funds the projects that fit, the best first, beside those that won before.
func (t *tally) greedy(r *Result, stage Stage, u Utility, rank []int, threshold int64, stop bool) {
	left := t.e.Budget - r.Cost
	var open []int
	for p := range t.e.Projects {
		if w := t.worth(p, u); t.eligible(p) && t.total(p, u) >= threshold && w.top > 0 && !slices.Contains(r.Winners, p) {
			open = append(open, p)
		}
	}
	slices.SortFunc(open, func(a, b int) int {
		if c := t.worth(b, u).compare(t.worth(a, u)); c != 0 {
			return c
		}
		return rank[a] - rank[b]
	})
	for i, p := range open {
		c := t.e.Projects[p].Cost
		if c > left && stop {
			return
		}
		if c > left {
			continue
		}
		left -= c
		round := Round{Project: p, Stage: stage, Support: t.worth(p, u).rat(), RunnerUp: -1}
		if i+1 < len(open) {
			round.RunnerUp, round.RunnerUpSupport = open[i+1], t.worth(open[i+1], u).rat()
		}
		r.win(round, c)
	}
}

// total is what a threshold is compared with: points where they count, else votes.
func (t *tally) total(p int, u Utility) int64 {
	if u == ByPoints || u == ByPointsCost {
		return t.points[p]
	}
	return int64(t.votes[p])
}

// win adds a winner.
func (r *Result) win(round Round, cost int64) {
	r.Rounds = append(r.Rounds, round)
	r.Winners = append(r.Winners, round.Project)
	r.Cost += cost
}

// sorted gives 0…n−1 in order.
func sorted(n int, compare func(a, b int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)
	return order
}
