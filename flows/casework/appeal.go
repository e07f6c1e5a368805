package casework

import (
	"errors"
	"fmt"
	"slices"

	"veche/flows"
	"veche/flows/civic"
)

// errRefuser says that somebody else than the one who refused has to decide.
var errRefuser = errors.New("another moderator decides")

// Appealable reports whether the author may still ask for another moderator: once.
func Appealable(r civic.Report) bool {
	_, appealed := r.Last(civic.Appeal)
	return r.Status.Can(civic.Appeal) && !appealed
}

// refuser is who refused the report that was appealed for; 0 where nobody did, or was
// forgotten.
func refuser(r civic.Report) civic.PersonID {
	appealed := false
	for _, e := range slices.Backward(r.Timeline) {
		switch {
		case e.What == civic.Appeal:
			appealed = true
		case e.What == civic.Refuse && appealed:
			return e.By
		}
	}
	return 0
}

// another wants an appeal to be decided by another moderator than the first time, or
// by the Centre. Where there is nobody else at all, the appeal does not wait for ever.
func another(t *flows.Turn, r civic.Report) error {
	first := refuser(r)
	if first == 0 || first != t.Input.Person || r.Status != civic.Sent {
		return nil
	}
	for _, desk := range []string{flows.Moderators, flows.TheCentre} {
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
func others(t *flows.Turn, desk string, than civic.PersonID) (bool, error) {
	people, err := flows.People(t.Tx, desk)
	return slices.ContainsFunc(people, func(p civic.PersonID) bool { return p != than }), err
}
