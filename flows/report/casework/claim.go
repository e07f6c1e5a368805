package casework

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// errClaimed says that another moderator looks at the report just now.
var errClaimed = errors.New("claimed by another")

// barred says why somebody who may make the move cannot make it now.
func barred(t *flows.Turn, r reports.Report, move reports.Move, role civic.Role) error {
	if err := CheckBan(t, move); err != nil {
		return err
	}
	if err := r.Possible(move, t.Now); err != nil || !r.OfDesk(move, role) {
		return err
	}
	if err := another(t, r); err != nil {
		return err
	}
	if r.Claim.Holds(t.Input.Person, t.Now) {
		return fmt.Errorf("%s report %d: %w", move, r.ID, errClaimed)
	}
	return nil
}

// Claim is [Check] before a form of the moderators' desk: it keeps a report that waits
// there for the person of the turn.
func Claim(t *flows.Turn, id civic.ReportID, move reports.Move) (reports.Report, error) {
	was, role, err := check(t, id, move)
	if err != nil || !was.OfDesk(move, role) {
		return was, err
	}
	r := was.Claimed(t.Input.Person, role, t.Now)
	return r, Commit(t, was, r, reports.Event{})
}

// Release gives up the claim of the person of the turn.
func Release(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	if _, ok := May(t, r, reports.Edit); !ok {
		return r, fmt.Errorf("release report %d: %w", id, NotYours(t, r, reports.Edit.Movers()))
	}
	if r.Claim.Holds(t.Input.Person, t.Now) {
		return r, fmt.Errorf("release report %d: %w", id, errClaimed)
	}
	was := r
	r.Claim = reports.Claim{}
	return r, Commit(t, was, r, reports.Event{})
}

// release takes a report from somebody who was dismissed: it lies with its desk again.
func release(t *flows.Turn, s civic.Subject, p civic.PersonID) error {
	was, found, err := storage.Reports.Find(t.Tx, civic.ReportID(s.ID))
	if err != nil || !found {
		return err
	}
	return Commit(t, was, was.Released(p), reports.Event{})
}

// deskTimer comes when a claim or the time for taking back is over: the card at the
// moderators' desk changes then.
func deskTimer(id civic.ReportID) string { return fmt.Sprintf("desk/%d", id) }

// setDesk sets the timer by what the report is waiting for.
func setDesk(t *flows.Turn, c change) error {
	r := c.r
	var due time.Time
	switch {
	case r.Claim.By != 0:
		due = r.Claim.At.Add(reports.ClaimLasts)
	case r.Undoable(t.Now):
		due = r.Timeline[len(r.Timeline)-1].At.Add(reports.UndoLasts)
	default:
		return storage.Timers.Delete(t.Tx, deskTimer(r.ID))
	}
	return t.Set(deskTimer(r.ID), "desk", due, Clocked{Report: r.ID})
}

// deskDue lets go of what nobody looked at for long enough.
func deskDue(t *flows.Turn) error {
	var of Clocked
	if json.Unmarshal(t.Input.Args, &of.Report) != nil { // of a release that wrote the number alone
		if err := t.Args(&of); err != nil {
			return err
		}
	}
	r, found, err := storage.Reports.Find(t.Tx, of.Report)
	if err != nil || !found {
		return err
	}
	was := r
	if !r.Claim.Holds(civic.Nobody, t.Now) {
		r.Claim = reports.Claim{}
	}
	return Commit(t, was, r, reports.Event{})
}

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
