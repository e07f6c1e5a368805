package reports

import (
	"slices"
	"time"

	"veche/flows/civic"
)

// Untyped reports whether all that is known of a report is a voice message. A voice is
// personal data: nobody but moderators and the author ever hears it.
func (r Report) Untyped() bool { return r.Voice != "" && r.Text == "" }

// Shown reports whether everybody may look at the report.
func (r Report) Shown() bool { return r.Public() && r.Status != Withdrawn }

// Appealable reports whether the author may still ask for another moderator: once.
func (r Report) Appealable() bool {
	_, appealed := r.Last(Appeal)
	return r.Status.Can(Appeal) && !appealed
}

// Refuser is who refused the report that was appealed for; 0 where nobody did, or was
// forgotten.
func (r Report) Refuser() civic.PersonID {
	appealed := false
	for _, e := range slices.Backward(r.Timeline) {
		switch {
		case e.What == Appeal:
			appealed = true
		case e.What == Refuse && appealed:
			return e.By
		}
	}
	return 0
}

// Undoable reports whether the last thing that happened to the report is a decision
// of moderators that can still be taken back.
func (r Report) Undoable(now time.Time) bool {
	destroyed := r.Author == 0 && !r.Public() // with its author's /forget
	if !r.Status.Can(Undo) || len(r.Timeline) == 0 || destroyed {
		return false
	}
	last := r.Timeline[len(r.Timeline)-1]
	return last.What.Is().Decides && now.Sub(last.At) < UndoLasts
}

// AtDesk is since when the report waits at the moderators' desk.
func (r Report) AtDesk() time.Time {
	for _, e := range slices.Backward(r.Timeline) {
		if e.What.Is().Waits {
			return e.At
		}
	}
	return r.Sent
}

// OfDesk reports whether the move, made in the role, deals with what waits at the
// moderators' desk. Then one of them does it at a time.
func (r Report) OfDesk(m Move, role civic.Role) bool {
	waits := r.Status == Sent || r.Referred
	return waits && m.Is().AtDesk && (role == civic.Moderator || role == civic.Centre)
}

// Claimed is the report in the hands of a moderator.
func (r Report) Claimed(by civic.PersonID, role civic.Role, now time.Time) Report {
	if r.Claim.By != by {
		r.Claim = Claim{By: by, Role: role, Since: now}
	}
	r.Claim.At = now
	return r
}

// renew keeps the claim with a moderator who did something, and lets go of what waits
// no more.
func (r *Report) renew(e Event) {
	switch {
	case r.Status != Sent && !r.Referred:
		r.Claim = Claim{}
	case r.OfDesk(e.What, e.Role) && e.By != 0:
		*r = r.Claimed(e.By, e.Role, e.At)
	}
}
