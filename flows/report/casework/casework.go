// Package casework is what is done with a report, whoever asks for it.
//
// The conversations with residents, moderators and districts differ; what happens
// to a report does not. It is filed and moved here and nowhere else: [Move] checks
// that the person may do it and that the report can be moved so, writes the
// timeline, the deadlines and the record of acts, brings the cards up to date and
// tells the author. How a report looks to its readers is for package cards.
package casework

import (
	"errors"
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// ErrNotYours says that the person has no right to do this to the report.
var ErrNotYours = errors.New("not allowed")

// ErrNotHere says that the person may do it, but not in the group where they are.
var ErrNotHere = errors.New("not in this group")

// ErrAnothers is the [ErrNotYours] of what only the author of a report may do.
var ErrAnothers = fmt.Errorf("%w: the report of somebody else", ErrNotYours)

// Move does something to a report for the person of the turn. e says the rest of
// it: words, photos, the reason, where to. It fails with [ErrNotYours] or
// [reports.ErrNotNow], which [Excuse] words.
func Move(t *flows.Turn, id civic.ReportID, move reports.Move, e reports.Event) (reports.Report, error) {
	r, role, err := check(t, id, move)
	if err != nil {
		return r, err
	}
	e.What, e.By, e.Role = move, t.Input.Person, role
	if r, err = Carry(t, r, r, e); err == nil && (role == civic.Moderator || role == civic.Centre) {
		offerRule(t, r, e)
	}
	return r, err
}

// Check reports whether the person of the turn could do the move now, before a form
// asks for the rest.
func Check(t *flows.Turn, id civic.ReportID, move reports.Move) (reports.Report, error) {
	r, _, err := check(t, id, move)
	return r, err
}

// check says as what the person would do it.
func check(t *flows.Turn, id civic.ReportID, move reports.Move) (reports.Report, civic.Role, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if move.Authors() && errors.Is(err, storage.ErrNotFound) {
		return r, "", ErrAnothers // what is not yours does not show whether it exists
	}
	if err != nil {
		return r, "", err
	}
	role, ok := May(t, r, move)
	if !ok {
		return r, "", fmt.Errorf("%s report %d: %w", move, id, whyNotYours(t, r, move))
	}
	return r, role, barred(t, r, move, role)
}

func whyNotYours(t *flows.Turn, r reports.Report, move reports.Move) error {
	if move.Authors() {
		return ErrAnothers
	}
	return NotYours(t, r, move.Movers())
}

// NotYours is why somebody may not do what those in the roles do: they are none of them, or
// it is not for the group where they are.
func NotYours(t *flows.Turn, r reports.Report, roles []civic.Role) error {
	if t.Roles.May(r.District, roles...) && !t.May(r.District, roles...) {
		return ErrNotHere
	}
	return ErrNotYours
}

// May reports whether the person of the turn may do the move here, and as what.
func May(t *flows.Turn, r reports.Report, move reports.Move) (civic.Role, bool) {
	if move.Authors() {
		return civic.Resident, r.By(t.Input.Person)
	}
	return t.Acts(r.District, move.Movers()...)
}

// servants are those in whose offices a report is a matter: until it is published, of
// nobody in the district.
func servants(r reports.Report) []civic.Role {
	if !r.Public() {
		return reports.Publish.Movers()
	}
	return []civic.Role{civic.Moderator, civic.Centre, civic.Head, civic.Deputy, civic.Staff, civic.Supervisor}
}

// Sees reports whether the person of the turn may look at the report here: its author, in
// private, and whoever could do something to it.
func Sees(t *flows.Turn, r reports.Report) bool { return theirs(t, r) || Serves(t, r) == nil }

func theirs(t *flows.Turn, r reports.Report) bool { return r.By(t.Input.Person) && !t.Input.Group }

// Serves says why the report is no matter of an office of the person of the turn here; nil
// where it is.
func Serves(t *flows.Turn, r reports.Report) error {
	if who := servants(r); !t.May(r.District, who...) {
		return NotYours(t, r, who)
	}
	return nil
}

// Excuse words why a move was not possible, to the one who pressed; other errors
// are returned.
func Excuse(t *flows.Turn, r reports.Report, err error) error {
	switch {
	case errors.Is(err, reports.ErrUntyped):
		t.Warn("voice.type_first", nil)
	case errors.Is(err, ErrAnothers):
		t.DenyAs("anothers", nil)
	case errors.Is(err, ErrNotYours):
		t.Deny()
	case errors.Is(err, ErrNotHere):
		t.Elsewhere()
	case errors.Is(err, errClaimed):
		t.Warn("claimed", flows.Args{"ID": r.ID, "Who": flows.Term{Key: "role." + string(r.Claim.Role)}, "At": flows.Moment(r.Claim.Since)})
	case errors.Is(err, ErrBanned):
		_, err := Banned(t)
		return err
	case errors.Is(err, errRefuser):
		t.Warn("refuser", nil)
	case errors.Is(err, reports.ErrUndone):
		t.Warn("undo.late", flows.Args{"ID": r.ID})
		return Show(t, r)
	case errors.Is(err, reports.ErrNotNow) && len(r.Timeline) > 0:
		last := r.Timeline[len(r.Timeline)-1]
		key := "too_late"
		if last.By == t.Input.Person {
			key = "done_already"
		}
		t.Warn(key, flows.Args{"ID": r.ID, "Status": flows.Term{Key: "status." + string(r.Status)}, "At": flows.Moment(last.At),
			"Who": cards.Role(last.Role)})
		return Show(t, r)
	case errors.Is(err, storage.ErrNotFound):
		t.Warn("no_report", nil)
	default:
		return err
	}
	return nil
}
