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
func bringFollowers(t *flows.Turn, r, target reports.Report) (reports.Report, reports.Report, error) {
	return moveSome(t, r, target, r.ID, bringKind.Name, bringOne)
}

// moveOne moves a follower between a merged report and its target; both come back with
// their counts in step.
type moveOne func(t *flows.Turn, r, target reports.Report, f reports.Follower) (reports.Report, reports.Report, error)

// moveSome moves the first followers of one of the reports at once, and leaves the rest to a
// broadcast of the kind.
func moveSome(t *flows.Turn, r, target reports.Report, from civic.ReportID, kind string, one moveOne) (reports.Report, reports.Report, error) {
	some, rest, err := someFollowers(t.Tx, from)
	for _, f := range some {
		if err != nil {
			break
		}
		r, target, err = one(t, r, target, f)
	}
	if err == nil && rest != 0 {
		err = t.Broadcast(kind, moving{Report: from, First: rest, Merged: r.ID})
	}
	return r, target, err
}

func bringOne(t *flows.Turn, r, target reports.Report, f reports.Follower) (reports.Report, reports.Report, error) {
	if f.Person == r.Author && r.Author != 0 {
		return r, target, nil
	}
	stays := storage.Followers.Has(t.Tx, storage.FollowerKey{Report: target.ID, Person: f.Person})
	target, err := bring(t, r, target, f)
	if err != nil {
		return r, target, err
	}
	t.Say(flows.To(f.Person), flows.Message{Key: "merged.follower", Args: flows.Args{"ID": r.ID, "Into": target.ID, "Spot": f.Spot(), "Which": which(f)}})
	if !stays {
		r, err = dropFollower(t, r, f.Person)
	}
	return r, target, err
}

// bringNext moves one of the rest, unless the reports have parted meanwhile.
func bringNext(t *flows.Turn, p civic.Person) error {
	f, r, err := next(t, p)
	if err != nil || f.Person == 0 || r.Status != reports.Merged {
		return err
	}
	return moveNext(t, r, r.Into, f, bringOne)
}

// returnFollowers moves those who came to the target with a report back to it.
func returnFollowers(t *flows.Turn, r, target reports.Report) (reports.Report, reports.Report, error) {
	return moveSome(t, r, target, target.ID, returnKind.Name, returnOne)
}

func returnOne(t *flows.Turn, r, target reports.Report, f reports.Follower) (reports.Report, reports.Report, error) {
	if f.From != r.ID {
		return r, target, nil
	}
	var err error
	if f.Person != r.Author {
		back := f
		back.Report, back.From, back.N, back.Ticked, back.Verdicts = r.ID, 0, 0, false, nil
		if r, err = keepFollower(t, r, back); err != nil {
			return r, target, err
		}
	}
	target, err = dropFollower(t, target, f.Person)
	return r, target, err
}

// returnNext moves one of the rest back, unless the report was merged again meanwhile.
func returnNext(t *flows.Turn, p civic.Person) error {
	f, r, err := next(t, p)
	if err != nil || f.Person == 0 || r.Status == reports.Merged {
		return err
	}
	return moveNext(t, r, f.Report, f, returnOne)
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

// moveNext moves a follower. The cards change for those who brought something to look at.
func moveNext(t *flows.Turn, r reports.Report, into civic.ReportID, f reports.Follower, one moveOne) error {
	target, err := storage.Reports.Get(t.Tx, into)
	if err != nil {
		return err
	}
	movedR, movedTarget, err := one(t, r, target, f)
	if err != nil {
		return err
	}
	if err := (change{was: r, r: movedR, quiet: !f.Spot()}).commit(t); err != nil {
		return err
	}
	return change{was: target, r: movedTarget, quiet: !f.Spot()}.commit(t)
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
