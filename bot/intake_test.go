package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"slices"
	"sync"
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
	every time.Duration // for one of those that come later

	mu        sync.Mutex
	waiting   []int64 // ids that are not confirmed
	later     []int64
	committed []int64
	polls     int
	wrong     error
}

func (w *window) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	var ask struct{ Offset int64 }
	body, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(body, &ask)
	waiting, later := w.confirm(ask.Offset)
	if waiting == 0 && later > 0 {
		time.Sleep(w.every)
		w.oneMore()
	} else if waiting == 0 {
		select {
		case <-time.After(pollWait):
		case <-r.Context().Done():
		}
	}
	_ = json.NewEncoder(out).Encode(map[string]any{"ok": true, "result": w.result()})
}

// confirm forgets the updates below an offset and returns how many wait and how many will.
func (w *window) confirm(offset int64) (waiting, later int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.polls++
	for len(w.waiting) > 0 && w.waiting[0] < offset {
		if !slices.Contains(w.committed, w.waiting[0]) {
			w.wrong = fmt.Errorf("offset %d forgets update %d, which is not committed", offset, w.waiting[0])
		}
		w.waiting = w.waiting[1:]
	}
	return len(w.waiting), len(w.later)
}

func (w *window) oneMore() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting, w.later = w.later[:1], w.later[1:]
}

func (w *window) result() (found []json.RawMessage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range w.waiting[:min(len(w.waiting), pollLimit)] {
		found = append(found, json.RawMessage(fmt.Sprintf(`{"update_id":%d}`, id)))
	}
	return found
}

func (w *window) commit(updates []update) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range updates {
		w.committed = append(w.committed, u.id)
	}
}

// Whatever comes when, each update is handed over once and in order, and none is confirmed
// before it is committed, also when the next poll goes ahead of the commit.
func TestUpdatesAreConfirmedWhenTheyAreCommitted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		many := rapid.IntRange(0, 450).Draw(rt, "waiting")
		later := rapid.IntRange(0, 10).Draw(rt, "later")
		first := rapid.Int64Range(1, 1<<31).Draw(rt, "first id")
		takes := rapid.SliceOfN(rapid.IntRange(0, 300), 1, 30).Draw(rt, "ms that commits take")
		var wrong error
		synctest.Test(t, func(t *testing.T) {
			w := &window{T: t, every: 70 * time.Millisecond}
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
	all := len(w.waiting) + len(w.later)
	ctx, stop := context.WithTimeout(w.Context(), time.Hour)
	defer stop()
	go func() {
		defer close(b.ended)
		for n := 0; ; n++ {
			select {
			case in := <-b.batches:
				time.Sleep(time.Duration(takes[n%len(takes)]) * time.Millisecond)
				w.commit(in.updates)
				close(in.accepted)
			case <-ctx.Done():
				return
			}
		}
	}()
	err = b.poller.run(ctx, 0, b.accept)
	<-b.ended
	w.mu.Lock() // the last poll may still be on its way out
	defer w.mu.Unlock()
	for i := 1; i < len(w.committed); i++ {
		if w.committed[i] != w.committed[i-1]+1 {
			return fmt.Errorf("update %d came after %d", w.committed[i], w.committed[i-1])
		}
	}
	if w.wrong != nil {
		return w.wrong
	}
	if err != nil || len(w.committed) != all {
		return fmt.Errorf("%d of %d updates came; %v", len(w.committed), all, err)
	}
	if most := all + 100 + 3600/50; w.polls > most {
		return fmt.Errorf("%d polls for %d updates", w.polls, all)
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
