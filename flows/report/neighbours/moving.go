package neighbours

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
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
	bringKind  = flows.BroadcastKind{Name: "merge", To: casework.ToFollowers, Say: bringNext}
	returnKind = flows.BroadcastKind{Name: "part", To: casework.ToFollowers, Say: returnNext}
)

// parts are a report that was merged, and the one that it was merged into, while followers
// go from one to the other: both count them.
type parts struct{ merged, target reports.Report }

// bringFollowers moves those who joined or follow a report, and tells them. Who has a
// record at both keeps the one here, for the day when the reports part.
func bringFollowers(t *flows.Turn, p parts) (parts, error) {
	return moveSome(t, p, p.merged.ID, bringKind.Name, bringOne)
}

// returnFollowers moves those who came to the target with a report back to it.
func returnFollowers(t *flows.Turn, p parts) (parts, error) {
	return moveSome(t, p, p.target.ID, returnKind.Name, returnOne)
}

// moveSome moves the first followers of one of the reports at once, and leaves the rest to
// a broadcast of the kind.
func moveSome(t *flows.Turn, p parts, from civic.ReportID, kind string, one func(*flows.Turn, parts, reports.Follower) (parts, error)) (parts, error) {
	some, rest, err := someFollowers(t.Tx, from)
	if err != nil {
		return p, err
	}
	for _, f := range some {
		if p, err = one(t, p, f); err != nil {
			return p, err
		}
	}
	if rest == 0 {
		return p, nil
	}
	return p, t.Broadcast(kind, moving{Report: from, First: rest, Merged: p.merged.ID})
}

func bringOne(t *flows.Turn, p parts, f reports.Follower) (parts, error) {
	if p.merged.By(f.Person) {
		return p, nil
	}
	stays := storage.Followers.Has(t.Tx, storage.FollowerKey{Report: p.target.ID, Person: f.Person})
	var err error
	if p.target, err = bring(t, p, f); err != nil {
		return p, err
	}
	t.Say(flows.To(f.Person), flows.Message{Key: "merged.follower", Args: flows.Args{"ID": p.merged.ID, "Into": p.target.ID, "Spot": f.Spot(), "Which": casework.Which(f)}})
	if !stays {
		p.merged, err = casework.DropFollower(t, p.merged, f.Person)
	}
	return p, err
}

func returnOne(t *flows.Turn, p parts, f reports.Follower) (parts, error) {
	if f.From != p.merged.ID {
		return p, nil
	}
	var err error
	if f.Person != p.merged.Author {
		back := f
		back.Report, back.From, back.N, back.Ticked, back.Verdicts = p.merged.ID, 0, 0, false, nil
		if p.merged, err = casework.KeepFollower(t, p.merged, back); err != nil {
			return p, err
		}
	}
	p.target, err = casework.DropFollower(t, p.target, f.Person)
	return p, err
}

// bringNext moves one of the rest, unless the reports have parted meanwhile.
func bringNext(t *flows.Turn, p civic.Person) error {
	f, merged, err := next(t, p)
	if err != nil || f.Person == 0 || merged.Status != reports.Merged {
		return err
	}
	return moveNext(t, merged, merged.Into, f, bringOne)
}

// returnNext moves one of the rest back, unless the report was merged again meanwhile.
func returnNext(t *flows.Turn, p civic.Person) error {
	f, merged, err := next(t, p)
	if err != nil || f.Person == 0 || merged.Status == reports.Merged {
		return err
	}
	return moveNext(t, merged, f.Report, f, returnOne)
}

// next reads the follower whose turn it is, nobody where they went meanwhile, and the
// report that was merged.
func next(t *flows.Turn, p civic.Person) (f reports.Follower, merged reports.Report, err error) {
	var m moving
	if err := t.Args(&m); err != nil {
		return f, merged, err
	}
	if merged, err = storage.Reports.Get(t.Tx, m.Merged); err != nil {
		return f, merged, err
	}
	f, _, err = storage.Followers.Find(t.Tx, storage.FollowerKey{Report: m.Report, Person: p.ID})
	return f, merged, err
}

// moveNext moves a follower. The cards change for those who brought something to look at;
// how many the others are is on them with the next change.
func moveNext(t *flows.Turn, merged reports.Report, into civic.ReportID, f reports.Follower, one func(*flows.Turn, parts, reports.Follower) (parts, error)) error {
	target, err := storage.Reports.Get(t.Tx, into)
	if err != nil {
		return err
	}
	before := parts{merged, target}
	after, err := one(t, before, f)
	if err != nil {
		return err
	}
	if f.Spot() {
		return before.commit(t, after, casework.Commit)
	}
	return before.commit(t, after, casework.CommitQuietly)
}

// commit puts both reports.
func (p parts) commit(t *flows.Turn, after parts, commit func(t *flows.Turn, was, r reports.Report, e reports.Event) error) error {
	if err := commit(t, p.target, after.target, reports.Event{}); err != nil {
		return err
	}
	return commit(t, p.merged, after.merged, reports.Event{})
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
