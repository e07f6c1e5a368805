package bot_test

import (
	"context"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/storage"
)

// The process of the bot is killed again and again while it tells the followers of a
// report something. Each is told, and only those twice whose message was on its way
// when it was killed.
func TestABroadcastGoesOnWhenTheProcessIsKilled(t *testing.T) {
	n, kills, limit := 600, 3, time.Minute
	if *bot.BroadcastLong {
		n, kills, limit = 100_000, 25, 20*time.Minute
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	box := sandbox.New(sandbox.Options{Keep: 5})
	t.Cleanup(box.Close)
	w := &town{post: newPost(box), db: filepath.Join(t.TempDir(), "veche.db"), log: filepath.Join(t.TempDir(), "log")}
	server := httptest.NewServer(w.post)
	t.Cleanup(server.Close)
	w.api = server.URL
	store, err := storage.Open(w.db, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bot.PutFollowers(t, store, n, time.Now())
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		box.AddPerson(sandbox.Person{ID: int64(1000 + i), Started: true})
	}
	start := time.Now()
	again, err := w.tell(ctx, t, n, kills)
	if err != nil {
		t.Fatalf("%v\n%s", err, w.childLog(t))
	}
	w.checkTold(t, n, again)
	t.Logf("%d followers told through %d kills in %v; %d were told twice", n, kills, time.Since(start).Round(time.Second/10), w.calls-n)
}

// tell begins a broadcast and kills the bot whenever a further part was told. It
// returns how often each chat may be told once more.
func (w *town) tell(ctx context.Context, t *testing.T, n, kills int) (again map[int64]int, err error) {
	again = map[int64]int{}
	for i := range kills + 1 {
		milestone := int64(1000 + n - 1)
		if i < kills {
			milestone = int64(1000 + n*(i+1)/(kills+1))
		}
		w.mu.Lock()
		w.bell(milestone)
		w.mu.Unlock()
		c, err := w.start()
		if err != nil {
			return nil, err
		}
		if i == 0 {
			w.box.AddPerson(sandbox.Person{ID: 1, Language: "ru"})
			w.box.Text(1, 1, "/tell")
		}
		select {
		case <-w.bells[milestone]:
		case <-c.ended:
			return nil, errEnded
		case <-ctx.Done():
			c.kill()
			return nil, ctx.Err()
		}
		if i == kills {
			return again, c.stop(ctx)
		}
		if err := c.killAfter(ctx, rand.N(20*time.Millisecond)); err != nil {
			return nil, err
		}
		inStore(t, w.db, func(tx *storage.Tx) error {
			for rec, err := range storage.Outbox.All(tx) {
				if err != nil {
					return err
				}
				again[int64(rec.Value.Chat)]++
			}
			return nil
		})
	}
	return again, nil
}

func (w *town) checkTold(t *testing.T, n int, again map[int64]int) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for chat := int64(1000); chat < int64(1000+n); chat++ {
		if times := len(w.said[chat]); times < 1 || times > 1+again[chat] {
			t.Errorf("%d was told %d times, of which %d may be repetitions", chat, times, again[chat])
		}
	}
	inStore(t, w.db, func(tx *storage.Tx) error {
		if n := storage.Outbox.Len(tx) + storage.Quarantine.Len(tx); n > 0 {
			t.Errorf("%d messages are left or put aside", n)
		}
		return storage.Verify(tx)
	})
}
