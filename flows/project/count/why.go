package count

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

// Receipt tells what the share of a ballot went to. Equal ballots get equal receipts, and
// all payments for a winner sum to its cost. Only Equal Shares has receipts.
func (r *Result) Receipt(ballot int) Receipt {
	if r.run == nil {
		return Receipt{}
	}
	left := new(big.Rat).Set(r.Share)
	receipt := Receipt{Share: new(big.Rat).Set(r.Share), Left: left}
	g := r.t.groupOf[ballot]
	if g < 0 {
		return receipt
	}
	for s := range r.run.winners {
		if l, ok := r.run.backs(g, s); ok && left.Sign() > 0 {
			amount := smaller(left, r.run.due(s, l.weight))
			receipt.Paid = append(receipt.Paid, Paid{Project: r.run.winners[s], Amount: amount, Ballots: 1})
			left.Sub(left, amount)
		}
	}
	return receipt
}

// backs finds what the winner of a round weighs on a group's ballots.
func (r *run) backs(g int32, s int) (link, bool) {
	i := slices.IndexFunc(r.t.picks[g], func(l link) bool { return int(l.to) == r.winners[s] })
	if i < 0 {
		return link{}, false
	}
	return r.t.picks[g][i], true
}

// due is what a ballot pays for a winner with that weight, if it can.
func (r *run) due(s int, weight int32) *big.Rat {
	return r.exact.rat(new(big.Int).Mul(r.exact.prices[s], big.NewInt(int64(weight))))
}

// smaller copies the smaller amount.
func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		a = b
	}
	return new(big.Rat).Set(a)
}

// Explain tells why a project did not win, and counts again with other costs and more
// ballots to find what would have been enough. That takes some dozens of counts.
func (r *Result) Explain(ctx context.Context, project int) (*Loss, error) {
	if slices.Contains(r.Winners, project) {
		return nil, fmt.Errorf("explain %s: it has won", r.t.e.Projects[project].ID)
	}
	loss := &Loss{Project: project, Votes: r.Votes[project]}
	if r.run != nil {
		if err := r.follow(loss); err != nil {
			return nil, err
		}
	}
	var err error
	if loss.AtCost, err = r.enoughCost(ctx, project); err != nil {
		return nil, err
	}
	loss.MoreVotes, err = r.enoughVotes(ctx, project)
	return loss, err
}

// follow follows the money of a loser's backers.
func (r *Result) follow(loss *Loss) error {
	x := r.run
	ballots := new(big.Rat).SetInt64(int64(loss.Votes))
	loss.Share = ballots.Mul(ballots, r.Share)
	loss.Left = new(big.Rat).Set(loss.Share)
	for s, p := range x.winners {
		if paid := x.paidBy(loss.Project, s); paid.Ballots > 0 {
			loss.Left.Sub(loss.Left, paid.Amount)
			paid.Project = p
			loss.Went = append(loss.Went, paid)
		}
	}
	slices.SortStableFunc(loss.Went, func(a, b Paid) int { return b.Amount.Cmp(a.Amount) })
	loss.Missing = new(big.Rat).SetInt64(r.t.e.Projects[loss.Project].Cost)
	if loss.Missing.Sub(loss.Missing, loss.Left).Sign() < 0 {
		loss.Missing.SetInt64(0)
	}
	if r.t.e.Projects[loss.Project].Cost <= 0 {
		return nil
	}
	y := x.afresh()
	return y.again(func(p int) { loss.Support = max(loss.Support, y.wouldPay(loss.Project, p)) })
}

// paidBy sums up what a project's backers paid in a round.
func (r *run) paidBy(project, s int) Paid {
	sum, ballots, amount := new(big.Int), int64(0), new(big.Int)
	for _, l := range r.t.backers[project] {
		own, ok := r.backs(l.to, s)
		emptied, n := int(r.emptied[l.to]), r.t.size[l.to]
		switch {
		case !ok, emptied >= 0 && emptied < s:
			continue
		case emptied == s:
			amount.Set(r.exact.before(l.to, s))
		default:
			amount.Mul(r.exact.prices[s], big.NewInt(int64(own.weight)))
		}
		if amount.Sign() > 0 {
			sum.Add(sum, amount.Mul(amount, big.NewInt(n)))
			ballots += n
		}
	}
	return Paid{Amount: r.exact.rat(sum), Ballots: int(ballots)}
}

// wouldPay is the part of a project's cost that its backers would pay at the price of the
// winner of this round.
func (r *run) wouldPay(project, winner int) float64 {
	level := float64(r.price[winner])
	cost := float64(r.t.e.Projects[project].Cost)
	if r.perCost {
		level *= cost / float64(r.t.e.Projects[winner].Cost)
	}
	sum := 0.0
	for _, l := range r.t.backers[project] {
		q := r.purses[l.to]
		sum += min(float64(q.money), level*float64(l.weight)) * float64(q.ballots)
	}
	return sum / (cost * float64(r.scale.parts))
}

// enoughCost finds a cost in whole units of the currency at which a project wins, while
// with one unit more it does not. The counts decide, not an estimate: what wins at a cost
// need not win at every lower one.
func (r *Result) enoughCost(ctx context.Context, project int) (int64, error) {
	unit, cost := r.t.unit(), r.t.e.Projects[project].Cost
	if cost <= 0 || r.Votes[project] == 0 && !r.unvoted() {
		return 0, nil
	}
	found, err := between(0, (cost+unit-1)/unit, func(units int64) (bool, error) {
		return r.wins(ctx, r.t.priced(project, units*unit), project)
	})
	return found * unit, err
}

// unvoted says whether it was a competition without a vote. One ballot would change the
// rule for all projects there.
func (r *Result) unvoted() bool { return r.Rule.Method == Competition && r.t.ballots == 0 }

// mostVotes is how many ballots are added at most, for each that was cast.
const mostVotes = 8

// enoughVotes finds a number of ballots for a project alone that make it win, while one
// less does not; −1 if there is none.
func (r *Result) enoughVotes(ctx context.Context, project int) (int, error) {
	if r.unvoted() || r.t.e.Projects[project].Cost <= 0 || r.t.e.Projects[project].Cost > r.t.e.Budget {
		return -1, nil
	}
	wins := func(more int64) (bool, error) { return r.wins(ctx, r.t.with(project, more), project) }
	least, most := int64(0), int64(1)
	for {
		if most > int64(mostVotes*(len(r.t.e.Ballots)+1)) {
			return -1, nil
		}
		won, err := wins(most)
		if err != nil {
			return -1, err
		}
		if won {
			break
		}
		least, most = most, 2*most
	}
	lost, err := between(-most, -least, func(n int64) (bool, error) { return wins(-n) })
	return int(-lost), err
}

// wins counts another vote by the same rule.
func (r *Result) wins(ctx context.Context, other *tally, project int) (bool, error) {
	found, err := other.count(ctx, r.Rule, nil, false)
	if err != nil {
		return false, err
	}
	return slices.Contains(found.Winners, project), nil
}

// between finds a number that does, next to one that does not: low does (or is not to be
// asked), high does not.
func between(low, high int64, does func(int64) (bool, error)) (int64, error) {
	for high-low > 1 {
		middle := low + (high-low)/2
		ok, err := does(middle)
		if err != nil {
			return 0, err
		}
		if ok {
			low = middle
		} else {
			high = middle
		}
	}
	return low, nil
}
