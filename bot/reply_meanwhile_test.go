package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/flows/civic"
	"veche/storage"
)

// What somebody waits for a reply, from the update in the sandbox to the call that
// sends the reply, while nobody is told anything and while 100,000 followers of a
// report are: at Telegram's pace, by turns, so that a busy machine is busy for both.
func TestWhatAReplyWaitsDuringABroadcast(t *testing.T) {
	if !*bot.BroadcastLong {
		t.Skip("measured with -broadcast.long")
	}
	const followers, turns, asks = 100_000, 7, 100
	c := newCounter(t, followers)
	quiet, told := []time.Duration{}, []time.Duration{}
	for turn := range turns {
		c.broadcast(false)
		quiet = append(quiet, c.ask(asks)...)
		before := c.told()
		c.broadcast(true)
		told = append(told, c.ask(asks)...)
		t.Logf("turn %d: %d followers were told", turn+1, c.told()-before)
	}
	if p := c.box.Problems(); len(p) > 0 {
		t.Errorf("requests that Telegram would refuse: %v", p[:min(len(p), 3)])
	}
	for name, took := range map[string][]time.Duration{"without": quiet, "with": told} {
		slices.Sort(took)
		at := func(p float64) time.Duration { return took[int(p*float64(len(took)-1))].Round(10 * time.Microsecond) }
		t.Logf("%-7s a broadcast: %d replies, p50 %v, p90 %v, p99 %v, most %v", name, len(took), at(.5), at(.9), at(.99), at(1))
	}
}

// counter is where residents ask, one after the other, with a broadcast going on
// behind it or not.
type counter struct {
	testing.TB
	box     *sandbox.Sandbox
	store   *storage.Store
	server  *httptest.Server
	replies chan time.Time // when the call came that answers who asks
	turn    int
}

const (
	firstToAsk = 501
	whoAsk     = 40 // so that none of them asks faster than a chat takes replies
)

func newCounter(t *testing.T, followers int) *counter {
	t.Helper()
	c := &counter{TB: t, box: sandbox.New(sandbox.Options{Keep: 5, Rates: true}), replies: make(chan time.Time, 100)}
	t.Cleanup(c.box.Close)
	c.server = httptest.NewServer(c)
	t.Cleanup(c.server.Close)
	var err error
	if c.store, err = storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.store.Close() })
	bot.PutFollowers(t, c.store, followers, time.Now())
	for i := range min(followers, 10_000) { // those who come first
		c.box.AddPerson(sandbox.Person{ID: int64(1000 + i), Started: true})
	}
	for i := range int64(whoAsk) {
		c.box.AddPerson(sandbox.Person{ID: firstToAsk + i, Language: "ru"})
		c.change(func(tx *storage.Tx) error {
			p := civic.Person{ID: civic.PersonID(firstToAsk + i), Language: "ru"}
			return storage.People.Put(tx, p.ID, p)
		})
	}
	b := newPacedBot(t, bot.Config{API: c.server.URL, Store: c.store})
	(&scene{T: t}).run(b)
	return c
}

func (c *counter) change(do func(*storage.Tx) error) {
	c.Helper()
	if err := c.store.Update(do); err != nil {
		c.Fatal(err)
	}
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	came := time.Now()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if strings.HasSuffix(r.URL.Path, "/sendMessage") {
		var to struct {
			Chat int64 `json:"chat_id"`
		}
		if json.Unmarshal(body, &to) == nil && to.Chat < firstToAsk+whoAsk {
			c.replies <- came
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	c.box.ServeHTTP(w, r)
}

// ask lets one resident after the other ask, about ten a second, and returns what
// each waited.
func (c *counter) ask(n int) (took []time.Duration) {
	c.Helper()
	for range n {
		time.Sleep(50*time.Millisecond + rand.N(100*time.Millisecond))
		c.turn++
		who := int64(firstToAsk + c.turn%whoAsk)
		asked := time.Now()
		c.box.Text(who, who, "/help")
		select {
		case came := <-c.replies:
			took = append(took, came.Sub(asked))
		case <-time.After(10 * time.Second):
			c.Fatalf("%d has no reply", who)
		}
	}
	return took
}

// broadcast lets one go on, the first time from its beginning, or holds it and waits
// until it is still.
func (c *counter) broadcast(on bool) {
	c.Helper()
	if on {
		if !c.move(time.Now()) {
			c.box.Text(firstToAsk, firstToAsk, "/tell")
		}
		return
	}
	for before := -1; before != c.told() || !delivered(c.store); {
		before = c.told()
		c.move(time.Now().Add(1000 * time.Hour))
		time.Sleep(time.Second)
	}
}

// move puts off the broadcast's next step; false where there is none.
func (c *counter) move(due time.Time) (found bool) {
	c.Helper()
	c.change(func(tx *storage.Tx) error {
		for rec, err := range storage.Timers.All(tx) {
			if err != nil {
				return err
			}
			if rec.Value.Kind != "broadcast" {
				continue
			}
			found, rec.Value.Due = true, due
			if err := storage.Timers.Put(tx, rec.Key, rec.Value); err != nil {
				return err
			}
		}
		return nil
	})
	return found
}

// told counts the followers that the broadcast has come to.
func (c *counter) told() (n int) {
	c.Helper()
	if err := c.store.View(func(tx *storage.Tx) error {
		for rec, err := range storage.Timers.All(tx) {
			var b struct {
				From int `json:"from"`
			}
			if err != nil || rec.Value.Kind != "broadcast" {
				continue
			}
			if err := json.Unmarshal(rec.Value.Args, &b); err != nil {
				return fmt.Errorf("read the cursor: %w", err)
			}
			n = max(0, b.From-1000)
		}
		return nil
	}); err != nil {
		c.Fatal(err)
	}
	return n
}
