package reports

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
