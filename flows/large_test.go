package flows_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report"
	"veche/storage"
)

var largeFile = flag.String("large.file", "", "a file that was filled by `veche load --reports N`, in which the benchmark forgets people; default: a small one")

// BenchmarkPersonal is what /mydata and /forget take where many others are in the file:
// the reading of a job, and the rounds that forget, each with its commit. Each time it is
// somebody else who filed five reports; after that the head who took all of them.
func BenchmarkPersonal(b *testing.B) {
	s, engine := large(b), newEngine(b)
	const first = 7_000_001                               // of those who filed
	next := civic.PersonID(first + time.Now().Unix()%500) // others than the last time
	b.Run("mydata", func(b *testing.B) {
		for b.Loop() {
			next++
			runJob(b, s, engine, "mydata", next)
		}
	})
	for _, head := range []bool{false, true} {
		b.Run(fmt.Sprintf("forget/head=%v", head), func(b *testing.B) {
			var rounds []time.Duration
			for b.Loop() {
				next++
				who := next
				if head {
					who = first
				}
				rounds = append(rounds, forgetSome(b, s, engine, who, 200)...)
			}
			slices.Sort(rounds)
			b.ReportMetric(float64(rounds[len(rounds)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(float64(rounds[len(rounds)*99/100].Microseconds())/1000, "ms-p99")
			b.ReportMetric(float64(rounds[len(rounds)-1].Microseconds())/1000, "ms-longest")
			b.ReportMetric(float64(len(rounds))/float64(b.N), "rounds")
		})
	}
}

func large(b *testing.B) *storage.Store {
	b.Helper()
	path := *largeFile
	if path == "" {
		path = filepath.Join(b.TempDir(), "veche.db")
	}
	s, err := storage.Open(path, storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	if *largeFile == "" {
		if err := report.Fill(b.Context(), s, civic.Smolensk(), 5_000, monday); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// runJob is the work of a job about somebody.
func runJob(b *testing.B, s *storage.Store, e *flows.Engine, kind string, p civic.PersonID) json.RawMessage {
	b.Helper()
	found, err := e.Run(b.Context(), kind, flows.Work{Args: json.RawMessage(fmt.Sprint(p)), View: s.View})
	if err != nil {
		b.Fatal(err)
	}
	return marshal(b, found)
}

// forgetSome does the rounds of a wish to be forgotten, but not more than so many, and
// returns how long each took.
func forgetSome(b *testing.B, s *storage.Store, e *flows.Engine, p civic.PersonID, most int) (rounds []time.Duration) {
	b.Helper()
	args := runJob(b, s, e, "forget", p)
	job := storage.Job{ID: 1 << 40, Kind: "forget"}
	for more := true; more && len(rounds) < most; {
		begun := time.Now()
		err := s.Update(func(tx *storage.Tx) error {
			if err := storage.Jobs.Put(tx, job.ID, job); err != nil {
				return err
			}
			turn, err := e.Handle(tx, flows.Input{Kind: flows.Finished, Name: job.Kind, Job: job.ID, Args: args}, begun, []byte("seed"))
			if err != nil {
				return err
			}
			if more = len(turn.Jobs) > 0; more {
				args = turn.Jobs[0].Args
				return storage.Jobs.Delete(tx, turn.Jobs[0].ID)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		rounds = append(rounds, time.Since(begun))
	}
	return rounds
}
