package neighbours

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// ErrSame says that a report would be merged into itself.
var ErrSame = errors.New("the same report")

// CheckMerge finds the report that another one can be merged into: open, and not itself
// merged: then the one that it is part of.
func CheckMerge(t *flows.Turn, id, into civic.ReportID) (reports.Report, error) {
	target, err := storage.Reports.Get(t.Tx, into)
	for err == nil && target.Status == reports.Merged {
		target, err = storage.Reports.Get(t.Tx, target.Into)
	}
	switch {
	case err != nil:
		return target, err
	case target.ID == id:
		return target, fmt.Errorf("merge report %d: %w", id, ErrSame)
	case !target.Status.Held():
		return target, fmt.Errorf("merge report %d into %d: %w", id, target.ID, reports.ErrNotNow)
	}
	return target, nil
}

// Merge makes a report part of another. Its author and its followers go there, with
// their words, photos and spots: nothing that somebody said is lost. Of an author who
// asked to be forgotten only the spot goes there, as nobody's.
func Merge(t *flows.Turn, id, into civic.ReportID) (reports.Report, error) {
	target, err := CheckMerge(t, id, into)
	if err != nil {
		return reports.Report{}, err
	}
	r, err := casework.Move(t, id, reports.Merge, reports.Event{Into: target.ID})
	if err != nil {
		return r, err
	}
	f := reports.Follower{Person: r.Author, At: r.Sent, Joined: r.Author != 0, Words: r.Text, Photos: r.Photos, Place: r.Place}
	before, after := parts{r, target}, parts{r, target}
	if after.target, err = bring(t, after, f); err != nil {
		return r, err
	}
	if after, err = bringFollowers(t, after); err != nil {
		return r, err
	}
	if err := repoint(t, r.ID, target.ID); err != nil {
		return r, err
	}
	if err := casework.Commit(t, before.merged, after.merged, reports.Event{}); err != nil {
		return r, err
	}
	by, _ := r.Last(reports.Merge)
	_, err = casework.Carry(t, before.target, after.target, reports.Event{What: reports.Join, By: by.By, Role: by.Role, Into: r.ID})
	return after.merged, err
}

// bring adds somebody of a merged report to the target. The target's author is none
// who joined it; what they said in the other report is kept with it all the same.
func bring(t *flows.Turn, p parts, f reports.Follower) (reports.Report, error) {
	r, target := p.merged, p.target
	here, known, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: target.ID, Person: f.Person})
	if err != nil {
		return target, err
	}
	f.From = cmp.Or(f.From, r.ID)
	if known {
		here.Joined = here.Joined || f.Joined
		here.Words = strings.Trim(here.Words+"\n"+f.Words, "\n")
		here.Photos = slices.Concat(here.Photos, f.Photos)
		if !here.Place.Known() {
			here.Place = f.Place
		}
		f = here
	}
	f.Report = target.ID
	if !known {
		f.N, f.Ticked, f.Verdicts = 0, false, nil
	}
	f.Joined = f.Joined && f.Person != target.Author && f.Person != 0
	return casework.KeepFollower(t, target, f)
}

// repoint lets what was merged into a report go where it goes: there are no chains.
func repoint(t *flows.Turn, from, to civic.ReportID) error {
	var merged []reports.Report
	for rec, err := range storage.ReportsInto.Each(t.Tx, storage.Tuple(from)) {
		if err != nil {
			return err
		}
		merged = append(merged, rec.Value)
	}
	for _, was := range merged {
		r := was
		r.Into = to
		if err := casework.Commit(t, was, r, reports.Event{}); err != nil {
			return err
		}
	}
	return nil
}

// Part undoes a merger: the report stands by itself again, with its own deadlines, and
// those who came with it go back with it.
func Part(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	into := r.Into
	if r, err = casework.Move(t, id, reports.Part, reports.Event{Into: into}); err != nil {
		return r, err
	}
	target, err := storage.Reports.Get(t.Tx, into)
	if err != nil {
		return r, err
	}
	before := parts{r, target}
	after, err := returnFollowers(t, before)
	if err != nil {
		return r, err
	}
	return after.merged, before.commit(t, after, casework.Commit)
}
