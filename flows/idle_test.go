package flows_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

const day = 24 * time.Hour

// sweep lets d go by and the timer of the day come, with the jobs that it starts. It
// returns what was said.
func (w *world) sweep(d time.Duration) (said []flows.Said) {
	w.t.Helper()
	w.now = w.now.Add(d)
	jobs := w.by(flows.Input{Kind: flows.Due, Name: "sweep"}).Jobs
	for len(jobs) > 0 {
		job := jobs[0]
		found, err := w.engine.Run(w.t.Context(), job.Kind, workOn(w.tx, job))
		if err != nil {
			w.t.Fatal(err)
		}
		turn := w.by(flows.Input{Kind: flows.Finished, Name: job.Kind, Job: job.ID, Args: marshal(w.t, found)})
		said, jobs = append(said, turn.Said...), append(jobs[1:], turn.Jobs...)
	}
	return said
}

// by handles what nobody sent.
func (w *world) by(in flows.Input) *flows.Turn {
	w.t.Helper()
	in.At = w.now
	turn, err := w.engine.Handle(w.tx, in, w.now, []byte("seed"))
	if err != nil {
		w.t.Fatal(err)
	}
	return turn
}

func (w *world) has(who string, chat storage.ChatID) bool {
	return storage.Sessions.Has(w.tx, storage.SessionKey{Chat: chat, Person: players[who]})
}

func TestADraftIsOfferedAfterAWeekAndDroppedAfterTwo(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		if said := w.sweep(7*day - time.Second); len(said) > 0 {
			t.Error("it was offered too early")
		}
		said := w.sweep(time.Second)
		if len(said) != 1 || said[0].Message.Key != "idle" || said[0].To.Person != players["resident"] {
			t.Fatalf("said %v", said)
		}
		if m := said[0].Message; m.Haste != flows.Usual || len(m.Rows) != 2 {
			t.Errorf("the offer may come at night, or has the wrong buttons: %v", m)
		}
		w.at("resident", "report/text")
		if said := w.sweep(6 * day); len(said) > 0 || !w.has("resident", storage.Private(players["resident"])) {
			t.Error("it was not left alone for another week")
		}
		if said := w.sweep(day); len(said) > 0 || w.has("resident", storage.Private(players["resident"])) {
			t.Error("it is still there, or something was said")
		}
		w.destroyed(map[string]int{"sessions": 1})
		w.write("resident", "Яма") // is no answer any more
		w.at("resident", "")
	})
}

func TestTheOfferOfADraft(t *testing.T) {
	for _, c := range []struct{ value, at string }{{"go_on", "report/text"}, {"throw", ""}} {
		inWorld(t, func(w *world) {
			w.toText("resident")
			w.sweep(7 * day)
			w.pick("resident", c.value)
			w.at("resident", c.at)
			if c.at == "" {
				return
			}
			if said := w.sweep(7 * day); len(said) != 1 {
				t.Error("left once more, it was not offered once more")
			}
		})
	}
}

// Words that are written instead of pressing are the answer to the question.
func TestAnAnswerInsteadOfTheOffer(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		w.sweep(7 * day)
		w.write("resident", "Яма у школы")
		w.at("resident", "report/photos")
	})
}

// What nobody would miss goes without a word: a form that was only opened, one in a
// group, one of somebody who has not agreed that anything is kept.
func TestWhatIsDroppedWithoutAnOffer(t *testing.T) {
	inWorld(t, func(w *world) {
		w.command("resident", "report")
		w.command("stranger", "report")
		w.at("stranger", "consent/consent")
		w.do("moderator", flows.Input{Kind: flows.Press, Chat: theGroup, Query: "q", Data: fmt.Sprintf("a:report.fix_district:%d", sentReport)})
		if !w.has("moderator", theGroup) {
			t.Fatal("the moderator fills in nothing")
		}
		if said := w.sweep(7 * day); len(said) > 0 {
			t.Errorf("said %v", said)
		}
		if w.has("resident", storage.Private(players["resident"])) || w.has("stranger", storage.Private(players["stranger"])) || w.has("moderator", theGroup) {
			t.Error("something is still there")
		}
		w.destroyed(map[string]int{"sessions": 3})
	})
}

func TestOldQuarantineGoes(t *testing.T) {
	inWorld(t, func(w *world) {
		for id := range uint64(1100) { // more than one part of a sweep
			at := w.now.AddDate(0, 0, -31)
			if id >= 1050 {
				at = w.now.AddDate(0, 0, -29)
			}
			if err := storage.Quarantine.Put(w.tx, id+1, storage.Quarantined{ID: id + 1, At: at, Kind: "update", Raw: []byte("{}")}); err != nil {
				t.Fatal(err)
			}
		}
		w.sweep(0)
		if n := storage.Quarantine.Len(w.tx); n != 50 {
			t.Errorf("%d rows are left", n)
		}
		w.destroyed(map[string]int{"quarantine": 1050})
	})
}

func TestASweepGoesThroughManySessions(t *testing.T) {
	inWorld(t, func(w *world) {
		for p := range civic.PersonID(1200) {
			s := storage.Session{Chat: storage.Private(10_000 + p), Person: 10_000 + p, Count: 1, Touched: w.now.Add(-8 * day)}
			if p%100 == 0 {
				s.Touched = w.now.Add(-6 * day)
			}
			if err := storage.Sessions.Put(w.tx, storage.SessionKey{Chat: s.Chat, Person: s.Person}, s); err != nil {
				t.Fatal(err)
			}
		}
		w.sweep(0)
		if n := storage.Sessions.Len(w.tx); n != 12 {
			t.Errorf("%d sessions are left, want 12", n)
		}
	})
}

func TestDailyTimersComeAtElevenAndAgain(t *testing.T) {
	inWorld(t, func(w *world) {
		missing := w.engine.Missing(w.tx)
		if !slices.ContainsFunc(missing, func(t storage.Timer) bool { return t.Name == "sweep" }) {
			t.Fatalf("missing are %v", missing)
		}
		for _, c := range []struct{ now, due time.Time }{
			{monday, monday.Add(time.Hour)},
			{monday.Add(time.Hour), monday.Add(25 * time.Hour)},
			{monday.Add(13 * time.Hour), monday.Add(25 * time.Hour)},
			{monday.Add(5 * time.Hour).UTC(), monday.Add(25 * time.Hour)},
		} {
			w.now = c.now
			w.sweep(0)
			if next, err := storage.Timers.Get(w.tx, "sweep"); err != nil || !next.Due.Equal(c.due) {
				t.Errorf("after %v it comes at %v, want %v (%v)", c.now, next.Due, c.due, err)
			}
		}
		if missing := w.engine.Missing(w.tx); slices.ContainsFunc(missing, func(t storage.Timer) bool { return t.Name == "sweep" }) {
			t.Errorf("missing are %v", missing)
		}
	})
}

// destroyed fails unless the proofs of what went by age add up to the counts.
func (w *world) destroyed(want map[string]int) {
	w.t.Helper()
	got := map[string]int{}
	for rec, err := range storage.Destructions.All(w.tx) {
		if err != nil {
			w.t.Fatal(err)
		}
		if rec.Value.Basis != "age" {
			w.t.Errorf("basis %q", rec.Value.Basis)
		}
		for kind, n := range rec.Value.Counts {
			got[kind] += n
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("proofs of %v, want %v", got, want)
	}
}

func marshal(t testing.TB, v any) json.RawMessage {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
