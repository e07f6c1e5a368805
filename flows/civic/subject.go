package civic

import "fmt"

// Kind is what a record can be about: a report, a meeting, a project.
type Kind string

// Subject is one of a kind.
type Subject struct {
	Kind Kind   `json:"kind"`
	ID   uint64 `json:"id"`
}

// String is the subject as it stands in keys and logs: report/12.
func (s Subject) String() string { return fmt.Sprintf("%s/%d", s.Kind, s.ID) }
