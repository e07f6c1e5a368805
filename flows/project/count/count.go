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
