package count

import (
	"encoding/binary"
	"math/big"
	"slices"
)

// again repeats the run that counts, and calls see before each payment.
func (r *run) again(see func(p int)) error {
	if err := r.start(r.share); err != nil {
		return err
	}
	for {
		p, ok := r.next()
		if !ok {
			return nil
		}
		see(p)
		r.pay(p)
	}
}

// list gives the winners of a run without more.
func (r *run) list(res *Result) {
	for _, p := range r.winners {
		res.win(Round{Project: p, RunnerUp: -1}, r.t.e.Projects[p].Cost)
	}
}

// describe repeats a run for the rounds of the result.
func (r *run) describe(res *Result) error {
	err := r.again(func(p int) {
		round := Round{Project: p, Support: r.support(p), RunnerUp: -1}
		if next, ok := r.next(); ok {
			round.RunnerUp, round.RunnerUpSupport = next, r.support(next)
			r.queue.push(next)
		}
		res.win(round, r.t.e.Projects[p].Cost)
	})
	if err != nil {
		return err
	}
	r.exact.catchUp()
	for s := range res.Rounds {
		r.payments(s, &res.Rounds[s])
	}
	return nil
}

// support is one over the key: with cost as utility, the votes that would pay the same
// each if all could pay in full.
func (r *run) support(p int) *big.Rat {
	price := r.exact.of(p)
	top := new(big.Int).Mul(&r.exact.bottom, big.NewInt(price.weight))
	if r.perCost {
		top.Mul(top, big.NewInt(r.t.e.Projects[p].Cost))
	}
	return new(big.Rat).SetFrac(top, price.top)
}

// payments lists what the backers of a winner paid. Ballots that paid for the same
// winners before, and as much, have the same money.
func (r *run) payments(s int, round *Round) {
	x := &r.exact
	round.Most = x.rat(x.prices[s])
	same := map[string]int{}
	var key []byte
	for _, l := range r.t.backers[round.Project] {
		emptied, n := int(r.emptied[l.to]), int(r.t.size[l.to])
		switch {
		case emptied >= 0 && emptied < s:
			continue
		case emptied == s:
			key = r.paidBefore(key[:0], l.to, s)
		default:
			key = binary.LittleEndian.AppendUint32(key[:0], uint32(l.weight))
		}
		if at, known := same[string(key)]; known {
			round.Payments[at].Ballots += n
			continue
		}
		same[string(key)] = len(round.Payments)
		amount := new(big.Int).Mul(x.prices[s], big.NewInt(int64(l.weight)))
		if emptied == s {
			amount = x.before(l.to, s)
		}
		round.Payments = append(round.Payments, Payment{Amount: x.rat(amount), Ballots: n, Full: emptied != s})
	}
	round.tidy()
}

// paidBefore writes down the rounds before s that a group paid in.
func (r *run) paidBefore(key []byte, g int32, s int) []byte {
	key = append(key, 'p')
	for _, l := range r.t.picks[g] {
		if t := int(r.wonAt[l.to]); t >= 0 && t < s {
			key = binary.LittleEndian.AppendUint32(key, uint32(t))
			key = binary.LittleEndian.AppendUint32(key, uint32(l.weight))
		}
	}
	return key
}

// tidy puts equal payments together and the largest first, and drops those of nothing.
func (r *Round) tidy() {
	slices.SortFunc(r.Payments, func(a, b Payment) int { return b.Amount.Cmp(a.Amount) })
	kept := r.Payments[:0]
	for _, p := range r.Payments {
		if p.Amount.Sign() == 0 {
			continue
		}
		if p.Full {
			r.Full += p.Ballots
		} else {
			r.Last += p.Ballots
		}
		if end := len(kept) - 1; end >= 0 && kept[end].Amount.Cmp(p.Amount) == 0 && kept[end].Full == p.Full {
			kept[end].Ballots += p.Ballots
			continue
		}
		kept = append(kept, p)
	}
	r.Payments = kept
}
