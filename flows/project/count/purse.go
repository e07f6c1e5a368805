package count

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
)

// purse is the money of each ballot of a group, in parts.
type purse struct{ money, ballots int64 }

// share is what each ballot gets at first: a fraction of the smallest unit of money.
type share struct{ top, bottom int64 }

func (s share) rat() *big.Rat { return big.NewRat(s.top, s.bottom) }

// sum says whether the shares of so many ballots reach the cost.
func (s share) reaches(ballots, cost int64) bool {
	return worth{s.top, s.bottom}.compare(worth{cost, ballots}) >= 0
}

// scale is how money is cut into parts: parts of them make one smallest unit. A share is
// share parts and off by less than err.
type scale struct{ parts, share, err int64 }

// room is the number that no sum of money times a weight exceeds.
const room = 1 << 61

// fits finds the finest scale for which all purses together, times the heaviest weight,
// stay within room. A share that is a fraction is cut exactly if that leaves it 2^30 parts.
func (s share) fits(ballots, heavy int64) (scale, error) {
	if k := spare(s.top, ballots, heavy); k >= 0 && (s.bottom == 1 || s.top<<k >= 1<<30) && s.bottom <= math.MaxInt64>>k {
		return scale{parts: s.bottom << k, share: s.top << k}, nil
	}
	whole := s.top/s.bottom + 1
	k := spare(whole, ballots, heavy)
	if k < 0 {
		return scale{}, fmt.Errorf("a share of %d for %d ballots: %w", whole, ballots, ErrTooLarge)
	}
	high, low := bits.Mul64(uint64(s.top), 1<<k)
	quotient, _ := bits.Div64(high, low, uint64(s.bottom))
	return scale{parts: 1 << k, share: int64(quotient), err: 1}, nil
}

// spare is the largest k for which top × 2^k × ballots × heavy is under room; −1 if none.
func spare(top, ballots, heavy int64) int {
	product := float64(top) * float64(ballots) * float64(heavy) * (1 + 1e-9)
	k := 61 - 1
	for ; k >= 0 && math.Ldexp(product, k) >= room; k-- {
	}
	return k
}
