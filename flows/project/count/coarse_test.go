package count

import (
	"context"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// A run has to find the same whatever its parts are: with coarse ones the bounds are wide
// and fractions decide much, with very coarse ones nearly all.
func TestCoarsePartsChangeNothing(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	asked := 0
	for range often(3000) {
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
	if asked < often(10_000) {
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

// What the parts say is never further from the fractions than the bounds allow: of all
// money after each payment, and of the price of each project that can still be paid.
func TestBoundsHold(t *testing.T) {
	draw := rand.New(rand.NewPCG(3, 4))
	prices := 0
	for range often(2000) {
		e := drawn(draw)
		x := newTally(e, draw.IntN(2) == 0)
		x.room = float64(int64(1) << (14 + draw.IntN(20)))
		r := newRun(x, make([]int, len(e.Projects)), draw.IntN(2) == 0)
		r.share = share{e.Budget + draw.Int64N(50), int64(len(e.Ballots))}
		if r.start(r.share) != nil {
			continue
		}
		for p, ok := r.next(); ok; p, ok = r.next() {
			for _, o := range append(slices.Clone(r.queue.of), p) {
				if r.look(o) {
					priceWithin(t, r, o)
					prices++
				}
			}
			r.pay(p)
			moneyWithin(t, r)
		}
	}
	if prices < often(10_000) {
		t.Errorf("only %d prices were compared", prices)
	}
}

func priceWithin(t *testing.T, r *run, p int) {
	t.Helper()
	q, price := r.quote(p), r.exact.of(p)
	exact := new(big.Rat).SetFrac(price.top, new(big.Int).Mul(&r.exact.bottom, big.NewInt(price.weight)))
	exact.Mul(exact, new(big.Rat).SetInt64(r.scale.parts))
	if exact.Cmp(new(big.Rat).SetInt64(q.low)) < 0 || q.high >= 0 && exact.Cmp(new(big.Rat).SetInt64(q.high)) > 0 {
		t.Fatalf("price %v is not within %+v", exact.FloatString(3), q)
	}
	key, _ := exact.Float64()
	if r.perCost {
		key /= float64(r.t.e.Projects[p].Cost)
	}
	if key < r.least[p]*(1-0x1p-40) {
		t.Fatalf("key %v is under %v", key, r.least[p])
	}
}

func moneyWithin(t *testing.T, r *run) {
	t.Helper()
	r.exact.catchUp()
	for g := range r.purses {
		exact := r.exact.rat(r.exact.money(int32(g)))
		parts := exact.Mul(exact, new(big.Rat).SetInt64(r.scale.parts))
		off := new(big.Rat).Sub(parts, new(big.Rat).SetInt64(r.purses[g].money))
		if off.Abs(off).Cmp(new(big.Rat).SetInt64(r.errs[g])) > 0 {
			t.Fatalf("%d parts are off by %v, more than %d", r.purses[g].money, off.FloatString(3), r.errs[g])
		}
	}
}

// often is how often a test repeats; less where time is short.
func often(times int) int {
	if testing.Short() {
		return times / 10
	}
	return times
}
