package flows_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// While a report is merged another stands for it: when they part it has as much working
// time left as before, its ladder goes on from there, and nothing is counted twice.
func TestAPartedReportGetsItsTimeBack(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		before, cal := w.report(1), w.engine.Region.Calendar
		merged := monday.Add(2 * time.Hour)
		w.now = merged
		w.merge(1, "2")
		parted := monday.AddDate(0, 0, 2)
		w.until(parted)
		if got := rungsOf(w.report(1)); len(got) > 0 {
			t.Errorf("while it is merged: %v", got)
		}
		w.press("moderator", "a:report.part:1")
		r := w.report(1)
		for what, due := range map[string][2]time.Time{"first answer": {before.FirstDue, r.FirstDue}, "outcome": {before.FinalDue, r.FinalDue}} {
			if was, is := cal.Between(merged, due[0]), cal.Between(parted, due[1]); was != is || was == 0 {
				t.Errorf("the %s had %s of working time left, and has %s", what, was, is)
			}
		}
		w.until(parted.Add(4 * time.Hour))
		if got := rungsOf(w.report(1)); !slices.Equal(got, []string{"nudge Wed 25.11 13:30"}) {
			t.Errorf("parted with seven hours left: %v", got)
		}
		w.tallied(map[reports.Tally]int64{reports.TallyPublished: 1})
	})
}

// One that was merged before anybody published it has all of its time from then on.
func TestPartingPublishes(t *testing.T) {
	inWorld(t, func(w *world) {
		w.merge(1, "2")
		w.tallied(map[reports.Tally]int64{})
		w.now = monday.AddDate(0, 0, 1)
		w.press("moderator", "a:report.part:1")
		if r := w.report(1); r.Status != reports.Published || !r.FirstDue.Equal(monday.AddDate(0, 0, 2)) {
			t.Errorf("%s, due %s", r.Status, r.FirstDue)
		}
		w.tallied(map[reports.Tally]int64{reports.TallyPublished: 1})
	})
}

// tallied compares what the first report counts this month.
func (w *world) tallied(want map[reports.Tally]int64) {
	w.t.Helper()
	if got := w.counted(w.now); !maps.Equal(got, want) {
		w.t.Errorf("%v, want %v", got, want)
	}
}

// counted is what the row of the first report counts for the district in a month.
func (w *world) counted(month time.Time) map[reports.Tally]int64 {
	w.t.Helper()
	c, err := storage.Cases.Get(w.tx, storage.CaseKey{Kind: reports.Kind, Month: civic.MonthOf(w.report(1).Sent), District: here, ID: 1})
	if err != nil {
		w.t.Fatal(err)
	}
	n := map[reports.Tally]int64{}
	for _, x := range c.Counted {
		if x.District == here && civic.MonthOf(x.At) == civic.MonthOf(month) {
			n[reports.Tally(x.What)]++
		}
	}
	return n
}
