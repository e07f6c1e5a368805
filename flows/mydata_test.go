package flows_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Whoever has more than fits into a message gets it in several files, each once.
func TestMuchDataComesInSeveralFiles(t *testing.T) {
	inWorld(t, func(w *world) {
		const many = 5000
		for id := range uint64(many) {
			act := civic.Act{ID: 1000 + id, At: monday, Person: players["staff"], What: "note", Detail: strings.Repeat("x", 200)}
			if err := storage.Acts.Put(w.tx, act.ID, act); err != nil {
				t.Fatal(err)
			}
		}
		w.command("staff", "mydata")
		files := w.work()
		seen, kept := map[uint64]int{}, map[string]bool{}
		for i, said := range files {
			f, is := said.Message.With.(flows.File)
			name := "veche.json"
			if i > 0 {
				name = fmt.Sprintf("veche-%d.json", i+1)
			}
			if !is || f.Name != name || said.To.Person != players["staff"] || len(f.Data) > storage.MaxRecord*2/3 {
				t.Fatalf("file %d: %+v", i, said.Message)
			}
			var found map[string][]json.RawMessage
			if err := json.Unmarshal(f.Data, &found); err != nil {
				t.Fatal(err)
			}
			for name := range found {
				kept[name] = true
			}
			for _, raw := range found["acts"] {
				var a civic.Act
				if err := json.Unmarshal(raw, &a); err != nil {
					t.Fatal(err)
				}
				seen[a.ID]++
			}
		}
		for id := range uint64(many) {
			if seen[1000+id] != 1 {
				t.Fatalf("act %d is in %d files", 1000+id, seen[1000+id])
			}
		}
		if len(files) < 3 || !kept["people"] || !kept["grants"] || !kept["templates"] {
			t.Errorf("%d files with %v", len(files), kept)
		}
	})
}

// Whoever has much to forget is forgotten by and by: no round deals with many records,
// what they do meanwhile goes too, and they hear once that it is done.
func TestMuchIsForgottenByAndBy(t *testing.T) {
	inWorld(t, func(w *world) {
		const many = 300
		for id := range uint64(many) {
			act := civic.Act{ID: 1000 + id, At: monday, Person: players["author"], What: "note"}
			if err := storage.Acts.Put(w.tx, act.ID, act); err != nil {
				t.Fatal(err)
			}
		}
		w.command("author", "forget")
		w.pick("author", "yes")
		rounds, goodbyes := 0, 0
		for {
			job, waits := w.job("forget")
			if !waits {
				break
			}
			rounds++
			left := storage.ActsOf.Count(w.tx, storage.Tuple(players["author"]), 0)
			for _, said := range w.finish(job).Said {
				if said.Message.Key == "forget.done" {
					goodbyes++
				}
			}
			if met := left - storage.ActsOf.Count(w.tx, storage.Tuple(players["author"]), 0); met > 100 {
				t.Errorf("a round met %d acts", met)
			}
			if rounds == 2 {
				w.command("author", "help")
			}
		}
		if rounds < 4 || goodbyes != 1 || len(w.destructions()) != 1 || w.destructions()[0].Counts["acts"] < many {
			t.Errorf("%d rounds, %d times said, %+v", rounds, goodbyes, w.destructions())
		}
		for _, h := range storage.Holdings(w.tx) {
			for at := range h.Found(w.tx, players["author"]) {
				t.Errorf("still in %s %s", h.Name, at)
			}
		}
	})
}

// A ban that holds outlives the wish, and does not keep it from ending.
func TestForgettingSomebodyWhoIsBannedEnds(t *testing.T) {
	inWorld(t, func(w *world) {
		b := civic.Ban{ID: 1, Person: players["author"], Report: sentReport, Reason: "spam", By: players["moderator"], Second: players["colleague"], Until: w.now.AddDate(0, 0, 9)}
		if err := storage.Bans.Put(w.tx, b.Person, b); err != nil {
			t.Fatal(err)
		}
		w.command("author", "forget")
		w.pick("author", "yes")
		w.work()
		if _, waits := w.job("forget"); waits {
			t.Error("it does not end")
		}
		if got, err := storage.Bans.Get(w.tx, b.Person); err != nil || got.Reason != "" || !got.Holds(w.now) {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func (w *world) job(kind string) (storage.Job, bool) {
	w.t.Helper()
	for rec, err := range storage.Jobs.All(w.tx) {
		if err != nil {
			w.t.Fatal(err)
		}
		if rec.Value.Kind == kind {
			return rec.Value, true
		}
	}
	return storage.Job{}, false
}

func (w *world) destructions() (all []civic.Destruction) {
	w.t.Helper()
	for rec, err := range storage.Destructions.All(w.tx) {
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, rec.Value)
	}
	return all
}
