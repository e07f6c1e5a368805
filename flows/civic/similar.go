package civic

import (
	"time"

	"veche/flows/civic/stems"
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
)

// Likeness says how likely two reports are about the same problem, from 0 to 1: the
// nearer and the more words they share, the likelier. It is the same both ways.
func (a Trace) Likeness(b Trace) float64 {
	score := a.near(b) * (withoutWord + (1-withoutWord)*stems.Alike(a.Words, b.Words))
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
		return stems.Mention(a.Words, b.Place)
	case b.Point != nil:
		return stems.Mention(b.Words, a.Place)
	}
	return stems.SameAddress(a.Place, b.Place)
}
