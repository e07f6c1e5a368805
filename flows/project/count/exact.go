package count

import (
	"math/big"
)

// exact knows the prices of a run as fractions. It is asked only when the parts leave a
// question open, and learns then what it has missed.
//
// All fractions have the same bottom, which grows by a factor with each round.
type exact struct {
	r      *run
	prices []*big.Int // of each round: what a weight of one pays in full
	share  big.Int
	bottom big.Int
	work   form
}

func (x *exact) reset(r *run) {
	x.r, x.prices = r, x.prices[:0]
	x.share.SetInt64(r.share.top)
	x.bottom.SetInt64(r.share.bottom)
}

// catchUp works out the prices of the rounds so far.
func (x *exact) catchUp() {
	for s := len(x.prices); s < len(x.r.winners); s++ {
		p, f, weight := x.r.winners[s], x.clear(), int64(0)
		for _, l := range x.r.t.backers[p] {
			switch e := int(x.r.emptied[l.to]); {
			case e == s:
				x.r.t.add(f, l.to, x.r.wonAt)
			case e < 0 || e > s:
				weight += int64(l.weight) * x.r.t.size[l.to]
			}
		}
		price := x.rest(p, f)
		factor := big.NewInt(weight)
		x.bottom.Mul(&x.bottom, factor)
		x.share.Mul(&x.share, factor)
		for _, q := range x.prices {
			q.Mul(q, factor)
		}
		x.prices = append(x.prices, price)
	}
}

func (x *exact) clear() *form {
	x.work.shares = 0
	x.work.paid = append(x.work.paid[:0], make([]int64, len(x.prices))...)
	return &x.work
}

// value is the form's money.
func (x *exact) value(f *form) *big.Int {
	sum := new(big.Int).Mul(&x.share, big.NewInt(f.shares))
	var weight, part big.Int
	for s, w := range f.paid {
		if w != 0 {
			sum.Sub(sum, part.Mul(x.prices[s], weight.SetInt64(w)))
		}
	}
	return sum
}

// rest is what the cost of a project leaves when the form's money is gone.
func (x *exact) rest(p int, f *form) *big.Int {
	cost := big.NewInt(x.r.t.e.Projects[p].Cost)
	return cost.Sub(cost.Mul(cost, &x.bottom), x.value(f))
}

// money is what a ballot of the group has.
func (x *exact) money(g int32) *big.Int {
	if x.r.emptied[g] >= 0 {
		return new(big.Int)
	}
	return x.before(g, len(x.prices))
}

// before is the money that a ballot of the group had before round s, if it had any.
func (x *exact) before(g int32, s int) *big.Int {
	left := new(big.Int).Set(&x.share)
	var weight, part big.Int
	for _, l := range x.r.t.picks[g] {
		if t := int(x.r.wonAt[l.to]); t >= 0 && t < s {
			left.Sub(left, part.Mul(x.prices[t], weight.SetInt64(int64(l.weight))))
		}
	}
	return left
}

// rat is a fraction over the common bottom.
func (x *exact) rat(top *big.Int) *big.Rat { return new(big.Rat).SetFrac(top, &x.bottom) }

// exactPrice is top ÷ (bottom of all × weight).
type exactPrice struct {
	top    *big.Int
	weight int64
}

// of works out the price of a project that its backers can pay.
func (x *exact) of(p int) exactPrice {
	x.catchUp()
	r, q := x.r, x.r.quote(p)
	f, weight := x.clear(), int64(0)
	var unsure []link
	for _, l := range r.backers[p] {
		b, e, w := r.purses[l.to], r.errs[l.to], int64(l.weight)
		switch {
		case b.money == 0:
		case b.money+e < q.low*w:
			x.r.t.add(f, l.to, x.r.wonAt)
		case q.high >= 0 && b.money-e >= q.high*w:
			weight += w * b.ballots
		default:
			unsure = append(unsure, l)
			weight += w * b.ballots
		}
	}
	return x.settle(exactPrice{x.rest(p, f), weight}, unsure)
}

// settle takes those of the unsure as poor who cannot pay the price, until it stands.
func (x *exact) settle(e exactPrice, unsure []link) exactPrice {
	money := make([]*big.Int, len(unsure))
	for i, l := range unsure {
		money[i] = x.money(l.to)
	}
	for changed := true; changed; {
		changed = false
		for i, l := range unsure {
			if money[i] == nil || e.weight == 0 || x.compare(money[i], e, l.weight) >= 0 {
				continue
			}
			n := x.r.t.size[l.to]
			e.top.Sub(e.top, money[i].Mul(money[i], big.NewInt(n)))
			e.weight -= n * int64(l.weight)
			money[i], changed = nil, true
		}
	}
	return e
}

// compare is the sign of the money without the price for a weight.
func (x *exact) compare(money *big.Int, e exactPrice, weight int32) int {
	has := new(big.Int).Mul(money, big.NewInt(e.weight))
	return has.Cmp(new(big.Int).Mul(e.top, big.NewInt(int64(weight))))
}

// canPay says whether a project's backers have its cost.
func (x *exact) canPay(p int) bool {
	x.catchUp()
	f := x.clear()
	for _, l := range x.r.backers[p] {
		if x.r.purses[l.to].money != 0 {
			x.r.t.add(f, l.to, x.r.wonAt)
		}
	}
	return x.rest(p, f).Sign() <= 0
}

// rounded gives the price in parts, between bounds.
func (x *exact) rounded(e exactPrice) quote {
	top := new(big.Int).Mul(e.top, big.NewInt(x.r.scale.parts))
	bottom := new(big.Int).Mul(&x.bottom, big.NewInt(e.weight))
	_, rest := top.QuoRem(top, bottom, new(big.Int))
	level := top.Int64()
	q := quote{level: level, low: level, high: level}
	if rest.Sign() != 0 {
		q.high++
	}
	return q
}

// order compares the keys of project p with price a and of project q with price b.
func (x *exact) order(p int, a exactPrice, q int, b exactPrice) int {
	left := new(big.Int).Mul(a.top, big.NewInt(b.weight))
	right := new(big.Int).Mul(b.top, big.NewInt(a.weight))
	if x.r.perCost {
		left.Mul(left, big.NewInt(x.r.t.e.Projects[q].Cost))
		right.Mul(right, big.NewInt(x.r.t.e.Projects[p].Cost))
	}
	return left.Cmp(right)
}
