package count

import "math/big"

// steady finds how far the share can be raised with the same winners, by the same
// payments. With the winners and who pays in full fixed, all money and all prices are
// lines over the share, and the outcome stands as long as some lines stay below zero:
//
//   - who paid a price in full can still do so, and who gave all still falls short;
//   - at a price that would be as good a buy as the winner, no loser is paid for. That is
//     Σ min(money, price × weight) − cost, and with one side of each min taken, whichever,
//     it is a line that is never less;
//   - in the end no loser's backers have its cost.
type steady struct {
	r      *run
	prices []line // of each round, over bottom
	bottom big.Int
	limit  *big.Int // the share up to which all holds; nil: no limit so far
	losers []bargain
}

// line is a + b × share.
type line struct{ a, b big.Int }

// bargain is what a loser's backers would bring at the winner's price.
type bargain struct {
	project int
	poor    form  // those who would give all
	rich    int64 // the weight of the others
}

// steadyUntil is the last share, in the smallest unit of money, up to which a run ends as
// the given one does; 0 if that cannot be told, −1 if there is no limit.
func (r *run) steadyUntil() (int64, error) {
	if r.share.bottom != 1 {
		return 0, nil
	}
	y := r.afresh()
	if err := y.start(r.share); err != nil {
		return 0, err
	}
	s := &steady{r: y}
	s.bottom.SetInt64(1)
	for p, ok := y.next(); ok; p, ok = y.next() {
		s.note(p)
		y.pay(p)
		if y.even {
			return 0, nil // someone has exactly nothing left, and would have more or less
		}
		s.round(p)
	}
	s.end()
	switch {
	case s.limit == nil:
		return -1, nil
	case !s.limit.IsInt64():
		return maxMoney, nil
	}
	return s.limit.Int64(), nil
}

// open says whether a project can still be funded.
func (s *steady) open(p int) bool { return s.r.wonAt[p] < 0 && s.r.t.eligible(p) }

// note splits the backers of each loser at the price of the next winner.
func (s *steady) note(winner int) {
	s.losers = s.losers[:0]
	r, level := s.r, float64(s.r.quote(winner).level)
	for o := range r.t.backers {
		if o == winner || !s.open(o) {
			continue
		}
		price := level
		if r.perCost {
			price *= float64(r.t.e.Projects[o].Cost) / float64(r.t.e.Projects[winner].Cost)
		}
		b := bargain{project: o, poor: form{paid: make([]int64, len(s.prices))}}
		for _, l := range r.t.backers[o] {
			switch {
			case r.emptied[l.to] >= 0:
			case float64(r.purses[l.to].money) < price*float64(l.weight):
				r.t.add(&b.poor, l.to, r.wonAt)
			default:
				b.rich += int64(l.weight) * r.t.size[l.to]
			}
		}
		s.losers = append(s.losers, b)
	}
}

// round adds the line of the price that has just been paid, and what it asks for.
func (s *steady) round(p int) {
	r, at := s.r, int32(len(s.prices))
	gave, weight := form{paid: make([]int64, at)}, int64(0)
	for _, l := range r.t.backers[p] {
		switch e := r.emptied[l.to]; {
		case e == at:
			r.t.add(&gave, l.to, r.wonAt)
		case e < 0:
			weight += int64(l.weight) * r.t.size[l.to]
		}
	}
	price := s.value(&gave)
	price.a.Sub(s.times(r.t.e.Projects[p].Cost), &price.a)
	price.b.Neg(&price.b)
	factor := big.NewInt(weight)
	s.bottom.Mul(&s.bottom, factor)
	for i := range s.prices {
		s.prices[i].a.Mul(&s.prices[i].a, factor)
		s.prices[i].b.Mul(&s.prices[i].b, factor)
	}
	s.payers(p, price, at)
	for i := range s.losers {
		s.bargain(p, price, &s.losers[i])
	}
	s.prices = append(s.prices, price)
}

// payers asks that those who paid in full can, and that the others cannot.
func (s *steady) payers(p int, price line, at int32) {
	r := s.r
	for _, l := range r.t.backers[p] {
		e := r.emptied[l.to]
		if e >= 0 && e < at {
			continue
		}
		money := form{paid: make([]int64, at)}
		r.t.add(&money, l.to, r.wonAt)
		short := s.value(&money)
		n := big.NewInt(int64(l.weight) * r.t.size[l.to])
		short.minus(price, n)
		if e < 0 {
			short.a.Neg(&short.a)
			short.b.Neg(&short.b)
		}
		s.below(short, false)
	}
}

// bargain asks that a loser is no better buy than the winner. It may be as good a buy if
// it comes later among equals, and none of its backers gives all: if they bring the cost
// then, it is at that price and no lower one.
func (s *steady) bargain(p int, price line, b *bargain) {
	r := s.r
	brings := s.value(&b.poor)
	brings.a.Sub(&brings.a, s.times(r.t.e.Projects[b.project].Cost))
	dues := big.NewInt(-b.rich)
	if r.perCost {
		own := big.NewInt(r.t.e.Projects[p].Cost)
		brings.a.Mul(&brings.a, own)
		brings.b.Mul(&brings.b, own)
		dues.Mul(dues, big.NewInt(r.t.e.Projects[b.project].Cost))
	}
	brings.minus(price, dues)
	s.below(brings, b.poor.shares > 0 || r.rank[b.project] < r.rank[p])
}

// end asks that no loser can be paid for.
func (s *steady) end() {
	for o := range s.r.t.backers {
		if !s.open(o) {
			continue
		}
		all := form{paid: make([]int64, len(s.prices))}
		for _, l := range s.r.t.backers[o] {
			if s.r.emptied[l.to] < 0 {
				s.r.t.add(&all, l.to, s.r.wonAt)
			}
		}
		has := s.value(&all)
		has.a.Sub(&has.a, s.times(s.r.t.e.Projects[o].Cost))
		s.below(has, true)
	}
}

// below lowers the limit to where the line comes above zero, or, if it may not, to zero.
func (s *steady) below(l line, strictly bool) {
	share := big.NewInt(s.r.share.top)
	sign := new(big.Int).Add(&l.a, new(big.Int).Mul(&l.b, share)).Sign()
	until := share
	switch {
	case sign > 0 || sign == 0 && strictly:
	case l.b.Sign() <= 0:
		return
	default:
		var rest big.Int
		until, _ = new(big.Int).QuoRem(new(big.Int).Neg(&l.a), &l.b, &rest)
		if strictly && rest.Sign() == 0 {
			until.Sub(until, big.NewInt(1))
		}
	}
	if s.limit == nil || until.Cmp(s.limit) < 0 {
		s.limit = until
	}
}

// value is the money of a form.
func (s *steady) value(f *form) (l line) {
	l.b.Mul(&s.bottom, big.NewInt(f.shares))
	for i, w := range f.paid {
		if w != 0 {
			l.minus(s.prices[i], big.NewInt(w))
		}
	}
	return l
}

// times is an amount over the common bottom.
func (s *steady) times(amount int64) *big.Int {
	return new(big.Int).Mul(&s.bottom, big.NewInt(amount))
}

// minus takes n times another line off.
func (l *line) minus(o line, n *big.Int) {
	var part big.Int
	l.a.Sub(&l.a, part.Mul(&o.a, n))
	l.b.Sub(&l.b, part.Mul(&o.b, n))
}
