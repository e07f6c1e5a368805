package reports

import (
	"time"

	"veche/flows/civic"
)

// promiseHour is when those affected are asked on a promised day, in the region's time.
const promiseHour = 18

// Wish is a promise that only the Centre can allow: its day is beyond the limit.
type Wish struct {
	By   civic.PersonID `json:"by"`
	Role civic.Role     `json:"role"`
	At   time.Time      `json:"at"`
	Due  time.Time      `json:"due"`
	Text string         `json:"text,omitempty"`
}

// PromiseAt is the moment at which a promise of the day is due.
func PromiseAt(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, promiseHour, 0, 0, 0, day.Location())
}

// fate is how a promise ended.
type fate string

// The fates. A closing in time is taken as kept until those affected say otherwise.
const (
	wasKept   fate = "kept"
	wasBroken fate = "broken"
	unkept    fate = "unkept" // taken as kept, but it was not
	noFate    fate = ""
)

// ends says how the promise of a report, as it stood before the event, ended with it.
func (r Report) ends(e Event) fate {
	inTime := !e.At.After(r.Promise) || civic.SameDay(e.At, r.Promise.In(e.At.Location()))
	switch {
	case r.Promise.IsZero():
	case r.Status != Promised:
		if e.What == Return {
			return unkept
		}
	case e.What == Confirm, e.What == Close && inTime:
		return wasKept
	case e.What == Break, e.What == Promise, e.What == Close, e.What == Withdraw && !inTime:
		return wasBroken
	}
	return noFate
}

// settle counts the fate of a promise. One that is counted as kept stays on the report,
// as long as it may be returned.
func (r *Report) settle(was Report, f fate) {
	switch f {
	case wasKept:
		r.Kept++
	case wasBroken:
		r.Broken++
	case unkept:
		r.Kept--
		r.Broken++
	}
	if ended := was.Status == Promised && r.Status != Promised; f == unkept || ended && f != wasKept {
		r.Promise = time.Time{}
	}
}
