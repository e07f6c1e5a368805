package count

import "math"

// run is one run of Equal Shares with a fixed share. It is used again for the next share.
type run struct {
	t       *tally
	rank    []int // the tie order
	perCost bool  // the rule goes by price ÷ cost, else by price

	share share
	scale scale

	purses []purse
	errs   []int64 // of each group: its money is off by at most so many parts
	worst  int64   // the largest of errs so far
	// Of each group: the round in which it gave its last, short of the price; the round
	// after that in which it had just the price; −1: it has money.
	emptied []int32
	wonAt   []int32 // of each project: its round; −1: none
	winners []int
	cost    int64
	even    bool // whether someone had exactly a price, and nothing after it

	backers [][]link  // of each project: the groups that had money when it was last looked at
	looked  []bool    // whether backers is of this run
	price   []int64   // of each project: what a ballot would pay for a weight of one, rounded down
	rich    []int64   // of each project: the weight that would pay the price in full
	least   []float64 // of each project: a bound that its key never falls below
	quotes  []quote   // of each project, if quoted since it was last looked at
	quoted  []bool
	queue   queue // of projects, by least
	heard   []int // the projects looked at in this round

	exact exact
}

func newRun(t *tally, rank []int, perCost bool) *run {
	groups, projects := len(t.size), len(t.backers)
	r := &run{
		t: t, rank: rank, perCost: perCost,
		purses: make([]purse, groups), errs: make([]int64, groups), emptied: make([]int32, groups),
		wonAt: make([]int32, projects), backers: make([][]link, projects), looked: make([]bool, projects),
		price: make([]int64, projects), rich: make([]int64, projects), least: make([]float64, projects),
		quotes: make([]quote, projects), quoted: make([]bool, projects),
	}
	for p, b := range t.backers {
		r.backers[p] = make([]link, len(b))
	}
	return r
}

// afresh is a run like this one, not started.
func (r *run) afresh() *run {
	y := newRun(r.t, r.rank, r.perCost)
	y.share = r.share
	return y
}

// start gives each ballot its share and takes back all choices.
func (r *run) start(s share) (err error) {
	r.share = s
	if r.scale, err = r.t.scale(s); err != nil {
		return err
	}
	for g := range r.purses {
		r.purses[g] = purse{r.scale.share, r.t.size[g]}
		r.errs[g], r.emptied[g] = r.scale.err, -1
	}
	r.worst, r.cost, r.winners, r.even = r.scale.err, 0, r.winners[:0], false
	r.queue = queue{least: r.least, of: r.queue.of[:0]}
	for p := range r.wonAt {
		r.wonAt[p], r.looked[p] = -1, false
		c := r.t.e.Projects[p].Cost
		if !r.t.eligible(p) || !s.reaches(int64(r.t.votes[p]), c) {
			continue
		}
		// Nobody pays less than when all can pay in full.
		r.price[p] = c * r.scale.parts / r.t.weight[p]
		r.least[p] = r.key(p, r.price[p]) * (1 - margin)
		r.queue.push(p)
	}
	r.exact.reset(r)
	return nil
}

// whole funds projects until none can be paid, or the budget is overspent.
func (r *run) whole() {
	for {
		p, ok := r.next()
		if !ok {
			return
		}
		r.pay(p)
		r.cost += r.t.e.Projects[p].Cost
		if r.cost > r.t.e.Budget {
			return
		}
	}
}

// margin is more than three roundings of a float64 can add up to.
const margin = 0x1p-50

// key is what projects are compared by, the least first, for a price in parts. It is
// right within margin.
func (r *run) key(p int, price int64) float64 {
	if r.perCost {
		return float64(price) / float64(r.t.e.Projects[p].Cost)
	}
	return float64(price)
}

// next finds the project with the least key, exactly, and among equals the first in the
// tie order. A project's key only grows, so those whose last bound is above the best of
// this round are not looked at.
func (r *run) next() (int, bool) {
	r.heard = r.heard[:0]
	best, bestKey := -1, math.Inf(1)
	for p := range r.queue.upTo(&bestKey) {
		if !r.look(p) {
			continue
		}
		r.heard = append(r.heard, p)
		if k := r.key(p, r.price[p]); k < bestKey {
			best, bestKey = p, k
		}
	}
	if best < 0 {
		return 0, false
	}
	limit := r.ceiling(best)
	for p := range r.queue.upTo(&limit) {
		if r.look(p) {
			r.heard = append(r.heard, p)
		}
	}
	rivals := r.rivals(best, limit)
	if len(rivals) > 0 {
		best = r.decide(append(rivals, best))
	}
	for _, p := range r.heard {
		if p != best {
			r.queue.push(p)
		}
	}
	return best, true
}

// rivals are the projects whose key may be as small as that of the best.
func (r *run) rivals(best int, limit float64) (rivals []int) {
	for _, p := range r.heard {
		if p == best || r.least[p] > limit {
			continue
		}
		r.least[p] = max(r.least[p], r.key(p, r.quote(p).low)*(1-margin))
		if r.least[p] <= limit {
			rivals = append(rivals, p)
		}
	}
	return rivals
}

// ceiling is a key that the project surely does not exceed.
func (r *run) ceiling(p int) float64 {
	q := r.quote(p)
	if q.high < 0 {
		q = r.exact.rounded(r.exact.of(p))
	}
	return r.key(p, q.high) * (1 + margin)
}

// decide finds the first of some projects by exact keys and the tie order.
func (r *run) decide(rivals []int) int {
	first, plain := rivals[0], true
	for _, p := range rivals {
		plain = plain && r.quote(p).plain
	}
	if plain {
		for _, p := range rivals[1:] {
			if c := r.plainKey(p).compare(r.plainKey(first)); c < 0 || c == 0 && r.rank[p] < r.rank[first] {
				first = p
			}
		}
		return first
	}
	price := r.exact.of(first)
	for _, p := range rivals[1:] {
		q := r.exact.of(p)
		if c := r.exact.order(p, q, first, price); c < 0 || c == 0 && r.rank[p] < r.rank[first] {
			first, price = p, q
		}
	}
	return first
}

// plainKey is the key of a project whose quote is plain.
func (r *run) plainKey(p int) worth {
	q := r.quote(p)
	if r.perCost {
		return worth{1, q.weight}
	}
	return worth{r.t.e.Projects[p].Cost, q.weight}
}
