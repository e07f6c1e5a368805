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

// Unsent counts a draft that nobody sent: the one number behind which there are no cases.
func Unsent(t *flows.Turn, d civic.DistrictID) error {
	name := unsentIn(t.Now) + string(d) + "/" + string(reports.TallyUnsent)
	sum, _, err := storage.Values.Find(t.Tx, name)
	if err != nil {
		return fmt.Errorf("count %s: %w", name, err)
	}
	return storage.Values.Put(t.Tx, name, sum+1)
}

func unsentIn(month time.Time) string { return "tally/" + civic.MonthOf(month) + "/" }

// Counted are the numbers of a month by district.
func Counted(tx *storage.Tx, month time.Time) (map[civic.DistrictID]map[reports.Tally]int64, error) {
	counted, err := storage.Counted(tx, reports.Kind, civic.MonthOf(month))
	if err != nil {
		return nil, fmt.Errorf("count the cases: %w", err)
	}
	out := map[civic.DistrictID]map[reports.Tally]int64{}
	add := func(d civic.DistrictID, what reports.Tally, n int64) {
		if out[d] == nil {
			out[d] = map[reports.Tally]int64{}
		}
		out[d][what] += n
	}
	for d, sums := range counted {
		for what, n := range sums {
			add(d, reports.Tally(what), n)
		}
	}
	start := unsentIn(month)
	for rec, err := range storage.Values.All(tx, storage.Range[string]{Prefix: []byte(start)}) {
		if err != nil {
			return nil, fmt.Errorf("read what was not sent: %w", err)
		}
		district, what, _ := strings.Cut(strings.TrimPrefix(rec.Key, start), "/")
		add(civic.DistrictID(district), reports.Tally(what), rec.Value)
	}
	return out, nil
}
