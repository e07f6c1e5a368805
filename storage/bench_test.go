package storage

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// aReport is about as large as reports are: some 560 bytes of JSON.
func aReport(id civic.ReportID) reports.Report {
	return reports.Report{
		ID:       id,
		Author:   civic.PersonID(id % 50_000),
		District: "vyazma",
		Category: "roads",
		Text:     strings.Repeat("На дороге яма, объехать нельзя. ", 6),
	}
}

// undone measures fn alone, without the commit.
func undone(b *testing.B, s *Store, fn func(*Tx) error) {
	b.Helper()
	err := s.Update(func(tx *Tx) error { return cmp.Or(fn(tx), errUndo) })
	if !errors.Is(err, errUndo) {
		b.Fatal(err)
	}
}

func openReal(b *testing.B) *Store { return open(b, newFile(b), Options{}) }

// BenchmarkPut is one record and its two index entries, in rounds of a hundred that
// are not committed.
func BenchmarkPut(b *testing.B) {
	s := openReal(b)
	for b.Loop() {
		undone(b, s, func(tx *Tx) error {
			for id := range civic.ReportID(100) {
				if err := Reports.Put(tx, id, aReport(id)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*100), "ns/put")
}

func BenchmarkChange(b *testing.B) {
	s := openReal(b)
	update(b, s, func(tx *Tx) error { return Reports.Put(tx, 1, aReport(1)) })
	undone(b, s, func(tx *Tx) error {
		r := aReport(1)
		for b.Loop() {
			r.Author++
			if err := Reports.Put(tx, 1, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func BenchmarkGet(b *testing.B) {
	s := openReal(b)
	putReports(b, s, 1, 10_000)
	view(b, s, func(tx *Tx) error {
		id := civic.ReportID(0)
		for b.Loop() {
			id++
			if _, err := Reports.Get(tx, 1+id*7919%10_000); err != nil {
				return err
			}
		}
		return nil
	})
}

// A round is a transaction of 100 new reports, on the disk when it is over.
func BenchmarkRound(b *testing.B) {
	s := openReal(b)
	rounds(b, s, 1)
}

func rounds(b *testing.B, s *Store, from civic.ReportID) {
	for b.Loop() {
		putReports(b, s, from, 100)
		from += 100
	}
	b.ReportMetric(float64(b.N*100)/b.Elapsed().Seconds(), "reports/s")
}

func putReports(b *testing.B, s *Store, from, n civic.ReportID) {
	b.Helper()
	update(b, s, func(tx *Tx) error {
		for id := from; id < from+n; id++ {
			if err := Reports.Put(tx, id, aReport(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkMillion makes a file of a million reports, once, in the folder that
// VECHE_BENCH names (about 1 GB), and measures on it.
func BenchmarkMillion(b *testing.B) {
	dir := os.Getenv("VECHE_BENCH")
	if dir == "" {
		b.Skip("VECHE_BENCH names no folder")
	}
	path := filepath.Join(dir, "million.db")
	makeMillion(b, path)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			s, err := Open(path, Options{})
			if err != nil {
				b.Fatal(err)
			}
			s.Close()
		}
	})
	b.Run("round", func(b *testing.B) {
		s := open(b, path, Options{})
		defer s.Close()
		rounds(b, s, civic.ReportID(time.Now().Unix())*1000)
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			if f, err := Check(path); err != nil || !f.OK() {
				b.Fatal(f.Problems, err)
			}
		}
	})
	b.Run("backup", func(b *testing.B) {
		s := open(b, path, Options{})
		defer s.Close()
		for b.Loop() {
			to := filepath.Join(b.TempDir(), "copy")
			if err := s.Backup(b.Context(), to); err != nil {
				b.Fatal(err)
			}
			os.Remove(to)
		}
	})
}

func makeMillion(b *testing.B, path string) {
	b.Helper()
	if _, err := os.Stat(path); err == nil {
		return
	}
	s := open(b, path, Options{})
	defer s.Close()
	const chunk = 20_000
	for from := civic.ReportID(1); from <= 1_000_000; from += chunk {
		putReports(b, s, from, chunk)
	}
}
