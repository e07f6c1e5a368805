package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Forget takes the author from a report that others have seen, and destroys one
// that they have not: it stays as a number without content.
func Forget(t *flows.Turn, r reports.Report) error {
	without := r.Forgotten()
	if r.Status.Held() && !r.Asked.IsZero() { // nobody is there for the question any more
		_, err := Carry(t, r, without, reports.Event{What: reports.Lapse})
		return err
	}
	return Commit(t, r, without, reports.Event{})
}

// FollowedBy lists what somebody joined or follows, with all that they added.
func FollowedBy(tx *storage.Tx, p civic.PersonID) ([]reports.Follower, error) {
	var all []reports.Follower
	for rec, err := range storage.FollowersAre.Each(tx, storage.Tuple(p)) {
		if err != nil {
			return nil, err
		}
		all = append(all, rec.Value)
	}
	return all, nil
}

// ForgetFollower takes a neighbour from a report, with all that they added.
func ForgetFollower(t *flows.Turn, f reports.Follower) error {
	r, err := storage.Reports.Get(t.Tx, f.Report)
	if err != nil {
		return err
	}
	without, err := DropFollower(t, r.Unnamed(f.Person), f.Person)
	if err != nil {
		return err
	}
	return Commit(t, r, without, reports.Event{})
}

// ForgetRules takes the name of a moderator from the rules that they made.
func ForgetRules(t *flows.Turn, p civic.PersonID) error {
	for rec, err := range storage.Rules.All(t.Tx) {
		if err != nil {
			return err
		}
		if rec.Value.By != p {
			continue
		}
		rec.Value.By = civic.Nobody
		if err := storage.Rules.Put(t.Tx, rec.Key, rec.Value); err != nil {
			return err
		}
	}
	return nil
}

// Disown takes somebody who was in office from what they did to a report.
func Disown(t *flows.Turn, id civic.ReportID, p civic.PersonID) error {
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
