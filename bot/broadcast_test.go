package bot

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"veche/bot/courier"
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/locales"
	"veche/storage"
)

// BroadcastLong plays broadcasts to 100,000 followers, and measures what replies wait
// meanwhile: minutes.
var BroadcastLong = flag.Bool("broadcast.long", false, "broadcast to 100,000 followers, and measure replies meanwhile")

// audience is a report that many follow, before a bot without a network.
type audience struct {
	testing.TB
	path  string
	n     int
	now   time.Time
	bot   *Bot
	read  map[storage.ChatID]int  // how often each follower was told
	gone  map[storage.ChatID]bool // who blocked the bot
	most  int                     // rows in the outbox
	size  int                     // of the record, in bytes, at most
	ended bool                    // nothing is due any more
}

// newAudience has so many followers, and something to tell them.
func newAudience(t testing.TB, n int) *audience {
	t.Helper()
	a := &audience{TB: t, n: n, path: filepath.Join(t.TempDir(), "veche.db"), read: map[storage.ChatID]int{}, gone: map[storage.ChatID]bool{},
		now: time.Date(2026, 11, 23, 10, 0, 0, 0, civic.Smolensk().Zone)}
	a.open()
	PutFollowers(t, a.bot.store, n, a.now)
	t.Cleanup(func() { a.bot.store.Close() })
	return a
}

// PutFollowers makes a report that has so many followers, from person 1000 on, and
// something to tell them.
func PutFollowers(t testing.TB, store *storage.Store, n int, now time.Time) {
	t.Helper()
	change := func(do func(*storage.Tx) error) {
		if err := store.Update(do); err != nil {
			t.Fatal(err)
		}
	}
	change(func(tx *storage.Tx) error {
		r := reports.Report{ID: 1, Author: 1, District: "vyazemsky", Category: "roads", Status: reports.Answered, FirstDue: now, FinalDue: now.AddDate(0, 0, 9),
			Timeline: []reports.Event{{At: now, What: reports.Answer, By: 2, Role: civic.Head, Text: "Починим до пятницы."}}}
		return storage.Reports.Put(tx, r.ID, r)
	})
	for first := 0; first < n; first += 10_000 {
		change(func(tx *storage.Tx) error {
			for i := first; i < min(first+10_000, n); i++ {
				if err := putFollower(tx, civic.PersonID(1000+i), now); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func putFollower(tx *storage.Tx, id civic.PersonID, now time.Time) error {
	if err := storage.People.Put(tx, id, civic.Person{ID: id, Language: "ru"}); err != nil {
		return err
	}
	f := reports.Follower{Report: 1, Person: id, At: now, Joined: true}
	return storage.Followers.Put(tx, storage.FollowerKey{Report: 1, Person: id}, f)
}

// begin begins a broadcast; the names tell several apart.
func (a *audience) begin(name string) {
	a.ended = false
	a.change(func(tx *storage.Tx) error {
		return storage.Timers.Put(tx, name, storage.Timer{Name: name, Kind: "begin", Due: a.now})
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
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), flows.Conversation{Name: "test", Timers: []flows.TimerKind{begin}})...)
	if err != nil {
		a.Fatal(err)
	}
	words, err := locales.New()
	if err != nil {
		a.Fatal(err)
	}
	a.bot = &Bot{
		wording: wording{locales: words, zone: engine.Region.Zone}, store: store, engine: engine, now: func() time.Time { return a.now },
		log: slog.New(slog.DiscardHandler), seen: seen{ids: map[int64]bool{}},
	}
	a.bot.met.Store(&identity{ID: 1, Username: "veche_bot"})
}

func (a *audience) change(do func(*storage.Tx) error) {
	a.Helper()
	if err := a.bot.store.Update(do); err != nil {
		a.Fatal(err)
	}
}

// step is how often a round comes here.
const step = 400 * time.Millisecond

// round lets a moment go by: so many rows arrive, and what is due is done.
func (a *audience) round(arrive int, more ...item) {
	a.Helper()
	a.now = a.now.Add(step)
	items, next := a.bot.due()
	a.ended = len(items) == 0 && next == nil
	for _, it := range items {
		a.size = max(a.size, len(it.timer.Args))
	}
	err := a.bot.store.View(func(tx *storage.Tx) error {
		for rec := range storage.Quarantine.All(tx) {
			a.Fatalf("put aside: %s: %s", rec.Value.Kind, rec.Value.Error)
		}
		a.most = max(a.most, storage.Outbox.Len(tx))
		for rec, err := range storage.Outbox.All(tx, storage.Range[storage.OutgoingKey]{Limit: max(arrive, 1)}) {
			if err != nil || arrive == 0 {
				return err
			}
			items = append(items, item{receipt: a.arrive(rec.Value)})
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

func (a *audience) arrive(row storage.Outgoing) *courier.Receipt {
	if a.gone[row.Chat] {
		return &courier.Receipt{Row: row, Outcome: courier.Unreachable, Err: errors.New("blocked")}
	}
	a.read[row.Chat]++
	return &courier.Receipt{Row: row, Outcome: courier.Delivered, Message: int(row.ID)}
}

// finish goes on until nothing is due and everything has arrived.
func (a *audience) finish(arrive int) {
	a.Helper()
	for i := 0; !a.ended || !a.empty(); i++ {
		a.round(arrive)
		if i > 10*a.n {
			a.Fatalf("it does not end: %d of %d were told", len(a.read), a.n)
		}
	}
}

func (a *audience) empty() (empty bool) {
	a.Helper()
	if err := a.bot.store.View(func(tx *storage.Tx) error {
		empty = !storage.Outbox.AtLeast(tx, 1)
		return nil
	}); err != nil {
		a.Fatal(err)
	}
	return empty
}

// told looks whether all followers were told so often.
func (a *audience) told(times int) {
	a.Helper()
	for i := range a.n {
		if chat := storage.ChatID(1000 + i); a.read[chat] != times && !a.gone[chat] {
			a.Errorf("%d was told %d times, want %d", chat, a.read[chat], times)
		}
	}
}

// Everybody is told once, though the bot dies on the way and the messenger is slow,
// and what waits to leave is never much.
func TestABroadcastReachesEverybodyOnce(t *testing.T) {
	n := 3000
	if *BroadcastLong {
		n = 100_000
	}
	const bound = 250
	a := newAudience(t, n)
	a.begin("news")
	for range 100 { // nothing arrives
		a.round(0)
	}
	if a.most < 200 || a.most > bound {
		t.Errorf("%d rows wait while nothing arrives", a.most)
	}
	start, clock := time.Now(), a.now
	for i := 1; !a.ended || len(a.read) < n; i++ {
		a.round(12)
		if i%(n/30) == 0 {
			a.bot.store.Close()
			a.open()
		}
		if i > n {
			t.Fatalf("it does not end: %d of %d were told", len(a.read), n)
		}
	}
	a.told(1)
	if len(a.read) != n || a.most > bound {
		t.Errorf("%d of %d were told, %d rows waited at most", len(a.read), n, a.most)
	}
	t.Logf("%d followers told in %v of the clock, %v of ours; at most %d rows in the outbox, %d bytes in the record",
		n, a.now.Sub(clock).Round(time.Second), time.Since(start).Round(time.Second/10), a.most, a.size)
}

// BenchmarkReplyDuringABroadcast is the round in which a resident gets a reply, while
// 100,000 followers of a report are being told something and while nobody is.
func BenchmarkReplyDuringABroadcast(b *testing.B) {
	for _, told := range []bool{false, true} {
		b.Run(fmt.Sprintf("broadcast=%v", told), func(b *testing.B) {
			a := newAudience(b, 100_000)
			if told {
				a.begin("news")
				a.round(0)
			}
			n := int64(0)
			for b.Loop() {
				n++
				raw := fmt.Sprintf(`{"update_id":%d,%s}`, n, written(7, int(n), "/help"))
				a.round(6, item{update: &update{id: n, raw: []byte(raw)}})
			}
			b.ReportMetric(float64(a.most), "rows-at-most")
		})
	}
}
