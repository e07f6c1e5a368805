package count_test

import (
	"context"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"veche/flows/project/count"
)

// Each claim of an explanation is counted again here.
func TestExplanationsAreTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, rule := elections(t), rules(t)
		res, err := count.Count(context.Background(), e, rule, nil)
		if err != nil {
			t.Fatal(err)
		}
		for p := range e.Projects {
			loss, err := res.Explain(context.Background(), p)
			if slices.Contains(res.Winners, p) {
				if err == nil {
					t.Errorf("the winner %d is explained as a loser", p)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if rule.Method == count.EqualShares {
				moneyIsFollowed(t, e, res, loss)
			}
			costIsEnough(t, e, rule, loss)
			votesAreEnough(t, e, rule, loss)
		}
	})
}

// moneyIsFollowed compares with the receipts of those who named the loser.
func moneyIsFollowed(t *rapid.T, e *count.Election, res *count.Result, loss *count.Loss) {
	share, left := new(big.Rat), new(big.Rat)
	went := map[int]*big.Rat{}
	c := plain{e, res.Rule}
	for i, b := range e.Ballots {
		if c.given(b, loss.Project) <= 0 {
			continue
		}
		receipt := res.Receipt(i)
		share.Add(share, receipt.Share)
		left.Add(left, receipt.Left)
		for _, x := range receipt.Paid {
			if went[x.Project] == nil {
				went[x.Project] = new(big.Rat)
			}
			went[x.Project].Add(went[x.Project], x.Amount)
		}
	}
	if loss.Share.Cmp(share) != 0 || loss.Left.Cmp(left) != 0 || len(loss.Went) != len(went) {
		t.Errorf("loser %d: %v of %v left after %d winners, by the receipts %v of %v after %d", loss.Project, loss.Left, loss.Share, len(loss.Went), left, share, len(went))
	}
	for _, w := range loss.Went {
		if went[w.Project] == nil || went[w.Project].Cmp(w.Amount) != 0 {
			t.Errorf("loser %d: %v went to %d, by the receipts %v", loss.Project, w.Amount, w.Project, went[w.Project])
		}
	}
	missing := new(big.Rat).Sub(rat(e.Projects[loss.Project].Cost), left)
	if missing.Sign() > 0 && missing.Cmp(loss.Missing) != 0 {
		t.Errorf("loser %d: %v missing, by the receipts %v", loss.Project, loss.Missing, missing)
	}
	if loss.Support > 1+1e-9 {
		t.Errorf("loser %d: a support of %v would have won", loss.Project, loss.Support)
	}
}

func wonBy(t *rapid.T, e *count.Election, rule count.Rule, p int) bool {
	res, err := count.Count(context.Background(), e, rule, nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Contains(res.Winners, p)
}

func costIsEnough(t *rapid.T, e *count.Election, rule count.Rule, loss *count.Loss) {
	at := func(cost int64) bool {
		other := *e
		other.Projects = slices.Clone(e.Projects)
		other.Projects[loss.Project].Cost = cost
		return wonBy(t, &other, rule, loss.Project)
	}
	if loss.AtCost > 0 && !at(loss.AtCost) {
		t.Errorf("loser %d does not win at %d", loss.Project, loss.AtCost)
	}
	if e.Projects[loss.Project].Cost > 0 && at(loss.AtCost+1) {
		t.Errorf("loser %d wins at %d and is told %d", loss.Project, loss.AtCost+1, loss.AtCost)
	}
}

func votesAreEnough(t *rapid.T, e *count.Election, rule count.Rule, loss *count.Loss) {
	with := func(n int) bool {
		b := count.Ballot{Picks: []int{loss.Project}}
		if e.Kind == count.Cumulative {
			b.Points = []int64{1}
			for _, o := range e.Ballots {
				b.Points[0] = max(b.Points[0], slices.Max(append(o.Points, 0)))
			}
		}
		other := *e
		other.Ballots = slices.Concat(e.Ballots, slices.Repeat([]count.Ballot{b}, n))
		return wonBy(t, &other, rule, loss.Project)
	}
	if loss.MoreVotes > 0 && !with(loss.MoreVotes) {
		t.Errorf("loser %d does not win with %d more votes", loss.Project, loss.MoreVotes)
	}
	if loss.MoreVotes > 0 && with(loss.MoreVotes-1) {
		t.Errorf("loser %d wins with one less than %d more votes", loss.Project, loss.MoreVotes)
	}
}
