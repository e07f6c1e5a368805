package casework

import (
	"errors"
	"fmt"
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// errRefuser says that somebody else than the one who refused has to decide.
var errRefuser = errors.New("another moderator decides")

// another wants an appeal to be decided by another moderator than the first time, or
// by the Centre. Where there is nobody else at all, the appeal does not wait for ever.
func another(t *flows.Turn, r reports.Report) error {
	first := r.Refuser()
	if first == 0 || first != t.Input.Person || r.Status != reports.Sent {
		return nil
	}
	for _, desk := range []civic.Desk{civic.ModeratorsDesk, civic.CentreDesk} {
		yes, err := others(t, desk, first)
		if err != nil {
			return err
		}
		if yes {
			return fmt.Errorf("decide about report %d: %w", r.ID, errRefuser)
		}
	}
	return nil
}

// others reports whether somebody else works at the desk.
func others(t *flows.Turn, desk civic.Desk, than civic.PersonID) (bool, error) {
	people, err := flows.People(t.Tx, desk)
	return slices.ContainsFunc(people, func(p civic.PersonID) bool { return p != than }), err
}
