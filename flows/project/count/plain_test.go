package count_test

import (
	"math/big"
	"slices"
	"strings"

	"veche/flows/project/count"
)

// This file counts by the book: fractions for every ballot, no bounds, no groups. It
// shares nothing with the package but the types.

type plain struct {
	e    *count.Election
	rule count.Rule
}

func rat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// given is the points of each ballot for each project.
func (c plain) given(b count.Ballot, p int) int64 {
	i := slices.Index(b.Picks, p)
	switch {
	case i < 0:
		return 0
	case b.Points != nil:
		return b.Points[i]
	case c.e.Kind == count.Ordinal && c.e.Places > 0:
		return int64(c.e.Places - i)
	case c.e.Kind == count.Ordinal:
		return int64(len(c.e.Projects) - i)
	}
	return 1
}

func (c plain) votes(p int) (votes, points int64) {
	for _, b := range c.e.Ballots {
		if g := c.given(b, p); g > 0 {
			votes++
			points += g
		}
	}
	return votes, points
}

// utility is what the project is worth to a ballot.
func (c plain) utility(b count.Ballot, p int) *big.Rat {
	g := c.given(b, p)
	if g <= 0 {
		return rat(0)
	}
	switch c.rule.Utility {
	case count.ByCost:
		return rat(c.e.Projects[p].Cost)
	case count.ByNumber:
		return rat(1)
	case count.ByPoints:
		return rat(g)
	}
	return new(big.Rat).Mul(rat(g), rat(c.e.Projects[p].Cost))
}

// rho is the least price for a unit of utility; nil if the backers have too little.
func (c plain) rho(money []*big.Rat, p int) *big.Rat {
	cost := rat(c.e.Projects[p].Cost)
	type backer struct{ money, utility, full *big.Rat }
	var backers []backer
	rich := rat(0)
	for i, b := range c.e.Ballots {
		if u := c.utility(b, p); u.Sign() > 0 {
			backers = append(backers, backer{money[i], u, new(big.Rat).Quo(money[i], u)})
			rich.Add(rich, u)
		}
	}
	slices.SortFunc(backers, func(a, b backer) int { return a.full.Cmp(b.full) })
	left := new(big.Rat).Set(cost)
	for _, b := range backers {
		rho := new(big.Rat).Quo(left, rich)
		if rho.Cmp(b.full) <= 0 {
			return rho
		}
		left.Sub(left, b.money)
		rich.Sub(rich, b.utility)
	}
	return nil
}

// before says whether p comes before q among equals.
func (c plain) before(p, q int) bool {
	vp, pp := c.votes(p)
	vq, pq := c.votes(q)
	for _, k := range c.rule.Ties {
		d := int64(0)
		switch k {
		case count.TieCost:
			d = c.e.Projects[p].Cost - c.e.Projects[q].Cost
		case count.TieVotes:
			d = vq - vp
		case count.TiePoints:
			d = pq - pp
		case count.TieID:
			d = int64(strings.Compare(c.e.Projects[p].ID, c.e.Projects[q].ID))
		}
		if d != 0 {
			return d < 0
		}
	}
	return p < q
}

// once runs Equal Shares with a share for each ballot.
func (c plain) once(share *big.Rat) (winners []int, money []*big.Rat) {
	for range c.e.Ballots {
		money = append(money, new(big.Rat).Set(share))
	}
	for {
		best, least := -1, (*big.Rat)(nil)
		for p := range c.e.Projects {
			if slices.Contains(winners, p) || c.e.Projects[p].Cost <= 0 {
				continue
			}
			rho := c.rho(money, p)
			if rho == nil || best >= 0 && (rho.Cmp(least) > 0 || rho.Cmp(least) == 0 && !c.before(p, best)) {
				continue
			}
			best, least = p, rho
		}
		if best < 0 {
			return winners, money
		}
		for i, b := range c.e.Ballots {
			due := new(big.Rat).Mul(least, c.utility(b, best))
			if due.Cmp(money[i]) > 0 {
				due = money[i]
			}
			money[i] = new(big.Rat).Sub(money[i], due)
		}
		winners = append(winners, best)
	}
}

func (c plain) cost(winners []int) (sum int64) {
	for _, p := range winners {
		sum += c.e.Projects[p].Cost
	}
	return sum
}

// fits says whether a project that somebody wants fits beside the winners.
func (c plain) fits(winners []int, p int, left int64) bool {
	v, _ := c.votes(p)
	return v > 0 && c.e.Projects[p].Cost > 0 && c.e.Projects[p].Cost <= left && !slices.Contains(winners, p)
}

// shares is the whole rule: runs, raises, completion by votes (ties by place).
func (c plain) shares() (winners []int, money []*big.Rat, share *big.Rat) {
	n := int64(len(c.e.Ballots))
	if n == 0 {
		return nil, nil, nil
	}
	completion, unit := c.rule.Completion.String(), int64(1)
	for range c.e.Decimals {
		unit *= 10
	}
	share = big.NewRat(c.e.Budget, n)
	winners, money = c.once(share)
	for i := int64(1); strings.HasPrefix(completion, "add1"); i++ {
		open, room := false, false
		for p := range c.e.Projects {
			open = open || c.fits(winners, p, 1<<62)
			room = room || c.fits(winners, p, c.e.Budget-c.cost(winners))
		}
		if !open || !room && strings.Contains(completion, "exhaustive") {
			break
		}
		next := rat(c.e.Budget/n/unit*unit + i*unit)
		if c.rule.FromFraction {
			next = new(big.Rat).Add(big.NewRat(c.e.Budget, n), rat(i*unit))
		}
		w, m := c.once(next)
		if c.cost(w) > c.e.Budget {
			break
		}
		winners, money, share = w, m, next
	}
	if strings.HasSuffix(completion, "votes") {
		winners = plain{c.e, count.Rule{}}.greedy(winners)
	}
	return winners, money, share
}

// greedy adds by votes or points for the money what fits.
func (c plain) greedy(winners []int) []int {
	worth := func(p int) *big.Rat {
		sum := rat(0)
		for _, b := range c.e.Ballots {
			sum.Add(sum, c.utility(b, p))
		}
		return sum.Quo(sum, rat(c.e.Projects[p].Cost))
	}
	for {
		best := -1
		for p := range c.e.Projects {
			if !c.fits(winners, p, c.e.Budget-c.cost(winners)) {
				continue
			}
			if best < 0 || worth(p).Cmp(worth(best)) > 0 || worth(p).Cmp(worth(best)) == 0 && c.before(p, best) {
				best = p
			}
		}
		if best < 0 {
			return winners
		}
		winners = append(winners, best)
	}
}

// phragmen shares the costs as loads.
func (c plain) phragmen() (winners []int) {
	loads := make([]*big.Rat, len(c.e.Ballots))
	for i := range loads {
		loads[i] = rat(0)
	}
	for {
		best, least := -1, (*big.Rat)(nil)
		for p := range c.e.Projects {
			if !c.fits(winners, p, c.e.Budget) {
				continue
			}
			votes, _ := c.votes(p)
			load := rat(c.e.Projects[p].Cost)
			for i, b := range c.e.Ballots {
				if c.given(b, p) > 0 {
					load.Add(load, loads[i])
				}
			}
			load.Quo(load, rat(votes))
			if best < 0 || load.Cmp(least) < 0 || load.Cmp(least) == 0 && c.before(p, best) {
				best, least = p, load
			}
		}
		if best < 0 || c.cost(winners)+c.e.Projects[best].Cost > c.e.Budget {
			return winners
		}
		for i, b := range c.e.Ballots {
			if c.given(b, best) > 0 {
				loads[i] = least
			}
		}
		winners = append(winners, best)
	}
}

// winners counts by whatever rule.
func (c plain) winners() []int {
	switch c.rule.Method {
	case count.Greedy:
		return c.greedy(nil)
	case count.Phragmen:
		return c.phragmen()
	}
	winners, _, _ := c.shares()
	return winners
}
