package count_test

import (
	"testing"

	"veche/flows/project/count"
)

// The package comment counts this election by hand. Its figures have to be right.
func TestCountedByHand(t *testing.T) {
	e := vyazma()
	none := counted(t, e, count.Rule{})
	if none.Share.RatString() != "375000" || none.Cost != 900_000 || none.Rounds[0].Support.RatString() != "6" {
		t.Errorf("first run: %v", none)
	}
	res := counted(t, e, count.Default())
	if res.Share.RatString() != "483333" || res.Cost != 2_500_000 {
		t.Errorf("share %v, cost %d", res.Share, res.Cost)
	}
	for i, want := range []string{"150000", "300000", "400000"} {
		if got := res.Rounds[i].Most.RatString(); got != want {
			t.Errorf("round %d: %s each, want %s", i, got, want)
		}
	}
	if got := res.Receipt(1).Left.RatString(); got != "33333" {
		t.Errorf("the second ballot has %s left", got)
	}
	// What one share funds: the count with the whole budget that gives it.
	for share, want := range map[int64]int64{375_001: 900_000, 383_333: 900_000, 383_334: 1_600_000, 400_000: 2_000_000, 416_666: 2_000_000, 416_667: 2_500_000, 483_333: 2_500_000, 483_334: 3_200_000} {
		other := *e
		other.Budget = share * 8
		if got := counted(t, &other, count.Rule{}).Cost; got != want {
			t.Errorf("%d for each ballot funds for %d, want %d", share, got, want)
		}
	}
}

func vyazma() *count.Election {
	e := &count.Election{Budget: 3_000_000}
	for i, cost := range []int64{900_000, 1_200_000, 700_000, 1_500_000, 400_000} {
		e.Projects = append(e.Projects, count.Project{ID: string(rune('1' + i)), Cost: cost})
	}
	for _, picks := range [][]int{{0, 1}, {0, 1, 2}, {0, 1}, {0}, {0, 2}, {0, 2, 3}, {1, 3}, {4}} {
		e.Ballots = append(e.Ballots, count.Ballot{Picks: picks})
	}
	return e
}
