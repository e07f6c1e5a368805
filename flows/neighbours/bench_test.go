package neighbours

import (
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
	"veche/storage"
)

var (
	fillReports = flag.Int("fill.reports", 10_000, "how many reports the benchmarks put into the file")
	fillFile    = flag.String("fill.file", "", "the file, kept for another time; default: a temporary one")
)

// crowded is how many open reports lie within 500 metres of the middle.
const crowded = 300

var (
	middle = civic.Point{Lat: 55.2105, Lon: 34.2951}
	noon   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
)

// filled is a store with many reports, 300 of them open around the middle.
func filled(b *testing.B) *storage.Store {
	b.Helper()
	path := *fillFile
	if path == "" {
		path = filepath.Join(b.TempDir(), "veche.db")
	}
	_, err := os.Stat(path)
	fresh := errors.Is(err, os.ErrNotExist)
	s, err := storage.Open(path, storage.Options{Mmap: 8 << 30})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	if !fresh {
		return s
	}
	start := time.Now()
	if err := errors.Join(casework.Fill(b.Context(), s, civic.Smolensk(), *fillReports, noon), s.Update(crowd)); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d reports: %.0f s, %d MiB", *fillReports, time.Since(start).Seconds(), info.Size()>>20)
	return s
}

// crowd puts the open reports around the middle.
func crowd(tx *storage.Tx) error {
	what := []string{"Глубокая яма на дороге", "Разбит асфальт у подъезда", "Выбоина, пробил колесо", "Лужа на переходе", "Провал у люка"}
	for i := range crowded {
		id, err := storage.Next(tx, storage.ReportCounter)
		if err != nil {
			return err
		}
		turn, far := float64(i)*2.4, 450*math.Sqrt(float64(i+1)/crowded)
		p := civic.Point{Lat: middle.Lat + far*math.Cos(turn)/111_195, Lon: middle.Lon + far*math.Sin(turn)/63_400}
		r := civic.Report{ID: civic.ReportID(id), Author: 1, District: "vyazemsky", Category: "roads", Text: what[i%len(what)], Place: civic.Place{Point: &p},
			Status: civic.Published, Sent: noon, FirstDue: noon.Add(time.Hour), FinalDue: noon.Add(48 * time.Hour)}
		if err := storage.Reports.Put(tx, r.ID, r.Stemmed()); err != nil {
			return err
		}
	}
	return nil
}

// The searches over a large file. Figures:
//
//	go test ./flows/neighbours -run '^$' -bench Searches -fill.reports 1000000 -v
func BenchmarkSearches(b *testing.B) {
	s := filled(b)
	draft := civic.Report{District: "vyazemsky", Category: "roads", Text: "Яма на дороге, пробил колесо, объехать нельзя", Sent: noon, Place: civic.Place{Point: &middle}}.Stemmed()
	typed := draft
	typed.Place = civic.Place{Words: "Ленина, Гагарина, Кирова, Советская, Мира, Строителей, Садовая"}
	typed = typed.Stemmed()
	in := func(name string, do func(*flows.Turn) (int, error)) {
		b.Run(name, func(b *testing.B) {
			err := s.View(func(tx *storage.Tx) error {
				t := &flows.Turn{Tx: tx, Region: civic.Smolensk(), Now: noon, Person: &civic.Person{District: "vyazemsky"}}
				for b.Loop() {
					if n, err := do(t); err != nil || n == 0 {
						b.Fatal(n, err)
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
	in("similar by point", func(t *flows.Turn) (int, error) {
		found, err := casework.Similar(t.Tx, draft, 0)
		return len(found), err
	})
	in("similar by address", func(t *flows.Turn) (int, error) {
		found, err := casework.Similar(t.Tx, typed, 0)
		return len(found), err
	})
	in("near", func(t *flows.Turn) (int, error) {
		found, err := around(t, middle)
		return len(found), err
	})
	in("one word", func(t *flows.Turn) (int, error) {
		found, err := find(t, civic.Stems("фонари"))
		return len(found), err
	})
	in("three words", func(t *flows.Turn) (int, error) {
		found, err := find(t, civic.Stems("яма школа коляска"))
		return len(found) + 1, err
	})
}

// What it costs to put a published report into the file, indexes and all.
func BenchmarkPut(b *testing.B) {
	s := filled(b)
	r := civic.Report{Author: 1, District: "vyazemsky", Category: "roads", Text: "Глубокая яма у школы, вечером ничего не видно, ребёнок упал", Place: civic.Place{Point: &middle},
		Status: civic.Published, Sent: noon, FirstDue: noon, FinalDue: noon}.Stemmed()
	err := s.Update(func(tx *storage.Tx) error {
		for b.Loop() {
			r.ID++
			if err := storage.Reports.Put(tx, r.ID+1<<40, r); err != nil {
				return err
			}
		}
		return errors.New("undo")
	})
	if err.Error() != "undo" {
		b.Fatal(err)
	}
}
