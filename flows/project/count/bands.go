package count

import (
	"errors"
	"fmt"
	"math/big"
)

// giver makes points of a value; best is the largest value of all projects.
type giver func(value, best *big.Rat) *big.Rat

// points reads how the criterion gives its points.
func (c Criterion) points() (giver, error) {
	if c.Field == "" {
		return nil, errors.New("no field")
	}
	ways := 0
	for _, is := range []bool{len(c.Bands) > 0, c.Linear != nil, c.Ratio != "", c.Yes != ""} {
		if is {
			ways++
		}
	}
	if ways != 1 {
		return nil, errors.New("one of bands, linear, ratio and yes has to say how points are given")
	}
	if c.Places != nil && (*c.Places < 0 || *c.Places > 15) {
		return nil, fmt.Errorf("%d places: 0 to 15 are possible", *c.Places)
	}
	switch {
	case c.Linear != nil:
		return c.Linear.giver()
	case len(c.Bands) > 0:
		return banded(c.Bands)
	}
	most, err := decimal(c.Ratio + c.Yes)
	if err != nil {
		return nil, err
	}
	return func(v, best *big.Rat) *big.Rat {
		if c.Ratio != "" && best.Sign() > 0 {
			v = new(big.Rat).Quo(v, best)
		}
		return new(big.Rat).Mul(v, most)
	}, nil
}

func (l Linear) giver() (giver, error) {
	from, err1 := decimal(l.From)
	to, err2 := decimal(l.To)
	points, err3 := decimal(l.Points)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, fmt.Errorf("linear: %w", err)
	}
	if from.Cmp(to) >= 0 {
		return nil, fmt.Errorf("linear: from %s to %s does not rise", l.From, l.To)
	}
	return func(v, _ *big.Rat) *big.Rat {
		switch {
		case v.Cmp(from) <= 0:
			return new(big.Rat)
		case v.Cmp(to) >= 0:
			return points
		}
		part := new(big.Rat).Sub(v, from)
		part.Quo(part, new(big.Rat).Sub(to, from))
		return part.Mul(part, points)
	}, nil
}

// edges are a band's, as numbers; nil is no edge.
type edges struct {
	Band
	from, to, points *big.Rat
}

func banded(bands []Band) (giver, error) {
	var all []edges
	for i, b := range bands {
		e := edges{Band: b}
		for _, x := range []struct {
			text string
			to   **big.Rat
		}{{b.From, &e.from}, {b.To, &e.to}, {b.Points, &e.points}} {
			v, err := decimal(x.text)
			if err != nil && (x.text != "" || x.to == &e.points) {
				return nil, fmt.Errorf("band %d: %w", i+1, err)
			}
			*x.to = v
		}
		if e.from != nil && e.to != nil && e.from.Cmp(e.to) > 0 {
			return nil, fmt.Errorf("band %d: from %s to %s", i+1, b.From, b.To)
		}
		for j, other := range all {
			if e.meets(other) {
				return nil, fmt.Errorf("bands %d and %d overlap", j+1, i+1)
			}
		}
		all = append(all, e)
	}
	return func(v, _ *big.Rat) *big.Rat {
		for _, e := range all {
			if e.holds(v) {
				return e.points
			}
		}
		return new(big.Rat)
	}, nil
}

func (e edges) holds(v *big.Rat) bool {
	if e.from != nil {
		if c := v.Cmp(e.from); c < 0 || c == 0 && e.OpenFrom {
			return false
		}
	}
	if e.to != nil {
		if c := v.Cmp(e.to); c > 0 || c == 0 && e.OpenTo {
			return false
		}
	}
	return true
}

// meets says whether some value is in both bands.
func (e edges) meets(o edges) bool { return !e.endsBefore(o) && !o.endsBefore(e) }

func (e edges) endsBefore(o edges) bool {
	if e.to == nil || o.from == nil {
		return false
	}
	c := e.to.Cmp(o.from)
	return c < 0 || c == 0 && (e.OpenTo || o.OpenFrom)
}
