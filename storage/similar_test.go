package storage_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// What somebody who writes a report is shown, from the index of the open ones.
func TestSimilarReports(t *testing.T) {
	s, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := func(metres float64) civic.Place {
		return civic.Place{Point: &civic.Point{Lat: 55.21 + metres/111_195, Lon: 34.29}}
	}
	typed := func(words string) civic.Place { return civic.Place{Words: words} }
	open := []reports.Report{
		1: {Category: "roads", Text: "Глубокая яма на дороге", Place: at(20)},
		2: {Category: "roads", Text: "Глубокая яма на дороге", Place: at(600)},
		3: {Category: "roads", Text: "Глубокая яма на дороге", Place: at(0), Status: reports.Confirmed},
		4: {Category: "lighting", Text: "Не горит фонарь", Place: at(0)},
		5: {Category: "house", Text: "Не работает лифт", Place: typed("ул. Ленина, д. 12, подъезд 2")},
		6: {Category: "house", Text: "Не работает лифт", Place: typed("ул. Ленина, 14")},
		7: {Category: "house", Text: "Не работает лифт", Place: typed("Ленина 12"), District: "gagarinsky"},
		8: {Category: "roads", Text: "Разбит асфальт", Place: typed("у Троицкой церкви")},
	}
	err = s.Update(func(tx *storage.Tx) error {
		for id, r := range open {
			if id == 0 {
				continue
			}
			r.ID, r.Sent, r.FirstDue, r.FinalDue = civic.ReportID(id), now, now, now
			if r.Status == "" {
				r.Status = reports.Published
			}
			if r.District == "" {
				r.District = "vyazemsky"
			}
			if err := storage.Reports.Put(tx, r.ID, r.Stemmed()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		about string
		draft reports.Report
		want  []civic.ReportID
	}{
		{"near, open, about the same", reports.Report{Category: "roads", Text: "Выбоина, пробил колесо", Place: at(0)}, []civic.ReportID{1}},
		{"another category, as people choose", reports.Report{Category: "roads", Text: "Тёмный переулок, фонари погасли", Place: at(10)}, []civic.ReportID{4}},
		{"the house, with or without the entrance", reports.Report{Category: "house", Text: "Лифт опять сломан", Place: typed("Ленина 12")}, []civic.ReportID{5}},
		{"a slip of the pen, another category", reports.Report{Category: "other", Text: "Лифт неработает", Place: typed("ленина, дом 14")}, []civic.ReportID{6}},
		{"a point, and a text that names a typed place", reports.Report{Category: "roads", Text: "Асфальт разбит около Троицкой церкви", Place: at(5000)}, []civic.ReportID{8}},
		{"a point, and nothing known of the place", reports.Report{Category: "roads", Text: "Разбит асфальт", Place: at(5000)}, nil},
	} {
		c.draft.District, c.draft.Sent = "vyazemsky", now
		err := s.View(func(tx *storage.Tx) error {
			found, err := storage.Similar(tx, c.draft.Stemmed(), civic.Likely)
			var got []civic.ReportID
			for _, l := range found {
				got = append(got, l.Report)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.about, got, c.want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
