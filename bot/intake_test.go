package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"veche/locales"
)

// window is a Telegram that has so many updates, some of which come only later, and fails
// the test when a poll lets it forget one that is not committed.
type window struct {
	*testing.T
	waiting   []int64 // ids that are not confirmed
	later     []int64
	every     time.Duration // for one of those that come later
	committed map[int64]bool
	polls     atomic.Int64
	wrong     atomic.Pointer[error]
}

func (w *window) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	var ask struct{ Offset int64 }
	body, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(body, &ask)
	w.polls.Add(1)
	for len(w.waiting) > 0 && w.waiting[0] < ask.Offset {
		if !w.committed[w.waiting[0]] {
			err := fmt.Errorf("offset %d forgets update %d, which is not committed", ask.Offset, w.waiting[0])
			w.wrong.Store(&err)
		}
		w.waiting = w.waiting[1:]
	}
	if len(w.waiting) == 0 && len(w.later) > 0 {
		time.Sleep(w.every)
		w.waiting, w.later = w.later[:1], w.later[1:]
	}
	if len(w.waiting) == 0 {
		select {
		case <-time.After(pollWait):
		case <-r.Context().Done():
		}
	}
	var found []json.RawMessage
	for _, id := range w.waiting[:min(len(w.waiting), pollLimit)] {
		found = append(found, json.RawMessage(fmt.Sprintf(`{"update_id":%d}`, id)))
	}
	_ = json.NewEncoder(out).Encode(map[string]any{"ok": true, "result": found})
}

// Whatever comes when, each update is handed over once and in order, and none is confirmed
// before it is committed, also when the next poll goes ahead of the commit.
func TestUpdatesAreConfirmedWhenTheyAreCommitted(t *testing.T) {
	if testing.Short() {
		t.Skip("the server of this test is not made for the race detector, which runs the short tests")
	}
	rapid.Check(t, func(rt *rapid.T) {
		many := rapid.IntRange(0, 450).Draw(rt, "waiting")
		later := rapid.IntRange(0, 10).Draw(rt, "later")
		first := rapid.Int64Range(1, 1<<31).Draw(rt, "first id")
		takes := rapid.SliceOfN(rapid.IntRange(0, 300), 1, 30).Draw(rt, "ms that commits take")
		var wrong error
		synctest.Test(t, func(t *testing.T) {
			w := &window{T: t, every: 70 * time.Millisecond, committed: map[int64]bool{}}
			for i := range many + later {
				w.later = append(w.later, first+int64(i))
			}
			w.waiting, w.later = w.later[:many:many], w.later[many:]
			wrong = w.passThrough(takes)
		})
		if wrong != nil {
			rt.Fatal(wrong)
		}
	})
}

// passThrough lets a bot take in everything, with a loop that only commits. It fails when
// not every update comes once.
func (w *window) passThrough(takes []int) error {
	network := make(pipes)
	server := &http.Server{Handler: w, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(network) }()
	defer server.Close()
	words, err := locales.New()
	if err != nil {
		return err
	}
	b := &Bot{wording: wording{locales: words}, batches: make(chan *batch), ended: make(chan struct{})}
	b.poller = pollerOf(w.T, "http://bot-api", testToken, slog.New(slog.DiscardHandler))
	b.poller.client.DialBy(network.dial)
	var got []int64
	all := len(w.waiting) + len(w.later)
	ctx, stop := context.WithTimeout(w.Context(), time.Hour)
	defer stop()
	go func() {
		defer close(b.ended)
		for n := 0; ; n++ {
			select {
			case in := <-b.batches:
				time.Sleep(time.Duration(takes[n%len(takes)]) * time.Millisecond)
				for _, u := range in.updates {
					got, w.committed[u.id] = append(got, u.id), true
				}
				close(in.accepted)
			case <-ctx.Done():
				return
			}
		}
	}()
	err = b.poller.run(ctx, 0, b.accept)
	for i := 1; i < len(got); i++ {
		if got[i] != got[i-1]+1 {
			return fmt.Errorf("update %d came after %d", got[i], got[i-1])
		}
	}
	if wrong := w.wrong.Load(); wrong != nil {
		return *wrong
	}
	if err != nil || len(got) != all {
		return fmt.Errorf("%d of %d updates came; %v", len(got), all, err)
	}
	if most, polls := all+100+3600/50, int(w.polls.Load()); polls > most {
		return fmt.Errorf("%d polls for %d updates", polls, all)
	}
	return nil
}

// Of a full poll the last few are ahead: the next poll goes before they are committed.
func TestAFullPollIsAheadOfTheCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &Bot{batches: make(chan *batch), ended: make(chan struct{}), wording: wording{}}
		full := make([]update, pollLimit)
		for i := range full {
			full[i].id = int64(i + 1)
		}
		asked := make(chan int64, 10)
		go func() {
			for _, updates := range [][]update{full, append(full[75:100:100], update{id: 101}), {{id: 101}}} {
				offset, err := b.accept(t.Context(), updates)
				if err != nil {
					t.Error(err)
				}
				asked <- offset
			}
		}()
		one := <-b.batches
		synctest.Wait()
		if len(asked) != 0 || len(one.updates) != 75 {
			t.Fatalf("%d updates came first", len(one.updates))
		}
		close(one.accepted)
		two := <-b.batches
		if offset := <-asked; offset != 76 {
			t.Errorf("the next poll is from %d, want 76", offset)
		}
		synctest.Wait()
		close(two.accepted)
		three := <-b.batches // 101; what came twice is left out
		if len(three.updates) != 1 {
			t.Errorf("%d updates came third", len(three.updates))
		}
		synctest.Wait()
		if len(asked) != 0 {
			t.Error("a poll that is not busy did not wait for the commit")
		}
		close(three.accepted)
		if offset := <-asked; offset != 102 {
			t.Errorf("the poll after it is from %d, want 102", offset)
		}
		four := <-b.batches // Telegram says it again: the rest is up to the set of recent updates
		close(four.accepted)
		<-asked
	})
}
