package storage

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// What is told of the reports of late is what the reports say, however they came there.
func TestRecentSaysWhatTheReportsSay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t, newFile(t), Options{})
		defer s.Close()
		now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
		days, most := rapid.IntRange(0, 40).Draw(rt, "days"), rapid.IntRange(1, 5).Draw(rt, "most")
		since := now.AddDate(0, 0, -days)
		kept := map[civic.ReportID]reports.Report{}
		err := s.Update(func(tx *Tx) error {
			for range rapid.IntRange(0, 30).Draw(rt, "puts") {
				id := civic.ReportID(rapid.IntRange(1, 12).Draw(rt, "id"))
				r := reports.Report{ID: id, Author: civic.PersonID(rapid.IntRange(0, 1).Draw(rt, "author")),
					Status: rapid.SampledFrom(reports.Statuses()).Draw(rt, "status"), Sent: now.AddDate(0, 0, int(id)/4*4-45)} // several at one moment
				kept[id] = r
				if err := Reports.Put(tx, id, r); err != nil {
					return err
				}
			}
			got, err := Recent(tx, 1, since, most)
			if want := recentOf(kept, since, most); !slices.Equal(got, want) {
				rt.Errorf("got %v, want %v", got, want)
			}
			return err
		})
		if err != nil {
			rt.Fatal(err)
		}
	})
}

// recentOf finds the same by looking at every report.
func recentOf(kept map[civic.ReportID]reports.Report, since time.Time, most int) (out []Sent) {
	n := map[bool]int{}
	for id := civic.ReportID(12); id > 0; id-- {
		r, open := kept[id], kept[id].Status.Open()
		if r.Author != 1 || !r.Sent.After(since) || n[open] == most {
			continue
		}
		n[open]++
		out = append(out, Sent{ID: id, At: r.Sent, Status: r.Status})
	}
	return out
}
