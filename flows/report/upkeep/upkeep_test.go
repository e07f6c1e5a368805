package upkeep_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/flows/report/trial"
	"veche/flows/report/upkeep"
	"veche/storage"
)

// What happens by itself while nobody does anything.
func TestSilence(t *testing.T) {
	publish := reports.Event{What: reports.Publish}
	for _, c := range []struct {
		why  string
		life func(w *trial.Trial) []reports.Event
		days int
		want []reports.Move // that happened by themselves
	}{
		{"nobody answers", func(*trial.Trial) []reports.Event { return []reports.Event{publish} }, 4, []reports.Move{reports.Remind, reports.Remind}},
		{"the author does not reply", func(*trial.Trial) []reports.Event {
			return []reports.Event{publish, {What: reports.Ask, Text: "Где?"}}
		}, 7, []reports.Move{reports.Lapse}},
		{"a promise is not kept", func(w *trial.Trial) []reports.Event {
			return []reports.Event{publish, {What: reports.Promise, Due: reports.PromiseAt(w.Now.AddDate(0, 0, 1))}}
		}, 9, []reports.Move{reports.Break}},
		{"it was closed", func(*trial.Trial) []reports.Event {
			return []reports.Event{publish, {What: reports.Close, NoProof: "Темно"}}
		}, 20, nil},
		{"it waits for a moderator", func(*trial.Trial) []reports.Event { return nil }, 20, nil},
	} {
		trial.In(t, func(w *trial.Trial) {
			life := c.life(w)
			id := w.Filed(life...)
			begun := len(w.Report(id).Timeline)
			w.Until(w.Now.AddDate(0, 0, c.days))
			var got []reports.Move
			for _, e := range w.Report(id).Timeline[begun:] {
				if e.By != 0 {
					t.Errorf("%s: %s is by %d", c.why, e.What, e.By)
				}
				got = append(got, e.What)
			}
			if !isIn(c.want, got) || len(c.want) == 0 && len(got) > 0 {
				t.Errorf("%s: happened %v, want %v", c.why, got, c.want)
			}
		})
	}
}

// isIn reports whether all of some moves happened, in their order.
func isIn(want, all []reports.Move) bool {
	for _, m := range all {
		if len(want) > 0 && want[0] == m {
			want = want[1:]
		}
	}
	return len(want) == 0
}

// A timer that comes too early is set anew, and changes nothing else.
func TestATimerThatIsEarly(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed(reports.Event{What: reports.Publish})
		timer, err := storage.Timers.Get(w.Tx, casework.ClockName(id))
		w.Must(err)
		w.Must(storage.Timers.Delete(w.Tx, timer.Name))
		if said := w.Due(timer); len(said) != 0 {
			t.Errorf("said %v", trial.Keys(said))
		}
		again, err := storage.Timers.Get(w.Tx, timer.Name)
		if err != nil || !again.Due.Equal(timer.Due) || len(w.Report(id).Timeline) != 2 {
			t.Errorf("due %s, want %s: %v", again.Due, timer.Due, err)
		}
	})
}

// A clock that is missing is back within a day.
func TestMending(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed(reports.Event{What: reports.Publish})
		w.Must(storage.Timers.Delete(w.Tx, casework.ClockName(id)))
		w.Due(storage.Timer{Kind: "mend"})
		w.Work()
		timer, err := storage.Timers.Get(w.Tx, casework.ClockName(id))
		at, _ := w.Report(id).Next(w.Turn(trial.Centre).Region.Calendar, w.Now)
		if err != nil || !timer.Due.Equal(at) {
			t.Errorf("due %s, want %s: %v", timer.Due, at, err)
		}
	})
}

// The ladder goes up one rung at a time, and each is said to those it names.
func TestTheLadderGoesUp(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed(reports.Event{What: reports.Publish})
		var said []string
		for _, s := range w.Until(w.Now.Add(14 * 24 * time.Hour)) {
			if s.To.Person == trial.Head || s.To.Desk != "" {
				said = append(said, s.Message.Key)
			}
		}
		for _, key := range []string{"remind.nudge", "remind.centre"} { // there is no deputy
			if !slices.Contains(said, key) {
				t.Errorf("%s is not said: %v", key, said)
			}
		}
		if got := w.Report(id).Rung; got != reports.TellCentre.Height() {
			t.Errorf("it stands at rung %d", got)
		}
	})
}

// A filled file is one that could be: all is whole, each report has its cards in chats of
// their own, each of the people reports.
func TestAFilledFileIsSound(t *testing.T) {
	const n = 700
	store, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{Mmap: 1 << 24})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	if err := upkeep.Fill(t.Context(), store, civic.Smolensk(), n, now); err != nil {
		t.Fatal(err)
	}
	err = store.View(func(tx *storage.Tx) error {
		filed, lives := storage.Reports.Len(tx), storage.Lives.Len(tx)
		if filed != n || lives != 5*n || storage.People.Len(tx) != n/5 {
			t.Errorf("%d reports, %d live messages, %d people", filed, lives, storage.People.Len(tx))
		}
		for rec, err := range storage.Reports.All(tx) {
			mine := storage.LiveKey{Chat: storage.Private(rec.Value.Author), Name: string(cards.Author.Of(rec.Key))}
			if err != nil || !storage.Lives.Has(tx, mine) {
				t.Errorf("the author of report %d has no card: %v", rec.Key, err)
			}
		}
		return storage.Verify(tx)
	})
	if err != nil {
		t.Error(err)
	}
}
