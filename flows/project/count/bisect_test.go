package count

import (
	"context"
	"slices"
	"testing"
)

// What the winners cost does not only grow with the share, so the last share within the
// budget cannot be found by halving: here 21 for each ballot overspends, but 22 does not.
func TestBisectionIsWrong(t *testing.T) {
	e := &Election{
		Budget:   44,
		Projects: []Project{{ID: "school", Cost: 44}, {ID: "road", Cost: 42}, {ID: "trees", Cost: 15}},
		Ballots:  []Ballot{{Picks: []int{0, 1}}, {Picks: []int{0, 2}}, {Picks: []int{1}}},
	}
	x := newTally(e, false)
	at := func(each int64) ([]int, int64) {
		r := newRun(x, []int{0, 1, 2}, true)
		if err := r.start(share{each, 1}); err != nil {
			t.Fatal(err)
		}
		r.whole()
		return r.winners, r.cost
	}
	for each, want := range map[int64]int64{20: 15, 21: 57, 22: 44, 30: 44} {
		if _, cost := at(each); cost != want {
			t.Errorf("a share of %d funds for %d, want %d", each, cost, want)
		}
	}

	// Double the raise until it overspends, then halve, as the port does that relies on it.
	low, high := int64(14), int64(15)
	for _, cost := at(high); cost <= e.Budget; _, cost = at(high) {
		low, high = high, 14+2*(high-14)
	}
	for high-low > 1 {
		if _, cost := at((low + high) / 2); cost > e.Budget {
			high = (low + high) / 2
		} else {
			low = (low + high) / 2
		}
	}
	halved, _ := at(low)
	stepped, err := Count(context.Background(), e, Rule{Completion: CompleteAdd1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(stepped.Winners, []int{2}) || !slices.Equal(halved, []int{0}) {
		t.Errorf("step by step %v wins, by halving %v; want [2] and [0]", stepped.Winners, halved)
	}
}
