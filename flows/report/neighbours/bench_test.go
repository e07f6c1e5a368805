package neighbours

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/civic/stems"
	"veche/flows/report/upkeep"
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
	if err := errors.Join(upkeep.Fill(b.Context(), s, civic.Smolensk(), *fillReports, noon), s.Update(crowd)); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d reports: %.0f s, %d MiB", *fillReports, time.Since(start).Seconds(), info.Size()>>20)
	return s
}

// crowd puts the open reports around the middle, as many at addresses of a street, and
// one with a rare word.
func crowd(tx *storage.Tx) error {
	what := []string{"Глубокая яма на дороге", "Разбит асфальт у подъезда", "Выбоина, пробил колесо", "Лужа на переходе", "Провал у люка"}
	put := func(text string, where civic.Place) error {
		id, err := storage.Next(tx, storage.ReportCounter)
		if err != nil {
			return err
		}
		r := reports.Report{ID: civic.ReportID(id), Author: 1, District: "vyazemsky", Category: "roads", Text: text, Place: where,
			Status: reports.Published, Sent: noon, FirstDue: noon.Add(time.Hour), FinalDue: noon.Add(48 * time.Hour)}
		return storage.Reports.Put(tx, r.ID, r.Stemmed())
	}
	for i := range crowded {
		turn, far := float64(i)*2.4, 450*math.Sqrt(float64(i+1)/crowded)
		p := civic.Point{Lat: middle.Lat + far*math.Cos(turn)/111_195, Lon: middle.Lon + far*math.Sin(turn)/63_400}
		typed := civic.Place{Words: fmt.Sprintf("улица Нахимова, %d, у школы", i%10*i%20+1)}
		if err := errors.Join(put(what[i%len(what)], civic.Place{Point: &p}), put(what[i%len(what)], typed)); err != nil {
			return err
		}
	}
	return put("Во дворе бросили пианино", civic.Place{})
}

// The searches over a large file. Figures:
//
//	go test ./flows/report/neighbours -run '^$' -bench Searches -fill.reports 1000000 -v
func BenchmarkSearches(b *testing.B) {
	s := filled(b)
	draft := reports.Report{District: "vyazemsky", Category: "roads", Text: "Яма на дороге у школы, пробил колесо, объехать нельзя", Sent: noon}
	for _, c := range []struct {
		name  string
		place civic.Place
	}{
		{"similar by point", civic.Place{Point: &middle}},
		{"similar by house", civic.Place{Words: "Нахимова, 1, школа"}},
		{"similar by street", civic.Place{Words: "Нахимова, у школы"}},
	} {
		draft := draft
		draft.Place = c.place
		draft = draft.Stemmed()
		measure(b, s, c.name, 1, func(t *flows.Turn) (int, error) {
			found, err := storage.Similar(t.Tx, draft, civic.Likely)
			return len(found), err
		})
	}
	measure(b, s, "near", crowded, func(t *flows.Turn) (int, error) {
		found, err := around(t, middle)
		return len(found), err
	})
	for _, c := range []struct {
		name, words string
		least       int
	}{
		{"a common word", "фонари", maxFound},
		{"a rare word", "пианино", 1},
		{"a common word with a rare one", "двор пианино", 1},
		{"three words", "яма школа коляска", 0},
		{"five common words", "яма двор магазин вечер управляющая", 0},
		{"words of one kind of report", "гаражи снег пожилым", 0},
		{"a word that nobody wrote", "бегемот", 0},
	} {
		measure(b, s, c.name, c.least, func(t *flows.Turn) (int, error) {
			found, err := find(t, stems.Sought(c.words))
			return len(found), err
		})
	}
}

// measure times what has to find so many at least.
func measure(b *testing.B, s *storage.Store, name string, least int, do func(*flows.Turn) (int, error)) {
	b.Run(name, func(b *testing.B) {
		found := 0
		err := s.View(func(tx *storage.Tx) error {
			t := &flows.Turn{Tx: tx, Region: civic.Smolensk(), Now: noon, Person: &civic.Person{District: "vyazemsky"}}
			for b.Loop() {
				var err error
				if found, err = do(t); err != nil || found < least {
					return fmt.Errorf("found %d: %w", found, err)
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(found), "found")
	})
}

// What it costs to put a published report into the file, indexes and all.
func BenchmarkPut(b *testing.B) {
	s := filled(b)
	r := reports.Report{Author: 1, District: "vyazemsky", Category: "roads", Text: "Глубокая яма у школы, вечером ничего не видно, ребёнок упал", Place: civic.Place{Point: &middle},
		Status: reports.Published, Sent: noon, FirstDue: noon, FinalDue: noon}.Stemmed()
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
