package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// KeepFollower puts a follower's record and returns the report with its counts in step:
// whoever keeps a follower commits the report, if that changed it.
func KeepFollower(t *flows.Turn, r reports.Report, f reports.Follower) (reports.Report, error) {
	key := storage.FollowerKey{Report: r.ID, Person: f.Person}
	was, _, err := storage.Followers.Find(t.Tx, key)
	if err != nil {
		return r, err
	}
	r, f = r.Count(was, f)
	return r, storage.Followers.Put(t.Tx, key, f)
}

// DropFollower is the same for one who goes.
func DropFollower(t *flows.Turn, r reports.Report, p civic.PersonID) (reports.Report, error) {
	key := storage.FollowerKey{Report: r.ID, Person: p}
	was, _, err := storage.Followers.Find(t.Tx, key)
	if err != nil {
		return r, err
	}
	r, _ = r.Count(was, reports.Follower{})
	return r, storage.Followers.Delete(t.Tx, key)
}

// dropUncounted drops one whose report cannot be read: its counts are lost as it is.
func dropUncounted(t *flows.Turn, f reports.Follower) error {
	return storage.Followers.Delete(t.Tx, storage.FollowerKey{Report: f.Report, Person: f.Person})
}

// Followed reports whether anybody follows a report.
func Followed(t *flows.Turn, id civic.ReportID) bool {
	for range storage.Followers.All(t.Tx, storage.Range[storage.FollowerKey]{Prefix: storage.OfReport(id), Limit: 1}) {
		return true
	}
	return false
}

// ToFollowers lists who follows the report of a broadcast, from its first on.
func ToFollowers(t *flows.Turn, from civic.PersonID, n int) (all []civic.PersonID, err error) {
	var about struct {
		Report civic.ReportID `json:"report"`
		First  civic.PersonID `json:"first"`
	}
	if err := t.Args(&about); err != nil {
		return nil, err
	}
	first := storage.FollowerKey{Report: about.Report, Person: max(from, about.First)}
	span := storage.Range[storage.FollowerKey]{Prefix: storage.OfReport(about.Report), From: &first, Limit: n}
	for rec := range storage.Followers.All(t.Tx, span) { // one that is rotten has its key all the same
		all = append(all, rec.Key.Person)
	}
	return all, nil
}

func topic(f reports.Follower) civic.Topic {
	if f.Joined {
		return reports.OfJoined
	}
	return reports.OfFollowed
}

// Which words what the report is to a follower.
func Which(f reports.Follower) flows.Term {
	return flows.Term{Key: "which." + string(topic(f))}
}
