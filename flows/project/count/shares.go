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
	rule, leaps := res.Rule, leaps{from: t.patience, gap: t.patience / 10}
	for raises, ran := int64(0), 0; ran < mostRuns; raises, ran = raises+1, ran+1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s, err := t.shareAt(raises, rule)
		if err != nil {
			return nil, err
		}
		if err := next.start(s); err != nil {
			return nil, err
		}
		next.whole()
		res.Runs = int(raises) + 1
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
		if raises, err = leaps.over(raises, ran, kept, t.step(rule)); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("the rule ran %d times and the share of a ballot could still be raised by %d: take a larger step: %w", mostRuns, t.step(rule), ErrTooLarge)
}

// leaps leaves out raises that change nothing. To find that out takes longer than many
// runs, so it is tried only where a great many raises are needed, for that is where money
// is large and ballots are few, and seldom if it does not help.
type leaps struct{ from, gap int }

// enough is how many raises a leap has to save to be tried again soon.
const enough = 100

// over gives the last raise before which nothing changes.
func (l *leaps) over(raises int64, ran int, kept *run, step int64) (int64, error) {
	if ran < l.from {
		return raises, nil
	}
	until, err := kept.steadyUntil()
	if err != nil {
		return raises, err
	}
	saved := max(0, (until-kept.share.top)/step-1) // the last is run, to have its shares
	if saved < enough {
		l.gap = min(2*l.gap+1, mostRuns)
	} else {
		l.gap /= 2
	}
	l.from = ran + 1 + l.gap
	return raises + saved, nil
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
