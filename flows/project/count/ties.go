package count

import (
	"cmp"
	"fmt"
	"strings"
)

// tieOrder gives each project its rank among equals: 0 comes first. The place in the
// election decides what the keys leave open, so the order is total.
func (t *tally) tieOrder(keys []Tie, lot []string) ([]int, error) {
	drawn, err := t.drawn(keys, lot)
	if err != nil {
		return nil, err
	}
	projects := t.e.Projects
	return ranks(len(projects), func(a, b int) int {
		for _, k := range keys {
			var c int
			switch k {
			case TieCost:
				c = cmp.Compare(projects[a].Cost, projects[b].Cost)
			case TieVotes:
				c = cmp.Compare(t.votes[b], t.votes[a])
			case TieFile:
				c = cmp.Compare(a, b)
			case TieID:
				c = strings.Compare(projects[a].ID, projects[b].ID)
			case TiePoints:
				c = cmp.Compare(t.points[b], t.points[a])
			case TieLot:
				c = cmp.Compare(drawn[a], drawn[b])
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Compare(a, b)
	}), nil
}

// drawn gives each project its place in the lot.
func (t *tally) drawn(keys []Tie, lot []string) ([]int, error) {
	asked := false
	for _, k := range keys {
		if int(k) >= len(ties) {
			return nil, fmt.Errorf("tie order: %s", k)
		}
		asked = asked || k == TieLot
	}
	if !asked {
		return nil, nil
	}
	places := map[string]int{}
	for i, id := range lot {
		if _, twice := places[id]; twice {
			return nil, fmt.Errorf("tie order: project %q is drawn twice", id)
		}
		places[id] = i
	}
	drawn := make([]int, len(t.e.Projects))
	for p := range drawn {
		place, ok := places[t.e.Projects[p].ID]
		if !ok {
			return nil, fmt.Errorf("tie order: project %q is not in the lot", t.e.Projects[p].ID)
		}
		drawn[p] = place
	}
	return drawn, nil
}

// ranks sorts 0…n−1 and gives each its place.
func ranks(n int, compare func(a, b int) int) []int {
	order, rank := sorted(n, compare), make([]int, n)
	for place, i := range order {
		rank[i] = place
	}
	return rank
}
