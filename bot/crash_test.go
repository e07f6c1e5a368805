package bot_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"veche/bot/sandbox"
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report/cards"
	"veche/storage"
)

var crashLong = flag.Bool("crash.long", false, "kill the bot at least 30 times under at least 5,000 updates, at moments drawn anew")

// plan says how much a crash test goes through, at the least.
type plan struct {
	people, kills int
	updates       int64
	seed          uint64
}

// The process of the bot is killed again and again while people use it: nothing they
// sent may be lost or done twice, and every reply has to reach them, in order.
func TestNothingIsLostWhenTheProcessIsKilled(t *testing.T) {
	p := plan{people: 50, kills: 6, updates: 800, seed: 1}
	limit := 2 * time.Minute
	if *crashLong {
		p.kills, p.updates, p.seed, limit = 35, 6000, rand.Uint64(), 15*time.Minute
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	w := newTown(t, p)
	start := time.Now()
	if err := w.live(ctx, p); err != nil {
		t.Fatalf("seed %d: %v\n%s", p.seed, err, w.childLog(t))
	}
	w.check(t)
	t.Logf("%d kills (%d of them at the start of the process), %d updates of %d people, %d reports, %d messages put into the outbox, %d delivered again, in %v",
		w.kills, w.early, w.acts.Load(), p.people, w.total(), w.rows, w.calls-w.rows, time.Since(start).Round(time.Second/10))
}

// town is everybody who uses the bot, and the Telegram they use.
type town struct {
	*post
	db       string
	api      string
	log      string
	people   []*resident
	acts     atomic.Int64 // updates caused
	over     atomic.Bool  // enough: what was begun is finished
	kills    int
	early    int
	rows     int // messages that the bot wanted to send
	quitting sync.WaitGroup
}

const moderators = -1001000000001

func newTown(t *testing.T, p plan) *town {
	t.Helper()
	box := sandbox.New(sandbox.Options{Keep: 20})
	t.Cleanup(box.Close)
	w := &town{post: newPost(box), db: filepath.Join(t.TempDir(), "veche.db"), log: filepath.Join(t.TempDir(), "log")}
	server := httptest.NewServer(w.post)
	t.Cleanup(server.Close)
	w.api = server.URL
	for i := range p.people {
		r := &resident{town: w, id: int64(1001 + i), rng: rand.New(rand.NewPCG(p.seed, uint64(i)))}
		box.AddPerson(sandbox.Person{ID: r.id, Language: "ru"})
		w.bell(r.id)
		w.people = append(w.people, r)
	}
	box.AddGroup(sandbox.Group{ID: moderators, Title: "Модераторы", Members: []int64{1001}, Bot: "member"})
	inStore(t, w.db, func(tx *storage.Tx) error {
		return storage.Desks.Put(tx, civic.ModeratorsDesk, storage.Desk{Name: civic.ModeratorsDesk, Chat: moderators, Language: "ru"})
	})
	return w
}

// live lets everybody use the bot while it is killed, until that was enough, and
// then until everything is done.
func (w *town) live(ctx context.Context, p plan) error {
	failed := make(chan error, len(w.people))
	for _, r := range w.people {
		w.quitting.Go(func() { failed <- r.live(ctx) })
	}
	last, err := w.killing(ctx, p, rand.New(rand.NewPCG(p.seed, 1<<32)))
	w.over.Store(true)
	for range w.people {
		if one := <-failed; one != nil {
			err = one // says more than that the time is over
		}
	}
	if err != nil {
		last.kill()
		return err
	}
	if err := w.box.Idle(ctx); err != nil {
		last.kill()
		return fmt.Errorf("wait for the last update: %w", err)
	}
	return last.stop(ctx)
}

// killing runs the bot and kills it at random moments, most of them after its first
// poll, until there were enough. It returns the process that was left alive.
func (w *town) killing(ctx context.Context, p plan, rng *rand.Rand) (*child, error) {
	for {
		c, err := w.start()
		if err != nil {
			return c, err
		}
		if w.kills >= p.kills && w.acts.Load() >= p.updates {
			return c, nil
		}
		early := rng.IntN(8) == 0
		// After enough kills each life is longer, so that a busy machine gets somewhere too.
		moment := time.Duration(rng.Int64N(int64(400*time.Millisecond))) * time.Duration(1+w.kills/p.kills)
		if early {
			moment /= 4
		} else if err := c.polling(ctx); err != nil {
			return c, err
		}
		if err := c.killAfter(ctx, moment); err != nil {
			return c, err
		}
		w.kills++
		if early {
			w.early++
		}
	}
}

func (w *town) total() (n int) {
	for _, r := range w.people {
		n += len(r.sent)
	}
	return n
}

// check looks at what is kept and at what everybody was sent.
func (w *town) check(t *testing.T) {
	t.Helper()
	found, err := storage.Check(w.db)
	if err != nil || !found.OK() {
		t.Errorf("the file: %v %v", err, found.Err())
	}
	if p := w.box.Problems(); len(p) > 0 {
		t.Errorf("requests that Telegram would refuse: %v", p[:min(len(p), 3)])
	}
	inStore(t, w.db, func(tx *storage.Tx) error {
		for _, r := range w.people {
			r.checkReports(t, tx)
		}
		checkCards(t, tx, w.total())
		w.checkQuarantine(t, tx)
		if n := storage.Outbox.Len(tx); n > 0 {
			t.Errorf("%d messages still wait", n)
		}
		next, err := storage.Next(tx, storage.OutboxCounter)
		w.rows = int(next) - 1
		return err
	})
	for _, r := range w.people {
		r.checkReplies(t)
	}
	if w.calls < w.rows {
		t.Errorf("%d messages were to be sent, %d calls were made", w.rows, w.calls)
	}
}

// checkReports compares the reports kept with those sent: each once.
func (r *resident) checkReports(t *testing.T, tx *storage.Tx) {
	t.Helper()
	var kept []string
	for rec, err := range storage.ReportsBy.Each(tx, storage.Tuple(civic.PersonID(r.id))) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, rec.Value.Text)
		receipt := fmt.Sprintf("<b>№ %d</b>", rec.Value.ID)
		if !slices.ContainsFunc(r.said[r.id], func(s string) bool { return strings.Contains(s, receipt) }) {
			t.Errorf("person %d has no receipt for report %d", r.id, rec.Value.ID)
		}
	}
	slices.Sort(kept)
	want := slices.Sorted(slices.Values(r.sent))
	if !slices.Equal(kept, want) {
		t.Errorf("person %d sent %q, kept is %q", r.id, want, kept)
	}
}

// checkCards looks whether the author and the moderators have the card of each report.
func checkCards(t *testing.T, tx *storage.Tx, total int) {
	t.Helper()
	n := 0
	for rec, err := range storage.Reports.All(tx) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		author := storage.Private(rec.Value.Author)
		for chat, card := range map[storage.ChatID]flows.Live{author: cards.Author.Of(rec.Key), moderators: cards.Moderators.Of(rec.Key)} {
			live, err := storage.Lives.Get(tx, storage.LiveKey{Chat: chat, Name: string(card)})
			if err != nil || live.ID == 0 || live.Queued != 0 {
				t.Errorf("card %s: message %d, waiting row %d, %v", card, live.ID, live.Queued, err)
			}
		}
	}
	if n != total {
		t.Errorf("%d reports were sent, %d are kept", total, n)
	}
}

var badMark = regexp.MustCompile(`(?:broken|panic|fail) \d+-\d+`)

// checkQuarantine: exactly the bad updates are there, each once.
func (w *town) checkQuarantine(t *testing.T, tx *storage.Tx) {
	t.Helper()
	want, kept := map[string]int{}, map[string]int{}
	for _, r := range w.people {
		for _, mark := range r.bad {
			want[mark]++
		}
	}
	for rec, err := range storage.Quarantine.All(tx) {
		if err != nil {
			t.Fatal(err)
		}
		mark := badMark.FindString(string(rec.Value.Raw))
		if mark == "" {
			t.Errorf("in quarantine without a reason: %s: %s", rec.Value.Raw, rec.Value.Error)
		}
		kept[mark]++
	}
	if !maps.Equal(want, kept) {
		t.Errorf("bad updates: %v, in quarantine: %v", want, kept)
	}
}

// checkReplies: each act was answered at least once, and what came for the first
// time came in the order of the acts.
func (r *resident) checkReplies(t *testing.T) {
	t.Helper()
	var first []string
	sorry := 0
	for _, text := range r.said[r.id] {
		switch {
		case strings.HasPrefix(text, "эхо ") && !slices.Contains(first, text):
			first = append(first, text)
		case text == wording("sorry"):
			sorry++
		}
	}
	if !slices.Equal(first, r.echoes) {
		t.Errorf("person %d was to be answered %q, was answered %q", r.id, r.echoes, first)
	}
	if sorry < len(r.bad) {
		t.Errorf("person %d sent %d bad updates and heard of %d", r.id, len(r.bad), sorry)
	}
}
