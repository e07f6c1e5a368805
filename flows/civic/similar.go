package civic

import (
	"math"
	"slices"
	"time"
)

// Trace is what reports are compared by; the index of open reports holds it, so that
// no report has to be read for it.
type Trace struct {
	Report   ReportID
	Category CategoryID
	Sent     time.Time
	Point    *Point
	Place    []uint32 // stems of the typed place
	Words    []uint32 // stems of the text
}

// Trace is that of the report, which has to be [Report.Stemmed].
func (r Report) Trace() Trace {
	return Trace{Report: r.ID, Category: r.Category, Sent: r.Sent, Point: r.Place.Point, Place: r.Streets, Words: r.Stems}
}

// Likely is the likeness from which on two reports may well be about the same.
const Likely = 0.5

// SimilarWithin is how far apart, in metres, two reports of the same may be.
const SimilarWithin = 500

// How much each thing counts.
const (
	exact       = 60   // metres: the error of a phone's location
	withoutWord = 0.3  // what place and category alone are worth
	elsewhere   = 0.8  // another category: people choose differently
	old         = 0.85 // a report older than fresh
	fresh       = 90 * 24 * time.Hour
)

// Likeness says how likely two reports are about the same problem, from 0 to 1: the
// nearer and the more words they share, the likelier. It is the same both ways.
func (a Trace) Likeness(b Trace) float64 {
	score := a.near(b) * (withoutWord + (1-withoutWord)*sharedWords(a.Words, b.Words))
	if a.Category != b.Category {
		score *= elsewhere
	}
	if apart := a.Sent.Sub(b.Sent).Abs(); apart > fresh {
		score *= old
	}
	return score
}

// near is 1 for the same place, 0 for surely another one.
func (a Trace) near(b Trace) float64 {
	switch {
	case a.Point != nil && b.Point != nil:
		away := a.Point.Distance(*b.Point)
		if away <= exact {
			return 1
		}
		return max(0, 1-0.6*(away-exact)/(SimilarWithin-exact)) * inside(away)
	case a.Point != nil || b.Point != nil:
		return unknownPlace
	}
	return sameAddress(a.Place, b.Place)
}

func inside(away float64) float64 {
	if away > SimilarWithin {
		return 0
	}
	return 1
}

// unknownPlace is how near two places count of which nothing can be said.
const unknownPlace = 0.55

// sameAddress compares typed places: the street or landmark, and then the house.
func sameAddress(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return unknownPlace
	}
	street := sharedWords(withNumbers(a, false), withNumbers(b, false))
	if street == 0 {
		return 0
	}
	x, y := withNumbers(a, true), withNumbers(b, true)
	n := min(len(x), len(y))
	switch {
	case slices.Equal(x, y):
		return street
	case slices.Equal(x[:n], y[:n]): // one names no house, or the other the wing too
		return street * 0.8
	}
	return street * 0.35
}

func withNumbers(stems []uint32, numbers bool) (out []uint32) {
	for _, s := range stems {
		if Numbers(s) == numbers {
			out = append(out, s)
		}
	}
	return out
}

// sharedWords compares two texts by their shingles, single stems and pairs of
// neighbours: how much of the shorter one is in the longer one, and a little how much
// there is in all.
func sharedWords(a, b []uint32) float64 {
	one, other, both := 0.0, 0.0, 0.0
	for _, s := range a {
		one += weight(s)
		if slices.Contains(b, s) {
			both += weight(s)
		}
	}
	for _, s := range b {
		other += weight(s)
	}
	if both == 0 {
		return 0
	}
	overlap, dice := both/min(one, other), 2*both/(one+other)
	return math.Min(1, 0.6*overlap+0.4*dice+pairBonus*float64(sharedPairs(a, b)))
}

// pairBonus is for each two words that stand side by side in both.
const pairBonus = 0.1

func sharedPairs(a, b []uint32) (n int) {
	for i := 1; i < len(a); i++ {
		for j := 1; j < len(b); j++ {
			if a[i-1] == b[j-1] && a[i] == b[j] {
				n++
			}
		}
	}
	return n
}

// weight: the name of the problem says more than the words around it.
func weight(stem uint32) float64 {
	if stem&problemStem != 0 {
		return 2
	}
	return 1
}
