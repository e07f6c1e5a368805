// Package count counts participatory budgets: which projects a vote funds, and why.
package count

import "context"

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
	panic("to come")
}
