package reports

import (
	"time"

	"veche/flows/civic"
)

// Tally is something that is counted for each month and district.
type Tally string

// What is counted. In the month in which it happened, for the district that had the
// report then.
const (
	TallyPublished Tally = "published"
	TallyInTime    Tally = "in_time" // first answers
	TallyLate      Tally = "late"
	TallyClosed    Tally = "closed"
	TallyConfirmed Tally = "confirmed"
	TallyReturned  Tally = "returned"
	TallyKept      Tally = "kept" // promises
	TallyBroken    Tally = "broken"
	TallyOutside   Tally = "outside" // redirected to an authority
	TallyUnsent    Tally = "unsent"  // told before sending that the district has no power
	TallyRefused   Tally = "refused"
)

// Tallies lists them in the order in which they are shown.
func Tallies() []Tally {
	return []Tally{TallyPublished, TallyInTime, TallyLate, TallyClosed, TallyConfirmed, TallyReturned,
		TallyKept, TallyBroken, TallyOutside, TallyUnsent, TallyRefused}
}

// Counted is something that is added to a tally of the month of At, for a district.
type Counted struct {
	At       time.Time
	District civic.DistrictID
	What     Tally
	N        int64
}

// Counts lists what a move counts that made one report of another: the move itself, the
// first answer, and how a promise ended with it.
func Counts(was, is Report, e Event) (all []Counted) {
	count := func(at time.Time, what Tally, n int) {
		if what != "" && n != 0 {
			all = append(all, Counted{At: at, District: was.District, What: what, N: int64(n)})
		}
	}
	if e.What == Undo { // takes back what the decision counted
		decision := was.Timeline[len(was.Timeline)-1]
		count(decision.At, decision.What.Is().Tally, -1)
		return all
	}
	if again := e.What == Part && was.Public(); !again { // it was counted before it was merged
		count(e.At, e.What.Is().Tally, 1)
	}
	if len(was.Answers()) == 0 && len(is.Answers()) > 0 {
		count(e.At, firstAnswer(was, e.At), 1)
	}
	if n := is.Kept - was.Kept; n < 0 {
		count(was.KeptAt(), TallyKept, n)
	} else {
		count(e.At, TallyKept, n)
	}
	count(e.At, TallyBroken, is.Broken-was.Broken)
	return all
}

func firstAnswer(was Report, at time.Time) Tally {
	if was.Overdue(at) {
		return TallyLate
	}
	return TallyInTime
}
