package bot

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
	"veche/flows/profile"
	"veche/locales"
	"veche/storage"
)

// audience is a report that many follow, before a bot without a network.
type audience struct {
	testing.TB
	path  string
	n     int
	now   time.Time
	bot   *Bot
	read  map[storage.ChatID]int // how often each follower was told
	most  int                    // rows in the outbox
	ended bool                   // nothing is due any more
}

// newAudience has so many followers, and something to tell them.
func newAudience(t testing.TB, n int) *audience {
	t.Helper()
	a := &audience{TB: t, n: n, path: filepath.Join(t.TempDir(), "veche.db"), read: map[storage.ChatID]int{},
		now: time.Date(2026, 11, 23, 10, 0, 0, 0, civic.Smolensk().Zone)}
	a.open()
	a.change(func(tx *storage.Tx) error {
		r := civic.Report{ID: 1, Author: 1, District: "vyazemsky", Category: "roads", Status: civic.Answered, FirstDue: a.now, FinalDue: a.now.AddDate(0, 0, 9),
			Timeline: []civic.Event{{At: a.now, What: civic.Answer, By: 2, Role: civic.Head, Text: "Починим до пятницы."}}}
		return storage.Reports.Put(tx, r.ID, r)
	})
	for first := 0; first < n; first += 10_000 {
		a.change(func(tx *storage.Tx) error {
			for i := first; i < min(first+10_000, n); i++ {
				p := civic.Person{ID: civic.PersonID(1000 + i), Language: "ru"}
				if err := storage.People.Put(tx, p.ID, p); err != nil {
					return err
				}
				f := civic.Follower{Report: 1, Person: p.ID, At: a.now, Joined: true}
				if err := storage.Followers.Put(tx, storage.FollowerKey{Report: 1, Person: p.ID}, f); err != nil {
					return err
				}
			}
			return nil
		})
	}
	t.Cleanup(func() { a.bot.store.Close() })
	return a
}

func (a *audience) begin() {
	a.change(func(tx *storage.Tx) error {
		return storage.Timers.Put(tx, "begin", storage.Timer{Name: "begin", Kind: "begin", Due: a.now})
	})
}

// open makes a bot on the file, as after a start.
func (a *audience) open() {
	a.Helper()
	store, err := storage.Open(a.path, storage.Options{})
	if err != nil {
		a.Fatal(err)
	}
	begin := flows.TimerKind{Name: "begin", Do: func(t *flows.Turn) error {
		return t.Broadcast("news", map[string]int{"report": 1, "event": 0})
	}}
	engine, err := flows.NewEngine(civic.Smolensk(), nil, profile.Gate, profile.Conversation(), casework.Conversation(),
		flows.Conversation{Name: "test", Timers: []flows.TimerKind{begin}})
	if err != nil {
		a.Fatal(err)
	}
	words, err := locales.New()
	if err != nil {
		a.Fatal(err)
	}
	a.bot = &Bot{
		wording: wording{locales: words, zone: engine.Region.Zone}, store: store, engine: engine, now: func() time.Time { return a.now },
		log: slog.New(slog.DiscardHandler), me: identity{ID: 1, Username: "veche_bot"}, seen: seen{ids: map[int64]bool{}},
	}
}

func (a *audience) change(do func(*storage.Tx) error) {
	a.Helper()
	if err := a.bot.store.Update(do); err != nil {
		a.Fatal(err)
	}
}

// round lets two seconds go by: so many rows arrive, and what is due is done.
func (a *audience) round(arrive int, more ...item) {
	a.Helper()
	a.now = a.now.Add(2 * time.Second)
	items, next := a.bot.due()
	a.ended = len(items) == 0 && next == nil
	err := a.bot.store.View(func(tx *storage.Tx) error {
		for rec := range storage.Quarantine.All(tx) {
			a.Fatalf("put aside: %s: %s", rec.Value.Kind, rec.Value.Error)
		}
		a.most = max(a.most, storage.Outbox.Len(tx))
		for rec, err := range storage.Outbox.All(tx, storage.Range[uint64]{Limit: max(arrive, 1)}) {
			if err != nil || arrive == 0 {
				return err
			}
			a.read[rec.Value.Chat]++
			items = append(items, item{receipt: &receipt{Row: rec.Value, Outcome: delivered, Message: int(rec.Key)}})
		}
		return nil
	})
	if err != nil {
		a.Fatal(err)
	}
	for items = append(items, more...); len(items) > 0; {
		fx, err := a.bot.commit(items, 0, a.now, make([]byte, 32))
		if err != nil {
			a.Fatal(err)
		}
		a.bot.seen.committed()
		items = items[fx.done:]
	}
}

// Everybody is told once, though the bot dies on the way and the messenger is slow,
// and what waits to leave is never much.
func TestABroadcastReachesEverybodyOnce(t *testing.T) {
	const n, bound = 3000, 300
	a := newAudience(t, n)
	a.begin()
	for range 20 { // nothing arrives
		a.round(0)
	}
	if a.most < 200 || a.most > bound {
		t.Errorf("%d rows wait while nothing arrives", a.most)
	}
	for i := 0; !a.ended || len(a.read) < n; i++ {
		a.round(45)
		if i%10 == 0 {
			a.bot.store.Close()
			a.open()
		}
		if i > 3*n/45 {
			t.Fatalf("it does not end: %d of %d were told", len(a.read), n)
		}
	}
	a.round(bound)
	for chat, times := range a.read {
		if times != 1 {
			t.Errorf("%d was told %d times", chat, times)
		}
	}
	if len(a.read) != n || a.most > bound {
		t.Errorf("%d of %d were told, %d rows waited at most", len(a.read), n, a.most)
	}
}

// BenchmarkReplyDuringABroadcast is the round in which a resident gets a reply, while
// 100,000 followers of a report are being told something and while nobody is.
func BenchmarkReplyDuringABroadcast(b *testing.B) {
	for _, told := range []bool{false, true} {
		b.Run(fmt.Sprintf("broadcast=%v", told), func(b *testing.B) {
			a := newAudience(b, 100_000)
			if told {
				a.begin()
				a.round(0)
			}
			n := int64(0)
			for b.Loop() {
				n++
				raw := fmt.Sprintf(`{"update_id":%d,%s}`, n, written(7, int(n), "/help"))
				a.round(51, item{update: &update{id: n, raw: []byte(raw)}})
			}
			b.ReportMetric(float64(a.most), "rows-at-most")
		})
	}
}
