// Package courier brings messages to people.
//
// What has to leave stands in the outbox, a row a message; the rows of a committed round
// come here ([Courier.Put]). A row on its way is a parcel. Parcels wait in the line of their
// chat, in order; lines go side by side, replies before pushes, at the pace that Telegram
// allows (queue.go, take.go, pace.go). One of a few workers takes the line that comes first
// and makes the calls that its first parcel needs, its letters (plan.go, attempt.go,
// send.go). How a call ended one table says (outcome.go), and what follows from that
// finish.go: the parcel is delivered, tried again, put off until the morning, sent to a
// group's new number, or given up. What became of it goes back as a [Receipt], with which
// the courier forgets the row.
//
// Delivery is at least once, for Telegram offers no way to tell: a call whose answer is
// lost is made again, and a row whose receipt was not committed before the program died is
// delivered again.
//
// Answers to presses of buttons have a lane of their own (press.go).
package courier

import (
	"context"
	"log/slog"
	"math"
	"sync"
	"time"

	"veche/bot/wire"
	"veche/storage"
)

const (
	sendsAtOnce  = 64
	dawnWatch    = time.Minute // how often quiet hours are looked at while something is put off
	firstPause   = 300 * time.Millisecond
	longestPause = time.Minute
	breather     = 10 * time.Second // the longest for all chats, while nothing gets through
	manyStrikes  = 3                // failures of different chats in a row
	stuck        = 10               // failures of a chat in a row that somebody should know of
)

// When a parcel is put aside, if others get through.
const (
	triesOfStuck = 6
	ageOfStuck   = 10 * time.Minute
	othersPass   = time.Minute // another chat got something so long ago
)

// lostPauses are the pauses before what may have arrived is sent again: the first is for a
// net that stumbled, the others for one that repeats each message.
var lostPauses = [...]time.Duration{2 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 5 * time.Minute}

// sender makes the calls: a postman, or a test.
type sender interface {
	send(ctx context.Context, l letter) (int, error)
	press(ctx context.Context, query, text string, alert bool) error
	member(ctx context.Context, chat storage.ChatID) (in bool, err error) // whether we are
}

// Counter counts, for the metrics. It is called by many goroutines at once.
type Counter interface {
	Sent(o Outcome) // each call, also those that are made again
	Pressed(answered bool)
}

// Receipt says what became of a row.
type Receipt struct {
	Row     storage.Outgoing
	Outcome Outcome         // Delivered, Unreachable, Refused, Stuck, or Moved and Waits (see there)
	Message int             // what arrived; 0 where that is not known
	Shown   storage.Message // of a live row: what was wanted when it was last tried
	Missing int             // of a delivered row: attachments that Telegram did not take
	Shows   string          // the key of the picture that stands there now
	MovedTo storage.ChatID  // of Moved
	Former  storage.ChatID  // the number under which the row was put, of a group that has another now
	Why     string          // of Refused and Stuck: one of [Reasons]
	Err     error           // what Telegram said; it may hold words of people
}

// Options say how a courier works. Load and Receipts are needed.
type Options struct {
	Free     bool                 // without Telegram's pace
	Now      func() time.Time     // the clock of quiet hours; nil for the wall clock
	Quiet    func(time.Time) bool // whether only replies may leave; nil for never
	Load     func(storage.ChatID, string) (storage.Live, bool, error)
	Receipts func(Receipt) // in the order of a chat's rows; may block, until after Close
	Log      *slog.Logger  // nil: none
	Counter  Counter       // nil: none
}

// Courier brings rows that are committed to people.
type Courier struct {
	options Options
	sender  sender
	presses presses
	ctx     context.Context // of all calls
	cancel  context.CancelFunc
	workers sync.WaitGroup

	mu         sync.Mutex
	idle       sync.Cond // workers that have nothing to do
	queue      queue
	renumbered map[storage.ChatID]storage.ChatID // groups with a new number
	meter      meter                             // of all calls
	pause      time.Time                         // nothing leaves before
	strikes    int                               // failures in a row, of different chats
	struck     storage.ChatID                    // the last of them
	passed     [2]passage                        // the last two chats that got something
	dawn       time.Time                         // when to look whether the quiet is over
	timer      *time.Timer
	alarm      time.Time // for which the timer is set; zero when it is not
	closed     bool
}

// New makes a courier that calls by the client. It has to be closed.
func New(client *wire.Client, o Options) *Courier { return newCourier(postman{client}, o) }

func newCourier(s sender, o Options) *Courier {
	c := &Courier{options: o.withDefaults(), sender: s, renumbered: map[storage.ChatID]storage.ChatID{}}
	c.queue.lines = map[storage.ChatID]*line{}
	if !o.Free {
		c.queue.paces = telegramPaces()
	}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.idle.L = &c.mu
	c.timer = time.AfterFunc(time.Hour, c.ring)
	c.timer.Stop()
	c.presses.start(c)
	for range sendsAtOnce {
		c.workers.Go(c.work)
	}
	return c
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Quiet == nil {
		o.Quiet = func(time.Time) bool { return false }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Counter == nil {
		o.Counter = uncounted{}
	}
	return o
}

type uncounted struct{}

func (uncounted) Sent(Outcome) {}
func (uncounted) Pressed(bool) {}

// Put takes rows that are committed, each once, in the order of their numbers.
func (c *Courier) Put(rows ...storage.Outgoing) {
	if len(rows) == 0 {
		return
	}
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, row := range rows {
		p := &parcel{row: row, albums: math.MaxInt}
		if to, ok := c.renumbered[row.Chat]; ok {
			p.renumber(to)
		}
		c.await(p, now)
		c.add(c.queue.line(p.row.Chat), p, now)
	}
	c.idle.Signal()
}

// Drop forgets rows, but for one that is on its way right now.
func (c *Courier) Drop(keys ...storage.OutgoingKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, key := range keys {
		l := c.queue.lines[key.Chat]
		if l == nil {
			continue
		}
		waiting := len(l.putOff)
		if !l.drop(key.ID) {
			continue
		}
		c.queue.rows--
		c.queue.putOff -= waiting - len(l.putOff)
		if l.state != busy {
			l.forgive()
			c.queue.settle(l, time.Now())
		}
	}
}

// await goes on with a wait that an earlier run was told of. Where several chats were, it
// was for all.
func (c *Courier) await(p *parcel, now time.Time) {
	until := p.row.After
	if !until.After(now) {
		return
	}
	l := c.queue.line(p.row.Chat)
	if l.pause.IsZero() {
		c.strikes++
	}
	l.pause = until
	if c.strikes >= manyStrikes && until.After(c.pause) {
		c.pause = until
	}
}

func (c *Courier) add(l *line, p *parcel, now time.Time) {
	l.add(p)
	c.queue.rows++
	promoted := l.state == readyCalm && l.urgent > 0
	if l.state == nowhere || l.state == waiting || promoted {
		c.queue.settle(l, now)
	}
}

// Answer ends the wait of somebody who pressed a button, at once and apart from all
// rows. It is tried once: after ten seconds nobody waits.
func (c *Courier) Answer(query, text string, alert bool) {
	c.presses.put(press{query, text, alert, time.Now()})
}

// Wake says that the clock was turned.
func (c *Courier) Wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dawn = time.Time{}
	c.idle.Signal()
}

// depth is how many rows are here, and how many of them wait for the morning.
func (c *Courier) depth() (rows, putOff int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.queue.rows, c.queue.putOff
}

// Close takes nothing new to people and waits for the calls in hand, at most until
// the context ends. Receipts go on until it returns. What is left stays in the outbox.
func (c *Courier) Close(ctx context.Context) {
	c.mu.Lock()
	c.closed = true
	c.timer.Stop()
	c.idle.Broadcast()
	c.mu.Unlock()
	stop := context.AfterFunc(ctx, c.cancel)
	defer stop()
	c.presses.close()
	c.workers.Wait()
	c.cancel()
}

// work delivers one row after another until the courier is closed.
func (c *Courier) work() {
	for {
		l, p := c.take()
		if l == nil {
			return
		}
		c.finish(l, p, c.patience(l, p, c.confirm(l, c.attempt(l, p))))
	}
}
