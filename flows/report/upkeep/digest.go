package upkeep

import (
	"context"
	"encoding/json"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// The digest of the week, on Fridays.
const (
	digestName   = "digest"
	digestDay    = time.Friday
	digestBack   = 7 * 24 * time.Hour
	fixedAtMost  = 200 // of a district are counted
	fixedKept    = 12  // of them, so that there are some to show besides the reader's own
	fixedShown   = 3
	digestLooks  = 50 // reports of a person, and as many that they follow, are looked at
	digestLength = 10 // lines
)

// week is what everybody's digest has in common: what was fixed, by district.
type week struct {
	Since time.Time                   `json:"since"`
	Fixed map[civic.DistrictID]fixeds `json:"fixed"`
}

type fixeds struct {
	Count int              `json:"count"`
	Shown []civic.ReportID `json:"shown"`
}

var (
	digestKind = flows.BroadcastKind{Name: digestName, To: everybody, Say: giveDigest}
	digestJob  = flows.JobKind{Name: digestName, Run: lookBack, Done: func(t *flows.Turn) error { return t.Broadcast(digestName, t.Input.Args) }}
)

// startDigest begins the digest on its day.
func startDigest(t *flows.Turn) error {
	if t.Now.Weekday() != digestDay {
		return nil
	}
	var districts []civic.DistrictID
	for _, d := range t.Region.Districts {
		districts = append(districts, d.ID)
	}
	return t.Later(digestName, lookingBack{Since: t.Now.Add(-digestBack), Districts: districts})
}

type lookingBack struct {
	Since     time.Time          `json:"since"`
	Districts []civic.DistrictID `json:"districts"`
}

// lookBack finds what was fixed in each district, beside the rounds.
func lookBack(ctx context.Context, w flows.Work) (any, error) {
	var of lookingBack
	if err := json.Unmarshal(w.Args, &of); err != nil {
		return nil, err
	}
	found := week{Since: of.Since, Fixed: map[civic.DistrictID]fixeds{}}
	for _, d := range of.Districts {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var f fixeds
		if err := w.View(func(tx *storage.Tx) error { f = fixedIn(tx, d, of.Since); return nil }); err != nil {
			return nil, err
		}
		if f.Count > 0 {
			found.Fixed[d] = f
		}
	}
	return found, nil
}

func fixedIn(tx *storage.Tx, d civic.DistrictID, since time.Time) (f fixeds) {
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
	return f
}

// everybody lists who has given consent.
func everybody(t *flows.Turn, from civic.PersonID, n int) (all []civic.PersonID, err error) {
	for rec := range storage.People.All(t.Tx, storage.Range[civic.PersonID]{From: &from, Limit: n}) {
		all = append(all, rec.Key)
	}
	return all, nil
}

// giveDigest tells somebody what changed with what they care about and were not told of,
// and what was fixed around them. Where there is nothing, nothing comes.
func giveDigest(t *flows.Turn, p civic.Person) error {
	var w week
	if err := t.Args(&w); err != nil {
		return err
	}
	lines, err := untold(t, p, w.Since)
	if err != nil {
		return err
	}
	fixed := w.Fixed[p.District]
	shown := examples(t, p, fixed.Shown)
	if len(lines) == 0 && len(shown) == 0 {
		return nil
	}
	args := flows.Args{"Lines": lines, "Fixed": flows.Term{}}
	if len(shown) > 0 {
		args["Fixed"] = flows.Term{Key: "digest.fixed", Args: flows.Args{"Count": fixed.Count, "Examples": shown}}
	}
	_, err = t.Push(p, flows.OfDigest, flows.Message{Key: "digest.title", Args: args})
	return err
}

// untold words what changed in the week and was not said at once: it was muted, or there
// was too much that day.
func untold(t *flows.Turn, p civic.Person, since time.Time) (lines []flows.Term, err error) {
	add := func(r reports.Report, after time.Time) {
		if e, ok := newest(r, p.ID); ok && e.At.After(since) && e.At.After(after) && len(lines) < digestLength {
			lines = append(lines, weekLine(t, r))
		}
	}
	if p.Mutes(reports.OfMine) {
		for rec, err := range storage.ReportsBy.Backward(t.Tx, storage.Tuple(p.ID), storage.Span{Limit: digestLooks}) {
			if err == nil {
				add(rec.Value, time.Time{})
			}
		}
	}
	for rec, err := range storage.FollowersAre.Backward(t.Tx, storage.Tuple(p.ID), storage.Span{Limit: digestLooks}) {
		if err != nil {
			continue
		}
		r, found, err := storage.Reports.Find(t.Tx, rec.Value.Report)
		if err != nil || !found || r.Author == p.ID || !r.Shown() {
			continue
		}
		add(r, latest(rec.Value.At, rec.Value.Told))
	}
	return lines, nil
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
