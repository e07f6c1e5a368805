package count

import (
	"context"
	"math/big"
)

// loads is sequential Phragmén under way: a project's cost is a load on the ballots that
// name it, shared so that they bear the same afterwards. The next project is the one that
// leaves the least load.
//
// So a ballot's load is that of the last winner on it, and the load that a project would
// leave is (cost + Σ ballots × load) ÷ votes, a sum of positive terms. In float64 its
// relative error stays under (rounds+4)² × 2^-52: each round adds as many roundings as
// there are terms. What is nearer than that is compared as fractions.
type loads struct {
	t     *tally
	last  []int32 // of each group: the round of its last winner; −1: none
	near  []float64
	queue queue

	exact  []*big.Int // of each round, over bottom
	bottom *big.Int
	rounds []phragmenRound
}

// phragmenRound is what the exact load of a round is made of.
type phragmenRound struct {
	project int
	bears   []int64 // of each round before: the ballots with its load
}

// bid is a project that may be next.
type bid struct {
	project int
	bears   []int64
	near    float64
}

// phragmen funds projects until the next one would overspend.
func (t *tally) phragmen(ctx context.Context, res *Result, rank []int) error {
	l := &loads{t: t, last: make([]int32, len(t.size)), bottom: big.NewInt(1)}
	l.queue.least = make([]float64, len(t.backers))
	for g := range l.last {
		l.last[g] = -1
	}
	for p := range t.backers {
		if t.eligible(p) && t.e.Projects[p].Cost <= t.e.Budget {
			l.queue.push(p)
		}
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		first, second, ok := l.next(rank)
		if !ok || t.e.Projects[first.project].Cost > t.e.Budget-res.Cost {
			return nil
		}
		round := Round{Project: first.project, Support: l.load(first), RunnerUp: second.project}
		if second.project >= 0 {
			round.RunnerUpSupport = l.load(second)
		}
		res.win(round, t.e.Projects[first.project].Cost)
		l.take(first)
	}
}

// next finds the two projects that would leave the least load.
func (l *loads) next(rank []int) (first, second bid, ok bool) {
	off := float64((len(l.rounds)+4)*(len(l.rounds)+4)) * 0x1p-52
	first, second = bid{project: -1}, bid{project: -1}
	before := func(a, b bid) bool {
		if b.project < 0 || a.near < b.near*(1-4*off) {
			return true
		}
		if a.near > b.near*(1+4*off) {
			return false
		}
		c := l.compare(a, b)
		return c < 0 || c == 0 && rank[a.project] < rank[b.project]
	}
	var heard []bid
	limit := inf
	for p := range l.queue.upTo(&limit) {
		b := l.bid(p)
		l.queue.least[p] = b.near * (1 - 2*off)
		switch {
		case before(b, first):
			first, second = b, first
		case before(b, second):
			second = b
		}
		heard = append(heard, b)
		if second.project >= 0 {
			limit = second.near * (1 + 4*off)
		}
	}
	for _, b := range heard {
		if b.project != first.project {
			l.queue.push(b.project)
		}
	}
	return first, second, first.project >= 0
}

// bid counts which loads a project's ballots bear.
func (l *loads) bid(p int) bid {
	b := bid{project: p, bears: make([]int64, len(l.rounds))}
	for _, k := range l.t.backers[p] {
		if s := l.last[k.to]; s >= 0 {
			b.bears[s] += l.t.size[k.to]
		}
	}
	b.near = float64(l.t.e.Projects[p].Cost)
	for s, n := range b.bears {
		b.near += float64(n) * l.near[s]
	}
	b.near /= float64(l.t.votes[p])
	return b
}

// take lets the ballots of a project bear its load.
func (l *loads) take(b bid) {
	for _, k := range l.t.backers[b.project] {
		l.last[k.to] = int32(len(l.rounds))
	}
	l.rounds = append(l.rounds, phragmenRound{b.project, b.bears})
	l.near = append(l.near, b.near)
}

// top is the load of a bid times its votes, over the common bottom.
func (l *loads) top(b bid) *big.Int {
	for s := len(l.exact); s < len(l.rounds); s++ {
		r := l.rounds[s]
		top, votes := l.sum(r.project, r.bears), big.NewInt(int64(l.t.votes[r.project]))
		l.bottom.Mul(l.bottom, votes)
		for _, e := range l.exact {
			e.Mul(e, votes)
		}
		l.exact = append(l.exact, top)
	}
	return l.sum(b.project, b.bears)
}

func (l *loads) sum(p int, bears []int64) *big.Int {
	top := new(big.Int).Mul(l.bottom, big.NewInt(l.t.e.Projects[p].Cost))
	var n, part big.Int
	for s, ballots := range bears {
		if ballots != 0 {
			top.Add(top, part.Mul(l.exact[s], n.SetInt64(ballots)))
		}
	}
	return top
}

// compare compares the loads of two bids exactly.
func (l *loads) compare(a, b bid) int {
	left, right := l.top(a), l.top(b)
	left.Mul(left, big.NewInt(int64(l.t.votes[b.project])))
	right.Mul(right, big.NewInt(int64(l.t.votes[a.project])))
	return left.Cmp(right)
}

// load is the load of a bid as a fraction.
func (l *loads) load(b bid) *big.Rat {
	top := l.top(b)
	return new(big.Rat).SetFrac(top, new(big.Int).Mul(l.bottom, big.NewInt(int64(l.t.votes[b.project]))))
}
