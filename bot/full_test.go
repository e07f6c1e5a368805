package bot_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/flows/civic"
	"veche/storage"
)

// The room runs out while people write. Nothing is confirmed that was not kept, the
// bot says so, and goes on by itself as soon as there is room.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	s, b, _ := newFlat(t)
	s.box.Text(anna, anna, "/echo before")
	s.settled()
	if status, body := look(b, "/readyz"); status != 200 {
		t.Fatal(status, body)
	}
	failing := s.exhaust(b)
	if _, all := look(b, "/metrics"); strings.Contains(all, "veche_commit_failures_total 0\n") {
		t.Error("no failure is counted")
	}
	s.box.Text(anna, anna, "/echo last")
	if s.reads(anna, "эхо last") != 0 {
		t.Error("an update that could not be kept was answered")
	}
	s.empty()
	s.settled()
	s.eventually("health to be green", func() bool { status, _ := look(b, "/readyz"); return status == 200 })
	if n := s.reads(anna, "эхо last"); n != 1 {
		t.Errorf("what waited was answered %d times", n)
	}
	if n := len(s.quarantined()); n != failing {
		t.Errorf("%d updates are in quarantine, want each of %d once", n, failing)
	}
}

// A stop does not wait for room, and confirms nothing.
func TestAStopWhileTheDiskIsFull(t *testing.T) {
	t.Parallel()
	s, b, stop := newFlat(t)
	s.exhaust(b)
	asked := time.Now()
	if err := stop(); err == nil || !strings.Contains(err.Error(), "no room left") {
		t.Errorf("it ended with %v", err)
	}
	if took := time.Since(asked); took > stopsWithin {
		t.Errorf("it took %v", took)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := s.box.Idle(ctx); err == nil {
		t.Error("every update is confirmed, also those that were not kept")
	}
}

// newFlat is a scene with a file that has little room.
func newFlat(t *testing.T) (s *scene, b *bot.Bot, stop func() error) {
	s = &scene{T: t, box: sandbox.New(sandbox.Options{})}
	t.Cleanup(s.box.Close)
	server := httptest.NewServer(s.box)
	t.Cleanup(server.Close)
	s.box.AddPerson(sandbox.Person{ID: anna, FirstName: "Анна", Language: "ru"})
	var err error
	if s.store, err = storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{MaxSize: 4 << 20}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.store.Close() })
	b = newBot(t, bot.Config{API: server.URL, Store: s.store})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { _ = stop() })
	return s, b, stop
}

// The rooms' own records never look like these.
const junk = "junk/"

// exhaust takes up the room and lets updates fail until the bot cannot keep another.
// It returns how many of them there were.
func (s *scene) exhaust(b *bot.Bot) (failing int) {
	s.Helper()
	words := strings.Repeat("я", 400)
	var full error
	for n := 0; full == nil; {
		full = s.store.Update(func(tx *storage.Tx) error {
			for range 64 {
				n++
				if err := storage.Desks.Put(tx, civic.Desk(fmt.Sprintf("%s%06d", junk, n)), storage.Desk{Title: words}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for status := 200; status == 200 && failing < 100; failing++ {
		s.box.Text(anna, anna, "/fail "+strings.Repeat("щ", 4000))
		s.eventually("it to be kept, or not", func() bool {
			var body string
			status, body = look(b, "/readyz")
			return strings.Contains(body, "no room left for the data") || s.confirmed()
		})
	}
	if failing == 100 {
		s.Fatal("the room does not run out")
	}
	return failing
}

// empty gives the room back.
func (s *scene) empty() {
	s.Helper()
	s.eventually("the room", func() bool {
		return s.store.Update(func(tx *storage.Tx) error {
			for rec, err := range storage.Desks.All(tx, storage.Range[civic.Desk]{Prefix: []byte(junk)}) {
				if err == nil {
					err = storage.Desks.Delete(tx, rec.Key)
				}
				if err != nil {
					return err
				}
			}
			return nil
		}) == nil
	})
}

func (s *scene) confirmed() bool {
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	return s.box.Idle(ctx) == nil
}

// eventually looks again and again, for what nothing tells of.
func (s *scene) eventually(what string, condition func() bool) {
	s.Helper()
	late := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-late:
			s.Fatalf("wait for %s", what)
		}
	}
}

func look(b *bot.Bot, path string) (int, string) {
	w := httptest.NewRecorder()
	b.Server().Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}
