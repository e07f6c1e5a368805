package count_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"veche/flows/project/count"
)

// elections draws small elections, many of them with equal costs, round numbers and
// twins, for that is where ties and narrow decisions are.
func elections(t *rapid.T) *count.Election {
	e := &count.Election{Kind: rapid.SampledFrom([]count.Kind{count.Approval, count.Approval, count.Cumulative, count.Ordinal}).Draw(t, "kind")}
	projects := rapid.IntRange(1, 7).Draw(t, "projects")
	grain := rapid.SampledFrom([]int64{1, 1, 3, 10, 100}).Draw(t, "grain")
	for p := range projects {
		cost := grain * rapid.Int64Range(1, 12).Draw(t, "cost")
		if rapid.IntRange(0, 30).Draw(t, "free") == 0 {
			cost = 0
		}
		e.Projects = append(e.Projects, count.Project{ID: fmt.Sprint("p", p+8), Cost: cost})
	}
	e.Budget = grain*rapid.Int64Range(1, 40).Draw(t, "budget") + rapid.SampledFrom([]int64{0, 0, 1}).Draw(t, "odd")
	for range rapid.IntRange(1, 12).Draw(t, "ballots") {
		picks := rapid.SliceOfNDistinct(rapid.IntRange(0, projects-1), 0, projects, rapid.ID).Draw(t, "picks")
		b := count.Ballot{Picks: picks}
		if e.Kind == count.Cumulative {
			b.Points = rapid.SliceOfN(rapid.Int64Range(0, 5), len(picks), len(picks)).Draw(t, "points")
		}
		e.Ballots = append(e.Ballots, b)
	}
	return e
}

func rules(t *rapid.T) count.Rule {
	return count.Rule{
		Method:       rapid.SampledFrom([]count.Method{count.EqualShares, count.EqualShares, count.EqualShares, count.Greedy, count.Phragmen}).Draw(t, "method"),
		Utility:      count.Utility(rapid.IntRange(0, 3).Draw(t, "utility")),
		Completion:   count.Completion(rapid.IntRange(0, 5).Draw(t, "completion")),
		Ties:         rapid.SampledFrom([][]count.Tie{{count.TieCost, count.TieVotes, count.TieFile}, {count.TieID}, nil}).Draw(t, "ties"),
		FromFraction: rapid.Bool().Draw(t, "fraction"),
	}
}

func counted(t testing.TB, e *count.Election, r count.Rule) *count.Result {
	t.Helper()
	res, err := count.Count(context.Background(), e, r, nil)
	must(t, err)
	return res
}

func TestCountsLikePlainFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { likePlainFractions(t, elections(t), rules(t)) })
}

func FuzzCountsLikePlainFractions(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { likePlainFractions(t, elections(t), rules(t)) }))
}

// likePlainFractions compares winners, the share and what each ballot has left.
func likePlainFractions(t *rapid.T, e *count.Election, r count.Rule) {
	res, err := count.Count(context.Background(), e, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := plain{e, r}
	if want := p.winners(); !slices.Equal(res.Winners, want) {
		t.Fatalf("won %v, by fractions %v", res.Winners, want)
	}
	if r.Method != count.EqualShares {
		return
	}
	_, money, share := p.shares()
	if res.Share.Cmp(share) != 0 {
		t.Fatalf("share %v, by fractions %v", res.Share, share)
	}
	for i := range e.Ballots {
		if got := res.Receipt(i).Left; got.Cmp(money[i]) != 0 {
			t.Fatalf("ballot %d has %v left, by fractions %v", i, got, money[i])
		}
	}
}

func TestPayments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, r := elections(t), rules(t)
		r.Method = count.EqualShares
		res, err := count.Count(context.Background(), e, r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if res.Cost > e.Budget {
			t.Errorf("%d spent of %d", res.Cost, e.Budget)
		}
		received := map[int]*big.Rat{}
		for i := range e.Ballots {
			paid := new(big.Rat)
			receipt := res.Receipt(i)
			for _, x := range receipt.Paid {
				if received[x.Project] == nil {
					received[x.Project] = new(big.Rat)
				}
				received[x.Project].Add(received[x.Project], x.Amount)
				paid.Add(paid, x.Amount)
				if !slices.Contains(e.Ballots[i].Picks, x.Project) {
					t.Errorf("ballot %d paid for project %d, which it does not name", i, x.Project)
				}
			}
			if paid.Add(paid, receipt.Left).Cmp(res.Share) != 0 || receipt.Left.Sign() < 0 {
				t.Errorf("ballot %d: paid and left are %v of a share of %v, left %v", i, paid, res.Share, receipt.Left)
			}
		}
		for _, round := range res.Rounds {
			if round.Stage == count.Main {
				paysItsCost(t, e, round, received[round.Project])
			}
		}
	})
}

// paysItsCost checks that payments and receipts for a winner sum to its cost.
func paysItsCost(t *rapid.T, e *count.Election, round count.Round, received *big.Rat) {
	cost := rat(e.Projects[round.Project].Cost)
	if received == nil || received.Cmp(cost) != 0 {
		t.Errorf("project %d: receipts of %v for a cost of %v", round.Project, received, cost)
	}
	sum, full, last := new(big.Rat), 0, 0
	for _, p := range round.Payments {
		sum.Add(sum, new(big.Rat).Mul(p.Amount, rat(int64(p.Ballots))))
		if p.Full {
			full += p.Ballots
		} else {
			last += p.Ballots
		}
	}
	if sum.Cmp(cost) != 0 {
		t.Errorf("project %d: payments of %v for a cost of %v", round.Project, sum, cost)
	}
	if full != round.Full || last != round.Last || full == 0 {
		t.Errorf("project %d: %d paid in full and %d their last, the round says %d and %d", round.Project, full, last, round.Full, round.Last)
	}
}

func TestEqualBallotsGetEqualReceipts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		e.Ballots = append(e.Ballots, e.Ballots[0])
		res, err := count.Count(context.Background(), e, count.Rule{Completion: count.CompleteAdd1}, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, b := res.Receipt(0), res.Receipt(len(e.Ballots)-1)
		if fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%v and %v for the same ballot", a, b)
		}
	})
}

// The order of ballots changes nothing; the order of projects only what the tie order
// leaves to it, and here that goes by id.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, r := elections(t), rules(t)
		if e.Kind == count.Ordinal {
			e.Places = len(e.Projects)
		}
		r.Ties, r.CompletionTies = []count.Tie{count.TieID}, []count.Tie{count.TieID}
		order := rapid.Permutation(indexes(len(e.Projects))).Draw(t, "order")
		other := *e
		other.Projects, other.Ballots = make([]count.Project, len(order)), nil
		for p, to := range order {
			other.Projects[to] = e.Projects[p]
		}
		for _, b := range rapid.Permutation(e.Ballots).Draw(t, "shuffled") {
			moved := count.Ballot{Points: b.Points}
			for _, p := range b.Picks {
				moved.Picks = append(moved.Picks, order[p])
			}
			other.Ballots = append(other.Ballots, moved)
		}
		one, err1 := count.Count(context.Background(), e, r, nil)
		two, err2 := count.Count(context.Background(), &other, r, nil)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if a, b := ids(e, one.Winners), ids(&other, two.Winners); !slices.Equal(a, b) {
			t.Errorf("won %v, in another order %v", a, b)
		}
	})
}

func indexes(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

// Equal Shares gives every group that agrees on projects it could pay what it deserves, up
// to one project (EJR up to one): for each set T of projects that the ballots of a group
// S all name and whose cost is at most S's part of the budget, some ballot in S gets
// utility of more than T's, with one project of T added to what won.
func TestJustifiedRepresentationUpToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		e.Kind = count.Approval
		for i := range e.Ballots {
			e.Ballots[i].Points = nil
		}
		for p := range e.Projects {
			e.Projects[p].Cost = max(e.Projects[p].Cost, 1)
		}
		for _, u := range []count.Utility{count.ByCost, count.ByNumber} {
			res, err := count.Count(context.Background(), e, count.Rule{Utility: u}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for set := 1; set < 1<<len(e.Projects); set++ {
				if who := deprived(e, u, res.Winners, set); who != nil {
					t.Errorf("ballots %v deserve projects %b, won %v", who, set, res.Winners)
				}
			}
		}
	})
}

// deprived finds a group of ballots that breaks the promise for a set of projects. The
// worst group is all those ballots that name the set and lack one of it everywhere.
func deprived(e *count.Election, u count.Utility, winners []int, set int) (who []int) {
	worth := func(p int) int64 {
		if u == count.ByCost {
			return e.Projects[p].Cost
		}
		return 1
	}
	cost, deserved := int64(0), int64(0)
	for p := range e.Projects {
		if set>>p&1 == 1 {
			cost += e.Projects[p].Cost
			deserved += worth(p)
		}
	}
	for i, b := range e.Ballots {
		has, names, lacks := int64(0), 0, int64(0)
		for _, p := range b.Picks {
			won := slices.Contains(winners, p)
			if won {
				has += worth(p)
			}
			if set>>p&1 == 1 {
				names |= 1 << p
				if !won {
					lacks = max(lacks, worth(p))
				}
			}
		}
		if names == set && lacks > 0 && has+lacks <= deserved && has < deserved {
			who = append(who, i)
		}
	}
	if int64(len(who))*e.Budget >= cost*int64(len(e.Ballots)) && len(who) > 0 {
		return who
	}
	return nil
}
