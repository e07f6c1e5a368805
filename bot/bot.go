// Package bot is the edge to Telegram.
//
// What comes in: a poller fetches updates (receive.go), makes an input of each
// (translate.go) and hands them to the loop. The loop is the one writer of the store. It
// takes whatever is ready (a batch of updates, timers that are due, receipts, results of
// jobs) and deals with all of it in one transaction, a round: the engine of package flows
// runs the conversation that an input is for, and what was said is worded for its reader
// and put into the outbox (say.go, word.go). Only when the round is committed may the
// next poll confirm the batch, so that an update has its effect once, whatever dies when.
//
// What goes out: the courier (package courier) drains the outbox outside the transaction,
// at the pace that Telegram allows, and reports what became of each row; the receipt comes
// back through the loop (receipt.go).
//
// An update that fails is put aside into quarantine and its sender told; work too
// long for a round is a job, done after the commit by a few workers beside the loop
// (jobs.go).
package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"veche/bot/courier"
	"veche/bot/wire"
	"veche/flows"
	"veche/locales"
	"veche/storage"
)

// Config says what a bot is made of. Store, Engine and Token are needed; the rest
// has a default.
type Config struct {
	Token   string
	API     string // "" for Telegram's own
	Store   *storage.Store
	Engine  *flows.Engine
	Locales *locales.Locales
	Free    bool             // ignore Telegram's pace: for a local server and load tests
	Now     func() time.Time // nil: the wall clock
	// Turned gives a channel that is closed at the next turn of the clock of Now.
	Turned func() <-chan struct{}
	Log    *slog.Logger
	// Socket is where commands of operators are heard while the bot runs; see
	// [SocketOf]. "": nowhere.
	Socket string
	// Backups is a folder for a copy of the file every day, of which the newest Keep
	// stay, none older than 30 days; "": none.
	Backups string
	Keep    int
	// Office, where set, is called after a round in which somebody's roles changed, with the
	// bot's name.
	Office func(name string)
}

// Bot receives, runs conversations and delivers until it is stopped.
type Bot struct {
	wording
	store   *storage.Store
	engine  *flows.Engine
	log     *slog.Logger
	now     func() time.Time
	turned  func() <-chan struct{}
	client  *wire.Client
	met     atomic.Pointer[identity]
	seen    seen
	courier *courier.Courier
	poller  *poller
	metrics *metrics
	health  *health
	menus   map[string]int64 // what is known to be set at Telegram
	rotten  map[string]bool  // records that were left out, and said to be
	socket  string
	backups backups
	changed func(name string) // roles

	patience time.Duration // of receipts of pushes

	watched <-chan struct{} // the turn of the clock that the loop waits for
	batches chan *batch
	ahead   *batch // the poller's: handed over, and perhaps not committed yet
	items   chan item
	ended   chan struct{} // closed when the loop has ended
	office  chan struct{} // somebody's roles may have changed

	fetching, reading *jobs // that wait, by whether they fetch files
	looking           sync.Mutex

	beside  sync.WaitGroup  // all that runs beside the loop
	working context.Context // of all that
	stop    context.CancelFunc
}

// New makes a bot. It calls nothing and writes nothing yet.
func New(c Config) (*Bot, error) {
	b := &Bot{
		wording: wording{locales: c.Locales, zone: c.Engine.Region.Zone},
		store:   c.Store, engine: c.Engine, log: c.Log, now: c.Now, turned: c.Turned, metrics: newMetrics(),
		menus: map[string]int64{}, rotten: map[string]bool{}, socket: c.Socket, backups: backups{dir: c.Backups, keep: c.Keep}, changed: c.Office, office: make(chan struct{}, 1),
		batches: make(chan *batch), items: make(chan item, 1024), ended: make(chan struct{}),
		fetching: newJobs(), reading: newJobs(),
	}
	if !c.Free {
		b.patience = pushesWait
	}
	if b.now == nil {
		b.now = time.Now
	}
	if b.turned == nil {
		b.turned = func() <-chan struct{} { return nil }
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if b.client, err = wire.New(c.API, c.Token); err != nil {
		return nil, err
	}
	if b.poller, err = newPoller(c.API, c.Token, b.log); err != nil {
		return nil, err
	}
	b.working, b.stop = context.WithCancel(context.Background())
	b.health = newHealth(b.poller.lastPoll)
	b.metrics.watch(b.store, b.now)
	b.courier = courier.New(b.client, courier.Options{
		Free: c.Free, Now: b.now, Quiet: b.quiet, Load: b.live, Log: b.log, Counter: b.metrics,
		Receipts: func(r courier.Receipt) { b.put(item{receipt: &r}) },
	})
	return b, nil
}

// Server serves health and metrics.
func (b *Bot) Server() *http.Server { return impatient(b.health.handler(b.metrics)) }

// The parts of the 5 s in which a stop has to end.
const (
	roundGrace = time.Second     // for the round in hand
	sendGrace  = 3 * time.Second // for the sends in hand
)

// Run works until the context ends, then finishes what is in hand, within 5 s. It begins
// with [Bot.Meet], where nobody called that.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.backups.prepare(); err != nil {
		return fmt.Errorf("make the folder of backups: %w", err)
	}
	if b.met.Load() == nil {
		if err := b.Meet(ctx); err != nil {
			return unlessStopped(ctx, err)
		}
	}
	offset, err := b.resume()
	if err != nil {
		return err
	}
	looping, endLoop := context.WithCancel(context.WithoutCancel(ctx))
	defer endLoop()
	failed := make(chan error, 1)
	go func() {
		defer close(b.ended)
		failed <- b.loop(looping)
	}()
	b.hire()
	b.beside.Go(b.keepName)
	b.beside.Go(b.keepMenus)
	b.beside.Go(b.keepBackups)
	shut := b.hearOperators()
	err = b.poller.run(ctx, offset, b.accept)
	if b.ahead != nil {
		err = errors.Join(err, b.committed(ctx, b.ahead))
	}
	err = unlessStopped(ctx, err)
	shut()
	b.stop()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendGrace)
	defer cancel()
	// A loop that cannot write would hold up receipts, and they the courier.
	defer context.AfterFunc(closing, endLoop)()
	b.courier.Close(closing)
	endLoop()
	err = errors.Join(err, <-failed)
	b.beside.Wait()
	return err
}

// unlessStopped is the error, unless it comes of a stop, which is none.
func unlessStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// put hands an item to the loop, unless that has ended.
func (b *Bot) put(it item) {
	select {
	case b.items <- it:
	case <-b.ended:
	}
}

// resume takes up what an earlier run left: the offset, the updates that were
// handled, what has to leave, the jobs, and the timers that have to be there.
func (b *Bot) resume() (offset int64, err error) {
	err = b.store.View(func(tx *storage.Tx) error {
		if offset, _, err = storage.Values.Find(tx, storage.OffsetValue); err != nil {
			return err
		}
		if err := b.seen.load(tx); err != nil {
			return err
		}
		if err := b.load(tx); err != nil {
			return err
		}
		for rec, err := range storage.Jobs.All(tx) {
			if err != nil {
				if err = b.skip("job", rec.Key, err); err != nil {
					return err
				}
				continue
			}
			b.work(rec.Value)
		}
		for _, t := range b.engine.Missing(tx) {
			b.items <- item{timer: &t}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("take up the earlier run: %w", err)
	}
	return offset, nil
}

// load gives the courier what an earlier run did not send, the oldest first.
func (b *Bot) load(tx *storage.Tx) error {
	var rows []storage.Outgoing
	for rec, err := range storage.Outbox.All(tx) {
		if err != nil {
			if err = b.skip("outbox", rec.Key, err); err != nil {
				return err
			}
			continue
		}
		if rec.Value.Aside == nil {
			rows = append(rows, rec.Value)
		}
	}
	slices.SortFunc(rows, func(x, y storage.Outgoing) int { return cmp.Compare(x.ID, y.ID) })
	b.courier.Put(rows...)
	return nil
}

// quiet tells whether only replies may leave.
func (b *Bot) quiet(t time.Time) bool {
	q := b.engine.Region.Quiet
	return q.From != q.To && q.Contains(t.In(b.zone))
}

// live reads what a live message should show, for the courier.
func (b *Bot) live(chat storage.ChatID, name string) (l storage.Live, found bool, err error) {
	err = b.store.View(func(tx *storage.Tx) error {
		l, found, err = storage.Lives.Find(tx, storage.LiveKey{Chat: chat, Name: name})
		return err
	})
	return l, found, err
}
