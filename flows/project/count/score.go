package count

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// competition scores the projects and funds the best.
func (t *tally) competition(res *Result, rank []int) error {
	if len(res.Rule.Criteria) == 0 {
		return fmt.Errorf("a competition has no criteria")
	}
	res.Scores = make([]Score, len(t.e.Projects))
	for p := range res.Scores {
		res.Scores[p].Total = new(big.Rat)
	}
	for i, c := range res.Rule.Criteria {
		if err := t.score(res.Scores, c); err != nil {
			return fmt.Errorf("criterion %d (%s): %w", i+1, c.Name, err)
		}
	}
	t.bestScores(res, rank)
	return nil
}

// bestScores funds by falling score what passes and fits.
func (t *tally) bestScores(res *Result, rank []int) {
	pass := new(big.Rat).SetInt64(res.Rule.Threshold)
	total := func(p int) *big.Rat { return res.Scores[p].Total }
	var open []int
	for p := range t.e.Projects {
		voted := t.votes[p] > 0 || t.ballots == 0
		if voted && t.e.Projects[p].Cost > 0 && total(p).Sign() > 0 && total(p).Cmp(pass) >= 0 {
			open = append(open, p)
		}
	}
	slices.SortFunc(open, func(a, b int) int {
		if c := total(b).Cmp(total(a)); c != 0 {
			return c
		}
		return rank[a] - rank[b]
	})
	for i, p := range open {
		c := t.e.Projects[p].Cost
		if c > t.e.Budget-res.Cost {
			if res.Rule.Stop {
				return
			}
			continue
		}
		round := Round{Project: p, Support: total(p), RunnerUp: -1}
		if i+1 < len(open) {
			round.RunnerUp, round.RunnerUpSupport = open[i+1], total(open[i+1])
		}
		res.win(round, c)
	}
}

// score adds the points for one criterion.
func (t *tally) score(scores []Score, c Criterion) error {
	give, err := c.points()
	if err != nil {
		return err
	}
	weight, err := c.weight()
	if err != nil {
		return err
	}
	best := new(big.Rat)
	values := make([]*big.Rat, len(scores))
	for p := range scores {
		if values[p], err = t.value(p, c); err != nil {
			return fmt.Errorf("project %q: %w", t.e.Projects[p].ID, err)
		}
		if values[p] != nil && values[p].Cmp(best) > 0 {
			best = values[p]
		}
	}
	for p, v := range values {
		points := new(big.Rat)
		if v != nil {
			points.Mul(give(v, best), weight)
		}
		s := &scores[p]
		s.Values, s.Points = append(s.Values, v), append(s.Points, points)
		s.Total.Add(s.Total, points)
	}
	return nil
}

// weight is the criterion's weight times its group's.
func (c Criterion) weight() (*big.Rat, error) {
	weight := big.NewRat(1, 1)
	for _, s := range []string{c.Weight, c.GroupWeight} {
		if s == "" {
			continue
		}
		w, err := decimal(s)
		if err != nil {
			return nil, fmt.Errorf("weight: %w", err)
		}
		weight.Mul(weight, w)
	}
	return weight, nil
}

// value is what the criterion looks at; nil if the project says nothing.
func (t *tally) value(p int, c Criterion) (*big.Rat, error) {
	if c.Yes != "" {
		return yes(t.e.Projects[p].Fields[c.Field]), nil
	}
	v, err := t.field(p, c.Field)
	if err != nil || v == nil {
		return nil, err
	}
	if c.Of != "" {
		of, err := decimal(c.Of)
		if err != nil {
			of, err = t.field(p, c.Of)
		}
		if err != nil || of == nil || of.Sign() <= 0 {
			return nil, err
		}
		v.Quo(v.Mul(v, big.NewRat(100, 1)), of)
	}
	switch {
	case c.Places != nil:
		return rounded(v, *c.Places), nil
	case len(c.Bands) > 0:
		return rounded(v, 2), nil
	}
	return v, nil
}

// field reads a number of a project; nil if there is none.
func (t *tally) field(p int, name string) (*big.Rat, error) {
	switch name {
	case "votes":
		return big.NewRat(int64(t.votes[p]), 1), nil
	case "points":
		return big.NewRat(t.points[p], 1), nil
	case "cost":
		return big.NewRat(t.e.Projects[p].Cost, t.unit()), nil
	}
	s := strings.TrimSpace(t.e.Projects[p].Fields[name])
	if s == "" {
		return nil, nil
	}
	v, err := decimal(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// yes is 1 for what people write for yes, 0 for the rest.
func yes(s string) *big.Rat {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "1", "yes", "true", "да":
		return big.NewRat(1, 1)
	}
	return new(big.Rat)
}

// rounded rounds half up.
func rounded(v *big.Rat, places int) *big.Rat {
	shift := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	top := new(big.Int).Mul(v.Num(), shift)
	top.Add(top.Lsh(top, 1), v.Denom())
	top.Div(top, new(big.Int).Lsh(v.Denom(), 1)) // the floor: the bottom is positive
	return new(big.Rat).SetFrac(top, shift)
}

var number = regexp.MustCompile(`^-?[0-9]{1,30}(\.[0-9]{1,30})?$`)

// decimal reads a number with a decimal point.
func decimal(s string) (*big.Rat, error) {
	if !number.MatchString(s) {
		return nil, fmt.Errorf("%q is no number with a decimal point", s)
	}
	v, _ := new(big.Rat).SetString(s)
	return v, nil
}
