package upkeep

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// How much of a week is looked at.
const (
	fixedAtMost = 200 // of a district are counted
	fixedKept   = 12  // of them, so that there are some to show besides the reader's own
	fixedShown  = 3
	weekLooks   = 50 // reports of a person, and as many that they follow
)

// fixeds is what was fixed in a district.
type fixeds struct {
	Count int              `json:"count"`
	Shown []civic.ReportID `json:"shown"`
}

func fixedIn(tx *storage.Tx, d civic.DistrictID, since time.Time) any {
	var f fixeds
	for rec, err := range storage.ReportsFixed.Backward(tx, storage.Tuple(d), storage.Span{Limit: fixedAtMost}) {
		if err != nil {
			continue // one that rotted keeps nobody from the others
		}
		if rec.Value.DoneAt().Before(since) {
			break
		}
		if f.Count++; f.Count <= fixedKept {
			f.Shown = append(f.Shown, rec.Value.ID)
		}
	}
	if f.Count == 0 {
		return nil
	}
	return f
}

// sayWeek words what changed with what somebody cares about and they were not told of, and
// what was fixed around them.
func sayWeek(t *flows.Turn, p civic.Person, w flows.Week) (lines []flows.Term, around flows.Term, err error) {
	var fixed fixeds
	if err := w.Found(&fixed); err != nil {
		return nil, around, err
	}
	if shown := examples(t, p, fixed.Shown); len(shown) > 0 {
		around = flows.Term{Key: "digest.fixed", Args: flows.Args{"Count": fixed.Count, "Examples": shown}}
	}
	return untold(t, p, w.Since), around, nil
}

// untold words what changed in the week and was not said at once: it was muted, or there
// was too much that day.
func untold(t *flows.Turn, p civic.Person, since time.Time) (lines []flows.Term) {
	add := func(r reports.Report, after time.Time) {
		if e, ok := newest(r, p.ID); ok && e.At.After(since) && e.At.After(after) {
			lines = append(lines, weekLine(t, r))
		}
	}
	if p.Mutes(reports.OfMine) {
		for rec, err := range storage.ReportsBy.Backward(t.Tx, storage.Tuple(p.ID), storage.Span{Limit: weekLooks}) {
			if err == nil {
				add(rec.Value, time.Time{})
			}
		}
	}
	for rec, err := range storage.FollowersAre.Backward(t.Tx, storage.Tuple(p.ID), storage.Span{Limit: weekLooks}) {
		if err != nil {
			continue
		}
		r, found, err := storage.Reports.Find(t.Tx, rec.Value.Report)
		if err != nil || !found || r.Author == p.ID || !r.Shown() {
			continue
		}
		add(r, latest(rec.Value.At, rec.Value.Told))
	}
	return lines
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// newest is the last thing that happened to a report and matters to those who follow it,
// unless they did it.
func newest(r reports.Report, p civic.PersonID) (reports.Event, bool) {
	for i := len(r.Timeline) - 1; i >= 0; i-- {
		if e := r.Timeline[i]; e.What.Is().Followed {
			return e, e.By != p
		}
	}
	return reports.Event{}, false
}

func weekLine(t *flows.Turn, r reports.Report) flows.Term {
	c, _ := t.Region.Category(r.Category)
	line := flows.Term{Key: "digest.line", Args: flows.Args{"ID": r.ID, "Category": c.Name, "Status": flows.Term{Key: "status." + string(r.Status)}}}
	if r.Status == reports.Promised {
		line.Key, line.Args["Due"] = "digest.promised", flows.Day(r.Promise)
	}
	return line
}

// examples words what was fixed for others: of their own reports, and of those that they
// joined or follow, people have heard.
func examples(t *flows.Turn, p civic.Person, ids []civic.ReportID) (lines []flows.Term) {
	for _, id := range ids {
		r, found, err := storage.Reports.Find(t.Tx, id)
		own := r.By(p.ID) || storage.Followers.Has(t.Tx, storage.FollowerKey{Report: id, Person: p.ID})
		if err != nil || !found || own || len(lines) == fixedShown {
			continue
		}
		c, _ := t.Region.Category(r.Category)
		lines = append(lines, flows.Term{Key: "digest.example", Args: flows.Args{"ID": r.ID, "Category": c.Name, "Place": r.Place.Words}})
	}
	return lines
}
