package casework

import (
	"fmt"
	"strings"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Tally is something that is counted for each month and district.
type Tally string

// What is counted. In the month in which it happened, for the district that had the
// report then.
const (
	TallyPublished Tally = "published"
	TallyInTime    Tally = "in_time" // first answers
	TallyLate      Tally = "late"
	TallyClosed    Tally = "closed"
	TallyConfirmed Tally = "confirmed"
	TallyReturned  Tally = "returned"
	TallyKept      Tally = "kept" // promises
	TallyBroken    Tally = "broken"
	TallyOutside   Tally = "outside" // redirected to an authority
	TallyUnsent    Tally = "unsent"  // told before sending that the district has no power
	TallyRefused   Tally = "refused"
)

// Tallies lists them in the order in which they are shown.
func Tallies() []Tally {
	return []Tally{TallyPublished, TallyInTime, TallyLate, TallyClosed, TallyConfirmed, TallyReturned,
		TallyKept, TallyBroken, TallyOutside, TallyUnsent, TallyRefused}
}

// Count adds to a tally of the month of a moment, in the region's zone.
func Count(t *flows.Turn, at time.Time, d civic.DistrictID, what Tally, n int64) error {
	name := tallyName(at.In(t.Region.Zone), d, what)
	sum, _, err := storage.Values.Find(t.Tx, name)
	if err != nil {
		return fmt.Errorf("count %s: %w", name, err)
	}
	return storage.Values.Put(t.Tx, name, sum+n)
}

func tallyName(month time.Time, d civic.DistrictID, what Tally) string {
	return "tally/" + month.Format("2006-01") + "/" + string(d) + "/" + string(what)
}

// Counted reads the tallies of a month by district.
func Counted(tx *storage.Tx, month time.Time) (map[civic.DistrictID]map[Tally]int64, error) {
	out := map[civic.DistrictID]map[Tally]int64{}
	start := "tally/" + month.Format("2006-01") + "/"
	for rec, err := range storage.Values.All(tx, storage.Range[string]{Prefix: []byte(start)}) {
		if err != nil {
			return nil, fmt.Errorf("read the tallies: %w", err)
		}
		district, what, _ := strings.Cut(strings.TrimPrefix(rec.Key, start), "/")
		d := civic.DistrictID(district)
		if out[d] == nil {
			out[d] = map[Tally]int64{}
		}
		out[d][Tally(what)] += rec.Value
	}
	return out, nil
}

// tally counts a move and the fate of a promise that it ended.
func tally(t *flows.Turn, was, r reports.Report, e reports.Event, fate reports.Fate) error {
	if e.What == reports.Undo {
		return untally(t, was)
	}
	counts := map[Tally]int64{}
	if what := tallyOf(was, e.What); what != "" {
		counts[what]++
	}
	if len(was.Answers()) == 0 && len(r.Answers()) > 0 {
		if was.Overdue(t.Now) {
			counts[TallyLate]++
		} else {
			counts[TallyInTime]++
		}
	}
	switch fate {
	case reports.WasKept:
		counts[TallyKept]++
	case reports.WasBroken, reports.Unkept:
		counts[TallyBroken]++
	}
	if fate == reports.Unkept {
		if err := Count(t, was.KeptAt(), r.District, TallyKept, -1); err != nil {
			return err
		}
	}
	for _, what := range Tallies() {
		if counts[what] == 0 {
			continue
		}
		if err := Count(t, t.Now, was.District, what, counts[what]); err != nil {
			return err
		}
	}
	return nil
}

// tallyOf is what a move counts by itself, or "".
func tallyOf(was reports.Report, move reports.Move) Tally {
	switch move {
	case reports.Publish:
		return TallyPublished
	case reports.Part:
		if !was.Public() { // merged before it was published
			return TallyPublished
		}
	case reports.Refuse:
		return TallyRefused
	case reports.Close:
		return TallyClosed
	case reports.Confirm:
		return TallyConfirmed
	case reports.Return:
		return TallyReturned
	case reports.Redirect:
		return TallyOutside
	}
	return ""
}

// untally takes back what a decision counted that is undone.
func untally(t *flows.Turn, was reports.Report) error {
	move, what := reports.Publish, TallyPublished
	if was.Status == reports.Refused {
		move, what = reports.Refuse, TallyRefused
	}
	e, _ := was.Last(move)
	return Count(t, e.At, was.District, what, -1)
}
