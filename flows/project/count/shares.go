package count

import (
	"context"
	"fmt"
)

// mostRuns is where the raise gives up: the step is too small for the budget.
const mostRuns = 10_000_000

// equalShares runs the Method of Equal Shares and its completion.
func (t *tally) equalShares(ctx context.Context, res *Result, rank, last []int, tell func(Progress), rounds bool) error {
	rule := res.Rule
	if t.ballots == 0 {
		return nil
	}
	perCost := rule.Utility == ByCost || rule.Utility == ByPointsCost
	best, err := t.raise(ctx, res, newRun(t, rank, perCost), newRun(t, rank, perCost), tell)
	if err != nil {
		return err
	}
	res.Share = best.share.rat()
	if !rounds {
		best.list(res)
	} else if err := best.describe(res); err != nil {
		return err
	}
	res.run = best
	if rule.Completion.votes() {
		t.greedy(res, Completing, rule.CompletionUtility, last, 0, false)
	}
	return nil
}

// raise runs the rule with the budget divided by the ballots, and, if the completion says
// so, again with more for each ballot. It gives the last run that stays in the budget.
func (t *tally) raise(ctx context.Context, res *Result, kept, next *run, tell func(Progress)) (*run, error) {
	rule := res.Rule
	for i := int64(0); i < mostRuns; i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s, err := t.shareAt(i, rule)
		if err != nil {
			return nil, err
		}
		if err := next.start(s); err != nil {
			return nil, err
		}
		next.whole()
		res.Runs++
		if tell != nil {
			tell(Progress{Runs: res.Runs, Cost: next.cost, Share: float64(s.top) / float64(s.bottom)})
		}
		if next.cost > t.e.Budget {
			return kept, nil
		}
		kept, next = next, kept
		if !rule.Completion.raises() || t.allChosen(kept) || rule.Completion.exhaustive() && t.exhausted(kept) {
			return kept, nil
		}
	}
	return nil, fmt.Errorf("the share of a ballot was raised %d times, by %d: take a larger step: %w", mostRuns, t.step(rule), ErrTooLarge)
}

// step is by how much the share is raised.
func (t *tally) step(rule Rule) int64 {
	if rule.Step > 0 {
		return rule.Step
	}
	return t.unit()
}

// unit is one unit of the currency.
func (t *tally) unit() int64 {
	u := int64(1)
	for range t.e.Decimals {
		u *= 10
	}
	return u
}

// shareAt is the share of one ballot after so many raises.
func (t *tally) shareAt(raises int64, rule Rule) (share, error) {
	n, step := int64(t.ballots), t.step(rule)
	switch {
	case raises == 0:
		return share{t.e.Budget, n}, nil
	case raises > maxMoney/n/step:
		return share{}, fmt.Errorf("%d raises by %d for %d ballots: %w", raises, step, n, ErrTooLarge)
	case rule.FromFraction:
		return share{t.e.Budget + raises*step*n, n}, nil
	}
	whole := t.e.Budget / n / t.unit() * t.unit()
	return share{whole + raises*step, 1}, nil
}

// allChosen says whether no project is left that could ever be funded.
func (t *tally) allChosen(r *run) bool {
	for p := range t.backers {
		if r.wonAt[p] < 0 && t.eligible(p) {
			return false
		}
	}
	return true
}

// exhausted says whether no project fits into what is left of the budget.
func (t *tally) exhausted(r *run) bool {
	for p := range t.backers {
		if r.wonAt[p] < 0 && t.eligible(p) && t.e.Projects[p].Cost <= t.e.Budget-r.cost {
			return false
		}
	}
	return true
}
