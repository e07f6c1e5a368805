package count

import (
	"errors"
	"fmt"
	"math"
)

// ErrTooLarge says that numbers are beyond what can be counted exactly and in time.
var ErrTooLarge = errors.New("too large to count")

// Limits of an election. Money times ballots has to stay under 2^61, see purse.go.
const (
	maxMoney  = 1 << 60
	maxPoints = math.MaxInt32
)

// points is what the pick with that place on the ballot gets.
func (e *Election) points(b *Ballot, place int) int64 {
	switch {
	case b.Points != nil:
		return b.Points[place]
	case e.Kind != Ordinal:
		return 1
	case e.Places > 0:
		return int64(e.Places - place)
	}
	return int64(len(e.Projects) - place)
}

// Validate finds what cannot be counted.
func (e *Election) Validate() error {
	if e.Budget < 0 || e.Budget > maxMoney {
		return fmt.Errorf("budget %d: %w", e.Budget, ErrTooLarge)
	}
	if int(e.Kind) >= len(kinds) {
		return fmt.Errorf("vote type: %s", e.Kind)
	}
	if e.Decimals < 0 || e.Decimals > 15 {
		return fmt.Errorf("money with %d decimals: %w", e.Decimals, ErrTooLarge)
	}
	ids := map[string]bool{}
	for _, p := range e.Projects {
		if ids[p.ID] {
			return fmt.Errorf("project %q is there twice", p.ID)
		}
		ids[p.ID] = true
		if p.Cost > maxMoney {
			return fmt.Errorf("project %q: cost: %w", p.ID, ErrTooLarge)
		}
	}
	last := make([]int, len(e.Projects)) // the ballot that named it last, from 1
	for i := range e.Ballots {
		if err := e.validBallot(i, last); err != nil {
			return fmt.Errorf("ballot %d (%s): %w", i+1, e.Ballots[i].ID, err)
		}
	}
	return nil
}

func (e *Election) validBallot(i int, last []int) error {
	b := &e.Ballots[i]
	if b.Points != nil && len(b.Points) != len(b.Picks) {
		return fmt.Errorf("%d projects and %d points", len(b.Picks), len(b.Points))
	}
	if e.Kind == ChooseOne && len(b.Picks) > 1 {
		return fmt.Errorf("%d projects, may name one", len(b.Picks))
	}
	if e.Kind == Ordinal && e.Places > 0 && len(b.Picks) > e.Places {
		return fmt.Errorf("%d projects, may name %d", len(b.Picks), e.Places)
	}
	for place, p := range b.Picks {
		if p < 0 || p >= len(last) {
			return fmt.Errorf("project %d of %d", p, len(last))
		}
		if last[p] == i+1 {
			return fmt.Errorf("project %q is named twice", e.Projects[p].ID)
		}
		last[p] = i + 1
		if v := e.points(b, place); v < 0 || v > maxPoints {
			return fmt.Errorf("%d points for project %q: 0 to %d are possible", v, e.Projects[p].ID, maxPoints)
		}
	}
	return nil
}
