package civic

import (
	"fmt"
	"time"
)

// Kind is what a record can be about: a report, a meeting, a project.
type Kind string

// Subject is one of a kind.
type Subject struct {
	Kind Kind   `json:"kind"`
	ID   uint64 `json:"id"`
}

// String is the subject as it stands in keys and logs: report/12.
func (s Subject) String() string { return fmt.Sprintf("%s/%d", s.Kind, s.ID) }

// Waiting is what waits at a desk for somebody who works there.
type Waiting struct {
	Desk    Desk      `json:"desk"`
	Subject Subject   `json:"subject"`
	Since   time.Time `json:"since"`          // it is there
	Due     time.Time `json:"due,omitzero"`   // the next word is owed; zero: no day is set
	Late    time.Time `json:"late,omitzero"`  // that is overdue from then on; zero: it never is, as long as this stands
	Asked   bool      `json:"asked,omitzero"` // somebody else has the next word
	With    PersonID  `json:"with,omitempty"` // who of the desk deals with it
}

// Overdue reports whether the next word was owed before now.
func (w Waiting) Overdue(now time.Time) bool { return !w.Late.IsZero() && !now.Before(w.Late) }

// Case is one small row of something that was asked of a district: what numbers are made
// of, and the cases behind a number. It names no person and holds nothing that anybody
// wrote; it stays when its author is forgotten.
type Case struct {
	Subject  Subject    `json:"subject"`
	District DistrictID `json:"district"` // whose it is, or was at the end
	Topic    string     `json:"topic,omitempty"`
	Asked    time.Time  `json:"asked,omitzero"`    // it was put
	Due      time.Time  `json:"due,omitzero"`      // the first answer was owed; zero: nothing was asked of the district
	Answered time.Time  `json:"answered,omitzero"` // the first time
	Ended    time.Time  `json:"ended,omitzero"`
	How      string     `json:"how,omitempty"` // it ended
	Counted  []Counted  `json:"counted,omitempty"`
}

// Counted is one of what is counted for each month and district: for the district that had
// the case then, in the month in which it happened.
type Counted struct {
	At       time.Time  `json:"at"`
	District DistrictID `json:"district"`
	What     string     `json:"what"`
}

// MonthOf is the month of a moment, in the zone in which the moment is written.
func MonthOf(at time.Time) string { return at.Format("2006-01") }
