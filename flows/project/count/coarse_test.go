package count

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// A run has to find the same whatever its parts are: with coarse ones the bounds are wide
// and fractions decide much, with very coarse ones nearly all.
func TestCoarsePartsChangeNothing(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	asked := 0
	for range 3000 {
		e := drawn(draw)
		rule := Rule{Utility: Utility(draw.IntN(4)), Completion: Completion(draw.IntN(6)), FromFraction: draw.IntN(2) == 0}
		fine, err := Count(context.Background(), e, rule, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, room := range []float64{1 << 50, 1 << 30, 1 << 22, 1 << 18, 1 << 15} {
			x := newTally(e, rule.weighed())
			x.room = room
			got, err := x.count(context.Background(), rule, nil, true)
			if err != nil {
				continue // not even one part for each unit of money
			}
			asked += len(got.Winners)
			if !slices.Equal(got.Winners, fine.Winners) || got.Share.Cmp(fine.Share) != 0 {
				t.Fatalf("with room for %g parts %v won at %v, with many %v at %v\n%+v\n%+v", room, got.Winners, got.Share, fine.Winners, fine.Share, e, rule)
			}
			for i := range e.Ballots {
				if a, b := got.Receipt(i), fine.Receipt(i); a.Left.Cmp(b.Left) != 0 {
					t.Fatalf("with room for %g parts ballot %d has %v left, with many %v", room, i, a.Left, b.Left)
				}
			}
		}
	}
	if asked < 10_000 {
		t.Errorf("only %d rounds were compared", asked)
	}
}

// drawn is an election of some dozens of ballots with money that does not divide well.
func drawn(draw *rand.Rand) *Election {
	e := &Election{Kind: Cumulative, Budget: 50 + draw.Int64N(200)}
	for range 3 + draw.IntN(10) {
		e.Projects = append(e.Projects, Project{ID: string(rune('a' + len(e.Projects))), Cost: 1 + draw.Int64N(60)})
	}
	for range 1 + draw.IntN(30) {
		var b Ballot
		for p := range e.Projects {
			if draw.IntN(3) == 0 {
				b.Picks, b.Points = append(b.Picks, p), append(b.Points, draw.Int64N(4))
			}
		}
		e.Ballots = append(e.Ballots, b)
	}
	return e
}
