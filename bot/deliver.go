package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"veche/storage"
)

const (
	sendsAtOnce  = 64
	dawnWatch    = time.Minute // how often quiet hours are looked at while something is held
	firstPause   = 300 * time.Millisecond
	longestPause = time.Minute
	breather     = 10 * time.Second // the longest for all chats, while nothing gets through
	manyStrikes  = 3                // failures of different chats in a row
	stuck        = 10               // failures of a chat in a row that somebody should know of
)

// sender makes the calls: *client, or a test.
type sender interface {
	send(ctx context.Context, l letter) (int, error)
	press(ctx context.Context, query, text string, alert bool) error
}

// tally counts, for the metrics. It is called by many goroutines at once.
type tally interface {
	sent(o outcome) // each call, also those that are made again
	press(answered bool)
}

// receipt says what became of a row.
type receipt struct {
	Row     storage.Outgoing
	Outcome outcome         // delivered, unreachable, refused, or moved (see there)
	Message int             // what arrived; 0 where that is not known
	Shown   storage.Message // of a live row that was delivered: what was wanted then
	Shows   string          // the key of the picture that stands there now
	MovedTo storage.ChatID  // of moved
	Err     error           // what Telegram said; it may hold words of people
}

type courierOptions struct {
	free     bool                 // without Telegram's pace
	now      func() time.Time     // the clock of quiet hours; nil for the wall clock
	quiet    func(time.Time) bool // whether only replies may leave; nil for never
	load     func(storage.ChatID, string) (storage.Live, bool, error)
	receipts func(receipt) // in the order of a chat's rows; may block, until after close
	log      *slog.Logger
	metrics  tally // may be nil
}

// courier brings rows that are committed to people: in order within a chat, chats
// side by side, replies before pushes, at Telegram's pace. It forgets a row with its
// receipt. Delivery is at least once: a call whose answer is lost is made again, and
// a row whose receipt was not committed before the program died is delivered again.
type courier struct {
	courierOptions
	sender  sender
	presses presses
	ctx     context.Context // of all calls
	cancel  context.CancelFunc
	workers sync.WaitGroup

	mu      sync.Mutex
	idle    sync.Cond // workers that have nothing to do
	queue   queue
	moved   map[storage.ChatID]storage.ChatID // groups with a new number
	meter   meter                             // of all calls
	pause   time.Time                         // nothing leaves before
	strikes int                               // failures in a row, of different chats
	struck  storage.ChatID                    // the last of them
	dawn    time.Time                         // when to look whether the quiet is over
	timer   *time.Timer
	alarm   time.Time // for which the timer is set; zero when it is not
	closed  bool
}

func newCourier(s sender, o courierOptions) *courier {
	c := &courier{courierOptions: o, sender: s, moved: map[storage.ChatID]storage.ChatID{}}
	c.queue.lines = map[storage.ChatID]*line{}
	if !o.free {
		c.queue.paces = telegramPaces()
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.quiet == nil {
		c.quiet = func(time.Time) bool { return false }
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.metrics == nil {
		c.metrics = noTally{}
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

type noTally struct{}

func (noTally) sent(outcome) {}
func (noTally) press(bool)   {}

// put takes rows that are committed, each once, in the order of their numbers.
func (c *courier) put(rows ...storage.Outgoing) {
	if len(rows) == 0 {
		return
	}
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, row := range rows {
		if to, ok := c.moved[row.Chat]; ok {
			row.Chat = to
		}
		c.add(c.queue.line(row.Chat), &job{row: row}, now)
	}
	c.idle.Signal()
}

func (c *courier) add(l *line, j *job, now time.Time) {
	l.add(j)
	c.queue.rows++
	promoted := l.place == readyCalm && l.urgent > 0
	if l.place == nowhere || l.place == waiting || promoted {
		c.queue.settle(l, now)
	}
}

// answer ends the wait of somebody who pressed a button, at once and apart from all
// rows. It is tried once: after ten seconds nobody waits.
func (c *courier) answer(query, text string, alert bool) {
	c.presses.put(press{query, text, alert, time.Now()})
}

// wake says that the clock was turned.
func (c *courier) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dawn = time.Time{}
	c.idle.Signal()
}

// depth is how many rows are here, and how many of them wait for the morning.
func (c *courier) depth() (rows, held int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.queue.rows, c.queue.held
}

// close takes nothing new to people and waits for the calls in hand, at most until
// the context ends. Receipts go on until it returns. What is left stays in the outbox.
func (c *courier) close(ctx context.Context) {
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
func (c *courier) work() {
	for {
		l, j := c.take()
		if l == nil {
			return
		}
		c.finish(l, j, c.attempt(l, j))
	}
}
