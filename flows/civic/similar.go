package civic

import (
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

// Likely is the likeness from which on two reports may well be about the same.
const Likely = 0.5

// SimilarWithin is how far apart, in metres, two reports of the same may be.
const SimilarWithin = 500

// How much each thing counts. Chosen by the known and the tuned pairs of the tests.
const (
	exact       = 60   // metres: the error of a phone's location
	withoutWord = 0.35 // what the place alone is worth
	elsewhere   = 0.95 // another category: people choose differently
	old         = 0.85 // a report older than fresh
	fresh       = 90 * 24 * time.Hour

	otherThing   = 0.3 // both say what it is about, and it is not the same
	otherTrouble = 0.4 // both say what is wrong, and it is not the same
	overlapping  = 0.6 // how much of the shorter text is in the longer one; the rest: how much in all
	pairBonus    = 0.1 // for each two words that stand side by side in both
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
		return min(1, max(0, (SimilarWithin-away)/(SimilarWithin-exact)))
	case a.Point != nil:
		return mentions(a.Words, b.Place)
	case b.Point != nil:
		return mentions(b.Words, a.Place)
	}
	return sameAddress(a.Place, b.Place)
}

// sharedWords compares two texts, from 0 to 1.
func sharedWords(a, b []uint32) float64 {
	one, other, both := weigh(a, b, weight)
	if both == 0 {
		return 0
	}
	score := overlapping*both/min(one, other) + (1-overlapping)*2*both/(one+other)
	score += pairBonus * float64(sharedPairs(a, b))
	if contradict(a, b, thingStem) {
		score *= otherThing
	}
	if contradict(a, b, troubleStem) {
		score *= otherTrouble
	}
	return min(1, score)
}

// weigh returns how much each of two lists weighs, and what stands in both.
func weigh(a, b []uint32, weight func(uint32) float64) (one, other, both float64) {
	for _, s := range a {
		one += weight(s)
		if slices.Contains(b, s) {
			both += weight(s)
		}
	}
	for _, s := range b {
		other += weight(s)
	}
	return one, other, both
}

// weight: the thing and its trouble say more than the words around them.
func weight(stem uint32) float64 {
	switch stem & kindBits {
	case thingStem:
		return 2
	case troubleStem:
		return 1
	case asideStem:
		return 0.2
	case numberStem:
		return 0.3
	}
	return 0.5
}

// contradict reports whether both say something of the kind, and nothing of it in common.
func contradict(a, b []uint32, kind uint32) bool {
	in, shared := false, false
	for _, s := range a {
		if s&kindBits == kind {
			in = true
			shared = shared || slices.Contains(b, s)
		}
	}
	return in && !shared && slices.ContainsFunc(b, func(s uint32) bool { return s&kindBits == kind })
}

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
