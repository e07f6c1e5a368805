package casework

import (
	"errors"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// forgetting is how a person leaves the records of reports.
var forgetting = []flows.Forgetting{
	flows.Forgets(storage.Reports, forgetReport), flows.Forgets(storage.Followers, forgetFollower), flows.Forgets(storage.Bans, forgetBan),
}

// forgetReport takes somebody from a report: as its author, and for what they did to it
// in office.
func forgetReport(t *flows.Turn, p civic.PersonID, r reports.Report) error {
	if r.By(p) {
		if err := forgetAuthor(t, r); err != nil {
			return err
		}
	}
	return disown(t, r.ID, p)
}

// forgetAuthor takes the author from a report that others have seen, and destroys one
// that they have not: it stays as a number without content.
func forgetAuthor(t *flows.Turn, r reports.Report) error {
	without := r.Forgotten()
	if r.Status.Held() && !r.Asked.IsZero() { // nobody is there for the question any more
		_, err := Carry(t, r, without, reports.Event{What: reports.Lapse})
		return err
	}
	return Commit(t, r, without, reports.Event{})
}

// forgetFollower takes a neighbour from a report, with all that they added.
func forgetFollower(t *flows.Turn, _ civic.PersonID, f reports.Follower) error {
	r, err := storage.Reports.Get(t.Tx, f.Report)
	if errors.Is(err, storage.ErrRotten) || errors.Is(err, storage.ErrNotFound) {
		return dropUncounted(t, f)
	}
	if err != nil {
		return err
	}
	without, err := DropFollower(t, r.Unnamed(f.Person), f.Person)
	if err != nil {
		return err
	}
	return Commit(t, r, without, reports.Event{})
}

// disown takes somebody who was in office from what they did to a report.
func disown(t *flows.Turn, id civic.ReportID, p civic.PersonID) error {
	r, found, err := storage.Reports.Find(t.Tx, id)
	if err != nil || !found {
		return err
	}
	without, named := r.Without(p)
	if !named {
		return nil
	}
	return Commit(t, r, without, reports.Event{}) // the moderators' card links to who decided
}

// forgetBan leaves of a ban only that it is one, until it ends: else /forget would lift
// it. A proposal goes.
func forgetBan(t *flows.Turn, p civic.PersonID, b civic.Ban) error {
	if b.Person == p && !b.Holds(t.Now) {
		return storage.Bans.Delete(t.Tx, p)
	}
	if b.Person == p {
		b.Report, b.Reason = 0, ""
	}
	if b.By == p {
		b.By = civic.Nobody
	}
	if b.Second == p {
		b.Second = civic.Nobody
	}
	return storage.Bans.Put(t.Tx, b.Person, b)
}
