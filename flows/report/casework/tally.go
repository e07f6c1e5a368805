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

// Count adds to a tally of the month of a moment, in the region's zone.
func Count(t *flows.Turn, at time.Time, d civic.DistrictID, what reports.Tally, n int64) error {
	name := tallyName(at.In(t.Region.Zone), d, what)
	sum, _, err := storage.Values.Find(t.Tx, name)
	if err != nil {
		return fmt.Errorf("count %s: %w", name, err)
	}
	return storage.Values.Put(t.Tx, name, sum+n)
}

func tallyName(month time.Time, d civic.DistrictID, what reports.Tally) string {
	return "tally/" + month.Format("2006-01") + "/" + string(d) + "/" + string(what)
}

// Counted reads the tallies of a month by district.
func Counted(tx *storage.Tx, month time.Time) (map[civic.DistrictID]map[reports.Tally]int64, error) {
	out := map[civic.DistrictID]map[reports.Tally]int64{}
	start := "tally/" + month.Format("2006-01") + "/"
	for rec, err := range storage.Values.All(tx, storage.Range[string]{Prefix: []byte(start)}) {
		if err != nil {
			return nil, fmt.Errorf("read the tallies: %w", err)
		}
		district, what, _ := strings.Cut(strings.TrimPrefix(rec.Key, start), "/")
		d := civic.DistrictID(district)
		if out[d] == nil {
			out[d] = map[reports.Tally]int64{}
		}
		out[d][reports.Tally(what)] += rec.Value
	}
	return out, nil
}

// tally counts a move and the fate of a promise that it ended.
func tally(t *flows.Turn, was, r reports.Report, e reports.Event, fate reports.Fate) error {
	if e.What == reports.Undo {
		return untally(t, was)
	}
	counts := map[reports.Tally]int64{}
	if what := tallyOf(was, e.What); what != "" {
		counts[what]++
	}
	if len(was.Answers()) == 0 && len(r.Answers()) > 0 {
		if was.Overdue(t.Now) {
			counts[reports.TallyLate]++
		} else {
			counts[reports.TallyInTime]++
		}
	}
	switch fate {
	case reports.WasKept:
		counts[reports.TallyKept]++
	case reports.WasBroken, reports.Unkept:
		counts[reports.TallyBroken]++
	}
	if fate == reports.Unkept {
		if err := Count(t, was.KeptAt(), r.District, reports.TallyKept, -1); err != nil {
			return err
		}
	}
	for _, what := range reports.Tallies() {
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
func tallyOf(was reports.Report, move reports.Move) reports.Tally {
	if move == reports.Part && was.Public() { // it was counted before it was merged
		return ""
	}
	return move.Is().Tally
}

// untally takes back what a decision counted that is undone.
func untally(t *flows.Turn, was reports.Report) error {
	e := was.Timeline[len(was.Timeline)-1]
	return Count(t, e.At, was.District, e.What.Is().Tally, -1)
}
