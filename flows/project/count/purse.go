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
	return worth(s).compare(worth{cost, ballots}) >= 0
}

// scale is how money is cut into parts: parts of them make one smallest unit. A share is
// share parts and off by less than err.
type scale struct{ parts, share, err int64 }

// room is what all money in parts, times the heaviest weight, stays under.
const room = 1 << 61

// scale finds the finest parts for which there is room. A share that is a fraction is cut
// exactly if that leaves it 2^30 parts.
func (t *tally) scale(s share) (scale, error) {
	if k := t.spare(s.top); k >= 0 && (s.bottom == 1 || s.top<<k >= 1<<30) && s.bottom <= math.MaxInt64>>k {
		return scale{parts: s.bottom << k, share: s.top << k}, nil
	}
	whole := s.top/s.bottom + 1
	k := t.spare(whole)
	if k < 0 {
		return scale{}, fmt.Errorf("a share of %d for %d ballots: %w", whole, t.ballots, ErrTooLarge)
	}
	high, low := bits.Mul64(uint64(s.top), 1<<k)
	quotient, _ := bits.Div64(high, low, uint64(s.bottom))
	return scale{parts: 1 << k, share: int64(quotient), err: 1}, nil
}

// spare is the largest k for which there is room for shares of top × 2^k; −1 if none.
func (t *tally) spare(top int64) int {
	product := float64(top) * float64(t.ballots) * float64(t.heavy) * (1 + 1e-9)
	k := 60
	for ; k >= 0 && math.Ldexp(product, k) >= t.room; k-- {
	}
	return k
}
