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
