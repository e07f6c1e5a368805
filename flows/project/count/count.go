// Package count counts participatory budgets: which projects a vote funds, exactly, and
// why. It knows nothing of files, screens or messengers; an Election and a Rule go in, a
// Result comes out, and the same ones give the same result always.
//
// # The rules
//
// Greedy funds the projects with the most votes (or points, or either for each unit of
// money) one after the other; what does not fit into the rest of the budget is passed
// over, or, with Stop, ends the count.
//
// Equal Shares, the Method of Equal Shares, gives every ballot the same share of the
// budget. A project can be funded if the ballots that name it have its cost together;
// each pays the same, and who has less gives all it has. The project is next whose backers
// get the most for their money: with cost as utility the one with the largest effective
// support, cost ÷ what the most paying ballot pays; with cardinality the one whose most
// paying ballot pays least. With points, a ballot pays in proportion to its points;
// "points" takes the points for the utility, "points-cost" points × cost, which is what
// equalshares.net counts.
//
// What Equal Shares leaves over goes to the completion. add1 counts again with a share
// that is a step higher, whole units of the currency from the second run on, and again,
// and takes the last outcome before one that is over the budget, or the one that funds
// everything. The exhaustive variant already ends at the first outcome to which no project
// can be added; it tends to spend less. Only without it are the official results of
// Wieliczka 2023, Świecie 2023 and Assen 2024 met, so that is our default. "votes" then
// funds by votes what still fits. A project dearer than the budget is never funded, but a
// share at which its backers could pay for it is one too many. A raise cannot be found by
// halving: a higher share may cost less (TestBisectionIsWrong).
//
// Phragmén shares each cost as a load on the ballots that name the project, so that they
// bear the same afterwards, funds the project that leaves the least load, and ends when
// that one would be over the budget.
//
// A competition gives points for criteria, which are data, and funds by falling score.
//
// A project that no ballot names, or without a cost above zero, is never funded.
//
// # Ties
//
// Equals are decided by one order, published before the vote: the keys of Rule.Ties, by
// default the cheaper first, then more votes, then the place in the election. The last
// key, always, is that place. A lot drawn in public is a key too. Votes are compared as
// they are, points (TiePoints) where a rule asks for them.
//
// # Exactness
//
// All results are those of fractions. To be fast, a run of Equal Shares works with whole
// numbers of parts, tiny equal pieces of money, and knows how far it can be off; where
// that leaves a decision open, fractions make it. In detail:
//
// Parts are cut so that all money, times the largest weight, is under 2^61 of them: no
// sum or product below overflows, and none is rounded. Each purse of m parts carries an
// error e: the right amount is within m−e … m+e. A share that is whole has e = 0. A purse
// has no parts only if it has no money.
//
// A price p is looked for with F(p) = cost, where F(p) = Σ min(money, p × weight) over the
// backers. F grows and bends down (it is concave). Newton's steps from below, each rounded
// down, so never pass the price that the parts give. Let E be the sum of the backers'
// errors. The parts' own F is nowhere further from the right one than E, and below the
// price found its slope is at least R, the weight of those who can pay in full: the right
// price is at least p − E ÷ R − 1 (below). Where the parts' F reaches cost + E, the right
// one reaches the cost: that price is an upper bound, and it is tried, not assumed
// (above). If all who have money have enough for p + 1 parts and their errors besides,
// all surely pay in full and the price is cost ÷ weight, a plain fraction.
//
// Prices only rise while money is spent, so a lower bound from an earlier round still
// holds, and projects whose bound is above the best price of the round need no look. The
// others are compared by bounds; what the bounds do not separate is compared as integers
// if both are plain, otherwise as fractions. Bounds are compared in float64 after being
// moved apart by 2^-50, more than the three roundings made.
//
// In a payment a ballot that surely has the price pays it rounded down, and its error
// grows by what the price may be off; one that surely lacks it gives all and has exactly
// nothing. In between fractions decide. So who paid what in which round is always right,
// and the fractions can be built from that whenever they are asked for: the price of a
// round is (cost − money of those who gave all) ÷ weight of the others, all over one
// common bottom.
//
// Where a great many raises are needed (much money, few ballots), those are left out that
// change nothing: with the same winners and the same ballots paying in full, all money
// and prices are lines over the share, and so are the conditions under which nothing
// changes; steady.go works out, in whole numbers, up to which share they hold.
//
// The tests compare with plain fractions that share no code with this, check the bounds
// against fractions after each payment, and repeat counts with parts so coarse that
// fractions decide nearly everything. On the elections of cities that we tried, fractions
// were never needed for a decision, only for the figures of the result.
//
// # For the doubting resident
//
// You can count again with paper, a calculator and the published file. Take the sample
// vote of Vyazma: 3,000,000 ₽, eight ballots, projects for 900,000 (1), 1,200,000 (2),
// 700,000 (3), 1,500,000 (4) and 400,000 (5). The ballots name 1 2, 1 2 3, 1 2, 1, 1 3,
// 1 3 4, 2 4, 5.
//
//   - Each ballot has 3,000,000 ÷ 8 = 375,000 ₽. Write that beside each.
//   - Project 1 is on six ballots: 900,000 ÷ 6 = 150,000 each, and all six have that. Six
//     effective votes. Project 2 would be 300,000 each for four ballots, four effective
//     votes, and so on. Six is the most: project 1 wins. Take 150,000 from each of its six.
//   - Now project 2 has 225,000 three times and 375,000 once: 1,050,000, less than it
//     costs. Neither 3 (675,000), nor 4 (600,000), nor 5 (375,000) has enough. The run
//     ends with project 1.
//   - Begin again with one rouble more for each, 375,001, then with 375,002 and so on. You
//     need not write down each, for little changes: project 3 can be paid from 383,334 on
//     (its three backers have 233,334 each after project 1), project 5 from 400,000 on. At
//     416,666 project 2 can be paid too, but its richest backer would pay 400,002, which
//     makes 1,200,000 ÷ 400,002 effective votes, just less than the three of project 3.
//     At 416,667 it is just more: 2 wins before 3, and 3 cannot be paid any longer.
//   - At 483,333 projects 1 (150,000 each), 2 (300,000 each) and 5 (400,000) win for
//     2,500,000 together. At 483,334 project 3 can be paid besides, and it would be
//     3,200,000: too much. So 483,333 counts.
//   - Nothing else fits into the 500,000 left. 1, 2 and 5 are funded.
//
// What one ballot paid is its receipt, and the receipts of a project sum to its cost. The
// second ballot's, 1 2 3: 150,000 for 1, 300,000 for 2, and 33,333 left. Where a payment
// does not come out even, the fraction is kept, never a rounded sum.
//
// To check with a program that is not ours, give the same file to pabutools
// (method_of_equal_shares) or to equalshares.net, and look at the tie order and the kind of
// add1 first: those are where programs differ.
package count

import (
	"context"
	"fmt"
)

// Progress is told after each raise of the endowment.
type Progress struct {
	Runs  int     // runs of the rule so far
	Cost  int64   // of the last run's winners
	Share float64 // of one ballot in the last run, in the smallest unit of money
}

// Count applies the rule to the election. The same election and rule give the same
// result, always. tell, if not nil, hears of progress; it must return soon.
// A cancelled context stops the count with the context's error.
func Count(ctx context.Context, e *Election, r Rule, tell func(Progress)) (*Result, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	return count(ctx, e, r, tell, true)
}

// count counts an election that is valid. Without the rounds it only finds the winners.
func count(ctx context.Context, e *Election, r Rule, tell func(Progress), rounds bool) (*Result, error) {
	return newTally(e, r.weighed()).count(ctx, r, tell, rounds)
}

func (t *tally) count(ctx context.Context, r Rule, tell func(Progress), rounds bool) (*Result, error) {
	rank, err := t.tieOrder(r.Ties, r.Lot)
	if err != nil {
		return nil, err
	}
	last, err := t.tieOrder(r.CompletionTies, r.Lot)
	if err != nil {
		return nil, err
	}
	res := &Result{Rule: r, Votes: t.votes, Points: t.points, t: t}
	switch r.Method {
	case EqualShares:
		err = t.equalShares(ctx, res, rank, last, tell, rounds)
	case Greedy:
		t.greedy(res, Main, r.Utility, rank, r.Threshold, r.Stop)
	case Phragmen:
		err = t.phragmen(ctx, res, rank)
	case Competition:
		err = t.competition(res, rank)
	default:
		err = fmt.Errorf("rule %s: not known", r.Method)
	}
	if err != nil {
		return nil, err
	}
	res.Covered = t.covered(res.Winners)
	return res, nil
}

// weighed says whether points decide who pays how much.
func (r Rule) weighed() bool {
	return r.Method == EqualShares && (r.Utility == ByPoints || r.Utility == ByPointsCost)
}
