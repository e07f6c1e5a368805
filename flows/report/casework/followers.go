package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// keepFollower puts a follower's record and returns the report with its counts in step:
// whoever keeps a follower commits the report, if that changed it.
func keepFollower(t *flows.Turn, r reports.Report, f reports.Follower) (reports.Report, error) {
	key := storage.FollowerKey{Report: r.ID, Person: f.Person}
	was, _, err := storage.Followers.Find(t.Tx, key)
	if err != nil {
		return r, err
	}
	r, f = r.Count(was, f)
	return r, storage.Followers.Put(t.Tx, key, f)
}

// dropFollower is the same for one who goes.
func dropFollower(t *flows.Turn, r reports.Report, p civic.PersonID) (reports.Report, error) {
	key := storage.FollowerKey{Report: r.ID, Person: p}
	was, _, err := storage.Followers.Find(t.Tx, key)
	if err != nil {
		return r, err
	}
	r, _ = r.Count(was, reports.Follower{})
	return r, storage.Followers.Delete(t.Tx, key)
}

// Follow lets the person of the turn know what becomes of a public report. It fails
// with [ErrOwn] and [ErrJoined].
func Follow(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := CheckFollow(t, id)
	if err != nil {
		return r, err
	}
	return keepFollower(t, r, reports.Follower{Report: id, Person: t.Input.Person, At: t.Now})
}

// CheckFollow reports whether the person of the turn could follow the report.
func CheckFollow(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := public(t.Tx, id)
	if err != nil {
		return r, err
	}
	switch {
	case r.By(t.Input.Person):
		err = fmt.Errorf("follow report %d: %w", id, ErrOwn)
	case storage.Followers.Has(t.Tx, storage.FollowerKey{Report: id, Person: t.Input.Person}):
		err = fmt.Errorf("follow report %d: %w", id, ErrJoined)
	}
	return r, err
}

// Unfollow ends it, with everything that the person added. An author is none who
// follows, and keeps what they said about their own report.
func Unfollow(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	if !storage.Followers.Has(t.Tx, storage.FollowerKey{Report: id, Person: t.Input.Person}) || r.By(t.Input.Person) {
		return r, fmt.Errorf("unfollow report %d: %w", id, ErrNotYours)
	}
	was := r
	if r, err = dropFollower(t, was, t.Input.Person); err != nil {
		return r, err
	}
	return r, commit(t, was, r, reports.Event{})
}
