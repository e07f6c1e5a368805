package neighbours

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// startFollowing lets the person of the turn know what becomes of a public report. It fails
// with [errOwn] and [errJoined].
func startFollowing(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := checkFollow(t, id)
	if err != nil {
		return r, err
	}
	return casework.KeepFollower(t, r, reports.Follower{Report: id, Person: t.Input.Person, At: t.Now})
}

// checkFollow reports whether the person of the turn could follow the report.
func checkFollow(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := public(t.Tx, id)
	if err != nil {
		return r, err
	}
	switch {
	case r.By(t.Input.Person):
		err = fmt.Errorf("follow report %d: %w", id, errOwn)
	case storage.Followers.Has(t.Tx, storage.FollowerKey{Report: id, Person: t.Input.Person}):
		err = fmt.Errorf("follow report %d: %w", id, errJoined)
	}
	return r, err
}

// stopFollowing ends it, with everything that the person added. An author is none who
// follows, and keeps what they said about their own report.
func stopFollowing(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	if !storage.Followers.Has(t.Tx, storage.FollowerKey{Report: id, Person: t.Input.Person}) || r.By(t.Input.Person) {
		return r, fmt.Errorf("unfollow report %d: %w", id, casework.ErrNotYours)
	}
	was := r
	if r, err = casework.DropFollower(t, was, t.Input.Person); err != nil {
		return r, err
	}
	return r, casework.Commit(t, was, r, reports.Event{})
}
