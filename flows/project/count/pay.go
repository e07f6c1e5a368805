package count

// pay charges the backers of a project: the price, or the last they have.
func (r *run) pay(p int) {
	round, q := int32(len(r.winners)), r.quote(p)
	var price exactPrice
	if q.high < 0 || r.narrow(p, q) {
		price = r.exact.of(p)
		q = r.exact.rounded(price)
	}
	off := max(q.high-q.level, q.level-q.low)
	for _, l := range r.backers[p] {
		b, e, w := &r.purses[l.to], &r.errs[l.to], int64(l.weight)
		against := 1 // the sign of what the ballot has without what it is to pay
		switch {
		case q.plain, b.money-*e >= q.high*w:
		case b.money+*e < q.low*w:
			against = -1
		default:
			against = r.exact.compare(r.exact.money(l.to), price, l.weight)
		}
		if against > 0 {
			b.money, *e = b.money-q.level*w, *e+off*w
		} else {
			b.money, *e, r.emptied[l.to] = 0, 0, round+1+int32(against)
			r.even = r.even || against == 0
		}
		r.settle(l.to, round)
	}
	r.wonAt[p] = round
	r.winners = append(r.winners, p)
}

// settle sees to it that to have no parts means to have no money.
func (r *run) settle(g int32, round int32) {
	b, e := &r.purses[g], &r.errs[g]
	switch {
	case *e == 0 && b.money == 0 && r.emptied[g] < 0:
		r.emptied[g], r.even = round+1, true
	case *e > 0 && b.money <= 0:
		*e += 1 - b.money
		b.money = 1
	}
	*e = min(*e, r.scale.share)
	r.worst = max(r.worst, *e)
}

// narrow says whether the parts leave open for some backer if they can pay the price.
func (r *run) narrow(p int, q quote) bool {
	if q.plain {
		return false
	}
	for _, l := range r.backers[p] {
		b, e, w := r.purses[l.to], r.errs[l.to], int64(l.weight)
		if b.money-e < q.high*w && b.money+e >= q.low*w {
			return true
		}
	}
	return false
}
