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

// tally counts a move, and the fate of a promise that it ended.
func tally(t *flows.Turn, c change) error {
	for _, n := range reports.Counts(c.was, c.r, c.e) {
		if err := Count(t, n.At, n.District, n.What, n.N); err != nil {
			return err
		}
	}
	return nil
}
