package count

// look works out what a project would cost its backers now. It is false if they cannot
// pay for it, now and for ever.
func (r *run) look(p int) bool {
	r.quoted[p] = false
	total := r.gather(p)
	cost := r.t.e.Projects[p].Cost * r.scale.parts
	off := r.off(p)
	if total+off < cost {
		return false
	}
	if total-off < cost && !r.exact.canPay(p) {
		return false
	}
	level, rich := r.climb(r.backers[p], cost, r.price[p])
	r.price[p], r.rich[p] = level, rich
	r.least[p] = max(r.least[p], r.key(p, r.below(p, off))*(1-margin))
	return true
}

// off bounds the error of the money of a project's backers together.
func (r *run) off(p int) int64 {
	return r.worst * int64(r.t.votes[p])
}

// gather leaves out the backers that have nothing left, and sums up the others' money.
func (r *run) gather(p int) (total int64) {
	list, from := r.backers[p], r.backers[p]
	if !r.looked[p] {
		r.looked[p] = true
		from = r.t.backers[p]
		list = list[:len(from)]
	}
	kept := 0
	for _, l := range from {
		q := r.purses[l.to]
		total += q.money * q.ballots
		list[kept] = l
		if q.money != 0 {
			kept++
		}
	}
	r.backers[p] = list[:kept]
	return total
}

// climb raises the price until it stands: those who cannot pay it give what they have,
// the others pay the rest. It never goes above the right price, and begins at or below it.
func (r *run) climb(list []link, cost, level int64) (price, rich int64) {
	price = level
	for {
		poor, can := r.split(list, level)
		if can == 0 {
			return price, rich // the parts fall short of the cost
		}
		next := (cost - poor) / can
		if next <= level {
			return level, can
		}
		price, rich, level = level, can, next
	}
}

// split sums up the money of those who cannot pay the price in full, and the weight of
// those who can.
func (r *run) split(list []link, level int64) (poor, rich int64) {
	purses := r.purses
	for _, l := range list {
		q := &purses[l.to]
		w := int64(l.weight)
		short := (q.money - level*w) >> 63 // all ones if the money is short, else 0
		poor += q.money * q.ballots & short
		rich += w * q.ballots &^ short
	}
	return poor, rich
}

// quote is the price of a project, in parts, between rigorous bounds. high is −1 if none
// was found. If it is plain, all who have money can surely pay in full, and the price is
// exactly cost ÷ weight.
type quote struct {
	level, low, high int64
	plain            bool
	weight           int64
}

// quote looks closer at a project that was looked at in this round.
func (r *run) quote(p int) quote {
	if !r.quoted[p] {
		r.quotes[p], r.quoted[p] = r.inspect(p), true
	}
	return r.quotes[p]
}

func (r *run) inspect(p int) quote {
	list, level := r.backers[p], r.price[p]
	cost := r.t.e.Projects[p].Cost * r.scale.parts
	off, worst, weight := r.errors(list)
	if _, rich := r.split(list, level+1+worst); rich == weight {
		q := quote{level: cost / weight, plain: true, weight: weight}
		q.low, q.high = q.level, q.level
		if cost%weight != 0 {
			q.high++
		}
		return q
	}
	return quote{level: level, low: r.below(p, off), high: r.above(p, cost, off)}
}

// below is a price that the project surely reaches.
func (r *run) below(p int, off int64) int64 {
	if r.rich[p] == 0 {
		return 0
	}
	return r.price[p] - off/r.rich[p] - 1
}

// above is a price that the project surely does not exceed: one at which its backers
// bring the cost and all their errors.
func (r *run) above(p int, cost, off int64) int64 {
	if off >= room/4 || r.rich[p] == 0 {
		return -1
	}
	step := off/r.rich[p] + 2
	for range 3 {
		high := r.price[p] + step
		if step > r.scale.share || high > 2*r.scale.share {
			return -1
		}
		if poor, rich := r.split(r.backers[p], high); poor+high*rich >= cost+off {
			return high
		}
		step *= 8
	}
	return -1
}

// errors sums up the errors of the money on a list, and gives the largest and the weight.
func (r *run) errors(list []link) (sum, worst, weight int64) {
	for _, l := range list {
		n, e := r.purses[l.to].ballots, r.errs[l.to]
		sum += e * n // an error is at most the share, so the sum has room
		worst = max(worst, e)
		weight += int64(l.weight) * n
	}
	return sum, worst, weight
}
