package bot_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/subjects"
	"veche/locales"
	"veche/storage"
)

// workshop is a bot whose release is broken until it is fixed: a command, a job and a
// daily timer fail. The clock stands still unless it is turned.
type workshop struct {
	*scene
	operator *bot.Operator
	fixed    atomic.Bool
	days     atomic.Int64 // times that the daily timer came through
}

func newWorkshop(t *testing.T, backups string) *workshop {
	t.Helper()
	t.Parallel()
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, civic.Smolensk().Zone)
	w := &workshop{scene: &scene{T: t, box: sandbox.New(sandbox.Options{Now: func() time.Time { return noon }})}}
	t.Cleanup(w.box.Close)
	server := httptest.NewServer(w.box)
	t.Cleanup(server.Close)
	w.box.AddPerson(sandbox.Person{ID: anna, FirstName: "Анна", Language: "ru"})
	db := filepath.Join(t.TempDir(), "veche.db")
	var err error
	if w.store, err = storage.Open(db, storage.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), w.conversation())...)
	if err != nil {
		t.Fatal(err)
	}
	words, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Config{API: server.URL, Token: sandbox.DefaultToken, Store: w.store, Engine: engine, Locales: words,
		Free: true, Now: w.box.Clock().Now, Turned: w.box.Clock().Changed, Socket: bot.SocketOf(db), Backups: backups, Keep: 3})
	if err != nil {
		t.Fatal(err)
	}
	w.run(b)
	w.box.Text(anna, anna, "/menu")
	w.settled() // so it is up
	if w.operator, err = bot.NewOperator(db); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *workshop) broken() error {
	if w.fixed.Load() {
		return nil
	}
	return errors.New("a wheel came off")
}

func (w *workshop) conversation() flows.Conversation {
	done := func(t *flows.Turn) error {
		t.Say(flows.To(anna), flows.Message{Key: "words", Args: flows.Args{"Text": "сделано"}, Haste: flows.Prompt})
		return nil
	}
	return flows.Conversation{
		Name: "workshop",
		Commands: []flows.CommandFor{
			{Name: "repair", Keeps: true, Quiet: true, Do: func(t *flows.Turn) error { return errors.Join(w.broken(), done(t)) }},
			{Name: "order", Keeps: true, Quiet: true, Do: func(t *flows.Turn) error { _, err := t.Once("order", t.Input.Person); return err }},
		},
		Jobs: []flows.JobKind{{Name: "order", Done: done, Every: time.Second, Already: "words", Run: func(context.Context, flows.Work) (any, error) {
			return nil, w.broken()
		}}},
		Timers: []flows.TimerKind{{Name: "dawn", Daily: true, Do: func(*flows.Turn) error {
			err := w.broken()
			if err == nil {
				w.days.Add(1)
			}
			return err
		}}},
	}
}

// holds waits until the quarantine holds a row of each of these kinds, and returns
// the number of the last.
func (w *workshop) holds(kinds ...string) (id uint64) {
	w.Helper()
	w.eventually("quarantine of "+strings.Join(kinds, ", "), func() bool {
		rows, err := w.operator.List(w.Context())
		if err != nil || len(rows) != len(kinds) {
			return false
		}
		for i, q := range rows {
			if q.Kind != kinds[i] {
				return false
			}
			id = q.ID
		}
		return true
	})
	return id
}

func (w *workshop) retry(id uint64) {
	w.Helper()
	if err := w.operator.Retry(w.Context(), id); err != nil {
		w.Fatal(err)
	}
	w.settled()
}

func TestAfterAFixWhatFailedIsDone(t *testing.T) {
	for _, command := range []string{"repair", "order"} {
		t.Run(command, func(t *testing.T) {
			w := newWorkshop(t, "")
			kind := map[string]string{"repair": "update", "order": "job order"}[command]
			dawn := w.holds("timer dawn")
			w.box.Text(anna, anna, "/"+command)
			id := w.holds("timer dawn", kind)
			w.settled()
			if w.reads(anna, wording("sorry")) != 1 || w.reads(anna, "сделано") != 0 {
				t.Error("she was not told, or told wrongly")
			}
			if command == "repair" {
				if err := w.operator.Retry(t.Context(), id); err == nil || !strings.Contains(err.Error(), "a wheel came off") {
					t.Errorf("without a fix: %v", err)
				}
				w.holds("timer dawn", kind)
			}
			w.fixed.Store(true)
			w.retry(id)
			w.eventually("the answer", func() bool { return w.reads(anna, "сделано") == 1 })
			w.holds("timer dawn")
			w.retry(dawn)
			w.holds()
			if w.reads(anna, wording("sorry")) != 1 || w.days.Load() != 1 {
				t.Error("an attempt of the operator's told her something, or the timer did not come through")
			}
		})
	}
}

// A daily timer that failed comes again tomorrow all the same.
func TestADailyTimerThatFailed(t *testing.T) {
	w := newWorkshop(t, "")
	w.holds("timer dawn")
	w.fixed.Store(true)
	w.box.Clock().Advance(23 * time.Hour)
	w.eventually("the next day", func() bool { return w.days.Load() == 1 })
	w.box.Clock().Advance(24 * time.Hour)
	w.eventually("the day after", func() bool { return w.days.Load() == 2 })
}

func TestABackupADay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "backups")
	w := newWorkshop(t, dir)
	var want []string
	for range 5 {
		want = append(want, filepath.Join(dir, storage.BackupName(w.box.Clock().Now())))
		want = want[max(0, len(want)-3):]
		w.eventually("the backups "+strings.Join(want, ", "), func() bool {
			got, _ := filepath.Glob(filepath.Join(dir, "*"))
			return strings.Join(got, " ") == strings.Join(want, " ")
		})
		w.box.Clock().Advance(24 * time.Hour)
	}
}
