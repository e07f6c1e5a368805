package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// movedAtOnce is how many followers a merger looks at in its own transaction, which
// others wait for. The rest follow as a broadcast does, a few at a time.
const movedAtOnce = 100

// moving is the rest of the followers of a report, from the first on, who go to another
// report because one was merged or parted.
type moving struct {
	Report civic.ReportID `json:"report"`
	First  civic.PersonID `json:"first"`
	Merged civic.ReportID `json:"merged"` // the one that was
}

var (
	bringKind  = flows.BroadcastKind{Name: "merge", To: followers, Say: bringNext}
	returnKind = flows.BroadcastKind{Name: "part", To: followers, Say: returnNext}
)

// bringFollowers moves those who joined or follow a report, and tells them. Who has a
// record at both keeps the one here, for the day when the reports part.
func bringFollowers(t *flows.Turn, r, target *reports.Report) error {
	return moveSome(t, r.ID, r.ID, bringKind.Name, func(f reports.Follower) error { return bringOne(t, r, target, f) })
}

// moveSome moves the first followers of a report at once, and leaves the rest to a
// broadcast of the kind.
func moveSome(t *flows.Turn, from, merged civic.ReportID, kind string, one func(reports.Follower) error) error {
	some, rest, err := someFollowers(t.Tx, from)
	if err != nil {
		return err
	}
	for _, f := range some {
		if err := one(f); err != nil {
			return err
		}
	}
	if rest == 0 {
		return nil
	}
	return t.Broadcast(kind, moving{Report: from, First: rest, Merged: merged})
}

func bringOne(t *flows.Turn, r, target *reports.Report, f reports.Follower) error {
	if f.Person == r.Author && r.Author != 0 {
		return nil
	}
	stays := storage.Followers.Has(t.Tx, storage.FollowerKey{Report: target.ID, Person: f.Person})
	if err := bring(t, *r, target, f); err != nil {
		return err
	}
	t.Say(flows.To(f.Person), flows.Message{Key: "merged.follower", Args: flows.Args{"ID": r.ID, "Into": target.ID, "Spot": f.Spot(), "Which": which(f)}})
	if stays {
		return nil
	}
	return dropFollower(t, r, f.Person)
}

// bringNext moves one of the rest, unless the reports have parted meanwhile.
func bringNext(t *flows.Turn, p civic.Person) error {
	f, r, err := next(t, p)
	if err != nil || f.Person == 0 || r.Status != reports.Merged {
		return err
	}
	target, err := storage.Reports.Get(t.Tx, r.Into)
	if err != nil {
		return err
	}
	if err := bringOne(t, &r, &target, f); err != nil {
		return err
	}
	return putBoth(t, r, target, f)
}

// returnFollowers moves those who came to the target with a report back to it.
func returnFollowers(t *flows.Turn, r, target *reports.Report) error {
	return moveSome(t, target.ID, r.ID, returnKind.Name, func(f reports.Follower) error { return returnOne(t, r, target, f) })
}

func returnOne(t *flows.Turn, r, target *reports.Report, f reports.Follower) error {
	if f.From != r.ID {
		return nil
	}
	if f.Person != r.Author {
		back := f
		back.Report, back.From, back.N, back.Ticked, back.Verdicts = r.ID, 0, 0, false, nil
		if err := keepFollower(t, r, back); err != nil {
			return err
		}
	}
	return dropFollower(t, target, f.Person)
}

// returnNext moves one of the rest back, unless the report was merged again meanwhile.
func returnNext(t *flows.Turn, p civic.Person) error {
	f, r, err := next(t, p)
	if err != nil || f.Person == 0 || r.Status == reports.Merged {
		return err
	}
	target, err := storage.Reports.Get(t.Tx, f.Report)
	if err != nil {
		return err
	}
	if err := returnOne(t, &r, &target, f); err != nil {
		return err
	}
	return putBoth(t, r, target, f)
}

// next reads the follower whose turn it is, nobody where they went meanwhile, and the
// report that was merged.
func next(t *flows.Turn, p civic.Person) (f reports.Follower, r reports.Report, err error) {
	var m moving
	if err := t.Args(&m); err != nil {
		return f, r, err
	}
	if r, err = storage.Reports.Get(t.Tx, m.Merged); err != nil {
		return f, r, err
	}
	f, _, err = storage.Followers.Find(t.Tx, storage.FollowerKey{Report: m.Report, Person: p.ID})
	return f, r, err
}

// putBoth keeps the counts of both reports. The cards change for those who brought
// something to look at; how many they are is on them with the next change.
func putBoth(t *flows.Turn, r, target reports.Report, f reports.Follower) error {
	put := save
	if !f.Spot() {
		put = func(t *flows.Turn, r reports.Report) error { return storage.Reports.Put(t.Tx, r.ID, r) }
	}
	if err := put(t, r); err != nil {
		return err
	}
	return put(t, target)
}

// someFollowers reads as many as a transaction may move, and who comes next; nobody
// when these are all.
func someFollowers(tx *storage.Tx, id civic.ReportID) (some []reports.Follower, rest civic.PersonID, err error) {
	for rec, err := range storage.Followers.All(tx, storage.Range[storage.FollowerKey]{Prefix: storage.OfReport(id), Limit: movedAtOnce + 1}) {
		if len(some) == movedAtOnce {
			return some, rec.Key.Person, nil
		}
		if err != nil {
			return nil, 0, err
		}
		some = append(some, rec.Value)
	}
	return some, 0, nil
}
