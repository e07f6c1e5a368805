package count_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"veche/flows/project/count"
)

func TestWhatCannotBeCounted(t *testing.T) {
	good := func() *count.Election {
		return &count.Election{Budget: 10, Projects: []count.Project{{ID: "a", Cost: 5}, {ID: "b", Cost: 5}}, Ballots: []count.Ballot{{ID: "first", Picks: []int{0}}}}
	}
	for want, spoil := range map[string]func(*count.Election){
		"budget -1":                           func(e *count.Election) { e.Budget = -1 },
		"budget 9223372036854775807":          func(e *count.Election) { e.Budget = 1<<63 - 1 },
		`project "a" is there twice`:          func(e *count.Election) { e.Projects[1].ID = "a" },
		`project "b": cost`:                   func(e *count.Election) { e.Projects[1].Cost = 1 << 62 },
		"ballot 1 (first): project 2 of 2":    func(e *count.Election) { e.Ballots[0].Picks[0] = 2 },
		`(first): project "b" is named twice`: func(e *count.Election) { e.Ballots[0].Picks = []int{1, 1} },
		"1 projects and 2 points":             func(e *count.Election) { e.Ballots[0].Points = []int64{1, 2} },
		`-1 points for project "a"`:           func(e *count.Election) { e.Ballots[0].Points = []int64{-1} },
		"2 projects, may name one":            func(e *count.Election) { e.Kind = count.ChooseOne; e.Ballots[0].Picks = []int{0, 1} },
		"2 projects, may name 1":              func(e *count.Election) { e.Kind, e.Places = count.Ordinal, 1; e.Ballots[0].Picks = []int{0, 1} },
		"money with 16 decimals":              func(e *count.Election) { e.Decimals = 16 },
		"vote type: unknown":                  func(e *count.Election) { e.Kind = 9 },
	} {
		e := good()
		spoil(e)
		_, err := count.Count(context.Background(), e, count.Default(), nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for want, rule := range map[string]count.Rule{
		`project "b" is not in the lot`:   {Ties: []count.Tie{count.TieLot}, Lot: []string{"a"}},
		`project "a" is drawn twice`:      {Ties: []count.Tie{count.TieLot}, Lot: []string{"a", "a", "b"}},
		"1 raises by 9223372036854775807": {Completion: count.CompleteAdd1, Step: 1<<63 - 1},
		"a competition has no criteria":   {Method: count.Competition},
	} {
		e := good()
		e.Budget = 4
		_, err := count.Count(context.Background(), e, rule, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// Two reference programs run for ever where a project without a vote, or without a cost,
// could still be paid. None of these is ever funded here, and the count ends.
func TestNeverFunded(t *testing.T) {
	e := &count.Election{
		Budget:   100,
		Projects: []count.Project{{ID: "wanted", Cost: 10}, {ID: "unwanted", Cost: 10}, {ID: "free", Cost: 0}, {ID: "paid back", Cost: -5}},
		Ballots:  []count.Ballot{{Picks: []int{0, 2, 3}}, {Picks: []int{0}}, {}},
	}
	for name, rule := range book() {
		if won := counted(t, e, rule).Winners; !slices.Equal(won, []int{0}) {
			t.Errorf("%s: won %v", name, won)
		}
	}
	for name, rule := range book() {
		if won := counted(t, &count.Election{Budget: 5, Projects: e.Projects}, rule).Winners; len(won) > 0 {
			t.Errorf("%s: without ballots won %v", name, won)
		}
	}
}

// A budget of 10^15 is counted with a large step and with a small one.
func TestLargeMoney(t *testing.T) {
	const large = 1_000_000_000_000_000
	e := &count.Election{
		Budget:   large + 1,
		Projects: []count.Project{{ID: "a", Cost: large/2 + 1}, {ID: "b", Cost: large / 2}, {ID: "c", Cost: large / 3}},
		Ballots:  []count.Ballot{{Picks: []int{0, 1}}, {Picks: []int{0}}, {Picks: []int{1, 2}}},
	}
	rule := count.Default()
	rule.Step = large / 100
	res := counted(t, e, rule)
	if want := (plain{e, count.Rule{}}).greedy(res.Winners[:1]); !slices.Equal(res.Winners, want) || res.Cost != large+1 {
		t.Errorf("won %v for %d, want %v", res.Winners, res.Cost, want)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := count.Count(ctx, e, count.Default(), func(p count.Progress) {
		if p.Runs == 1000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}

	// With a step of one that is some 10^14 raises. One more would overspend.
	res = counted(t, e, count.Rule{Completion: count.CompleteAdd1})
	each := res.Share.Num().Int64()
	if res.Cost > e.Budget || !res.Share.IsInt() || int64(res.Runs) < large/100 {
		t.Errorf("won %v for %d at %v after %d raises", res.Winners, res.Cost, res.Share, res.Runs)
	}
	for more, over := range []bool{false, true} {
		other := *e
		other.Budget = 3 * (each + int64(more))
		if got := counted(t, &other, count.Rule{}); (got.Cost > e.Budget) != over {
			t.Errorf("%d for each ballot funds for %d", each+int64(more), got.Cost)
		}
	}

	e.Ballots = slices.Repeat(e.Ballots, 1_000)
	for i := range e.Projects {
		e.Projects[i].Cost *= 1_000
	}
	e.Budget *= 1_000
	if _, err := count.Count(context.Background(), e, count.Rule{}, nil); err != nil {
		t.Errorf("a budget of 10^18 for 3,000 ballots: %v", err)
	}
	e.Ballots[0].Points = []int64{1, 1000}
	e.Kind = count.Scoring
	if _, err := count.Count(context.Background(), e, count.Rule{Utility: count.ByPoints}, nil); !errors.Is(err, count.ErrTooLarge) {
		t.Errorf("with a thousand points: %v", err)
	}
}

// An exact tie is decided by the keys of the rule, one after the other.
func TestTies(t *testing.T) {
	e := &count.Election{
		Budget:   10,
		Projects: []count.Project{{ID: "9", Cost: 10}, {ID: "10", Cost: 10}, {ID: "8", Cost: 10}},
		Ballots:  []count.Ballot{{Picks: []int{0, 1, 2}}, {Picks: []int{0, 1, 2}}},
	}
	for want, rule := range map[int]count.Rule{
		0: {Ties: []count.Tie{count.TieCost, count.TieVotes, count.TieFile}},
		1: {Ties: []count.Tie{count.TieID}},
		2: {Ties: []count.Tie{count.TieCost, count.TieLot}, Lot: []string{"8", "9", "10"}},
	} {
		for _, m := range []count.Method{count.EqualShares, count.Greedy, count.Phragmen} {
			rule.Method = m
			if won := counted(t, e, rule).Winners; !slices.Equal(won, []int{want}) {
				t.Errorf("%s: won %v, want %d", m, won, want)
			}
		}
	}
}

func TestGreedyStopsAndThresholds(t *testing.T) {
	e := &count.Election{
		Budget:   10,
		Projects: []count.Project{{ID: "a", Cost: 6}, {ID: "b", Cost: 6}, {ID: "c", Cost: 3}},
		Ballots:  []count.Ballot{{Picks: []int{0, 1, 2}}, {Picks: []int{0, 1}}, {Picks: []int{0}}},
	}
	for name, c := range map[string]struct {
		rule count.Rule
		want []int
	}{
		"passes over what does not fit": {count.Rule{Method: count.Greedy}, []int{0, 2}},
		"stops at it":                   {count.Rule{Method: count.Greedy, Stop: true}, []int{0}},
		"wants two votes":               {count.Rule{Method: count.Greedy, Threshold: 2}, []int{0}},
	} {
		if won := counted(t, e, c.rule).Winners; !slices.Equal(won, c.want) {
			t.Errorf("%s: won %v, want %v", name, won, c.want)
		}
	}
}

// The sample of the Smolensk oblast shows what the exhaustive stop does: it ends at the
// first outcome to which nothing more fits, though a higher share pays for a better one.
func TestTheExhaustiveStopIsWorse(t *testing.T) {
	e := vyazma()
	for want, completion := range map[int64]count.Completion{2_000_000: count.CompleteAdd1Exhaustive, 2_500_000: count.CompleteAdd1} {
		rule := count.Default()
		rule.Completion = completion
		if got := counted(t, e, rule).Cost; got != want {
			t.Errorf("%s spends %d, want %d", completion, got, want)
		}
	}
}
