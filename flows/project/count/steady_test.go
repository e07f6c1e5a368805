package count

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// As long as a run says that it is steady, each share in between has to fund the same.
func TestSteadyRunsAreSteady(t *testing.T) {
	draw := rand.New(rand.NewPCG(5, 6))
	long, tried := 0, 0
	for range often(3000) {
		e := drawn(draw)
		for i := range e.Projects {
			e.Projects[i].Cost *= 7
		}
		x := newTally(e, draw.IntN(2) == 0)
		rank := draw.Perm(len(e.Projects))
		r := newRun(x, rank, draw.IntN(2) == 0)
		if err := r.start(share{1 + draw.Int64N(150), 1}); err != nil {
			t.Fatal(err)
		}
		r.whole()
		if r.cost > e.Budget {
			continue
		}
		until, err := r.steadyUntil()
		if err != nil {
			t.Fatal(err)
		}
		tried++
		if until > r.share.top {
			long++
		}
		for b := r.share.top + 1; b <= min(until, r.share.top+100); b++ {
			y := r.afresh()
			if err := y.start(share{b, 1}); err != nil {
				t.Fatal(err)
			}
			y.whole()
			if !slices.Equal(y.winners, r.winners) || !y.even && !slices.Equal(y.emptied, r.emptied) {
				t.Fatalf("a share of %d funds %v, one of %d, steady until %d, %v\n%+v", b, y.winners, r.share.top, until, r.winners, e)
			}
		}
	}
	if long < tried/3 {
		t.Errorf("only %d of %d runs were steady for a while", long, tried)
	}
}

func TestLeapsChangeNothing(t *testing.T) {
	draw := rand.New(rand.NewPCG(7, 8))
	for range often(1000) {
		e := drawn(draw)
		for i := range e.Projects {
			e.Projects[i].Cost *= 40
		}
		e.Budget *= 40
		rule := Rule{Utility: Utility(draw.IntN(4)), Completion: Completion(draw.IntN(6)), FromFraction: draw.IntN(3) == 0}
		steps, err := Count(context.Background(), e, rule, nil)
		if err != nil {
			t.Fatal(err)
		}
		x := newTally(e, rule.weighed())
		x.patience = 0
		leaps, err := x.count(context.Background(), rule, nil, true)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(steps.Winners, leaps.Winners) || steps.Share.Cmp(leaps.Share) != 0 || steps.Runs != leaps.Runs {
			t.Fatalf("step by step %v at %v after %d, with leaps %v at %v after %d\n%+v\n%+v", steps.Winners, steps.Share, steps.Runs, leaps.Winners, leaps.Share, leaps.Runs, e, rule)
		}
	}
}
