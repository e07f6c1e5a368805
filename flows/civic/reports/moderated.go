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
	if !r.Status.Can(Undo) || len(r.Timeline) == 0 {
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
