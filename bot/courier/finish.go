package courier

import (
	"time"

	"veche/bot/wire"
	"veche/storage"
)

// worthKeeping is the shortest wait that outlives the program: it takes about so long to
// start again.
const worthKeeping = 5 * time.Second

// finish deals with how an attempt at a parcel ended and lets go of its line. Receipts are
// given before that, so that those of a chat come in order.
func (c *Courier) finish(l *line, p *parcel, e ending) {
	switch e.outcome {
	case Delivered, Refused, Stuck:
		c.report(l, p, e)
		c.mu.Lock()
		l.first()
		c.queue.rows--
		l.forgive()
		if e.outcome == Delivered {
			c.strikes = 0
			c.pass(l.chat)
		}
	case Unreachable:
		c.abandon(l, e)
		c.mu.Lock()
	case Moved:
		c.options.Receipts(Receipt{Row: p.row, Outcome: Moved, MovedTo: e.to, Err: e.err})
		c.mu.Lock()
		c.follow(l, e.to)
	case overnight:
		c.mu.Lock()
		c.postpone(l)
	default:
		if e.wait >= worthKeeping {
			p.row.After = time.Now().Add(e.wait)
			c.options.Receipts(Receipt{Row: p.row, Outcome: Waits})
		}
		c.mu.Lock()
		c.retry(l, e)
	}
	defer c.mu.Unlock()
	c.release(l, p.weight)
}

// release gives a line back. weight is that of the calls that were made: one was
// counted when the line was taken.
func (c *Courier) release(l *line, weight int) {
	now := time.Now()
	if weight > 1 {
		l.meter.spend(c.queue.paces.in(l.chat), now, weight-1)
		c.meter.spend(c.queue.paces.all, now, weight-1)
	}
	l.state = nowhere
	if len(l.parcels) == 0 {
		l.sent = nil
	}
	c.queue.settle(l, now)
}

func (c *Courier) report(l *line, p *parcel, e ending) {
	r := Receipt{Row: p.row, Former: p.former, Outcome: e.outcome, Message: p.id, Missing: p.missing}
	if e.outcome != Delivered {
		r.Err, r.Why = e.err, reason(e)
	}
	if p.row.Live != "" {
		r.Shown = p.wanted
	}
	if e.outcome == Delivered && p.row.Live != "" && p.message != nil {
		r.Shows = p.shows
		if l.sent == nil {
			l.sent = map[string]int{}
		}
		l.sent[p.row.Live] = p.id
	}
	c.options.Receipts(r)
}

// abandon gives up on a chat that does not want us.
func (c *Courier) abandon(l *line, e ending) {
	c.mu.Lock()
	parcels := c.clear(l)
	c.mu.Unlock()
	for _, p := range parcels {
		c.options.Receipts(Receipt{Row: p.row, Former: p.former, Outcome: Unreachable, Err: e.err})
	}
}

// clear takes everything off a line.
func (c *Courier) clear(l *line) []*parcel {
	c.queue.putOff -= len(l.putOff)
	parcels := l.all()
	c.queue.rows -= len(parcels)
	l.forgive()
	return parcels
}

// forgive lets the next attempt be as the first.
func (l *line) forgive() { l.tries, l.losses, l.pause = 0, 0, time.Time{} }

// follow lets what waits for a group go on under its new number. Nothing that stood
// in the old chat can be changed or answered there.
func (c *Courier) follow(l *line, to storage.ChatID) {
	now := time.Now()
	c.renumbered[l.chat] = to
	for from, at := range c.renumbered {
		if at == l.chat {
			c.renumbered[from] = to
		}
	}
	for _, p := range c.clear(l) {
		p.renumber(to)
		p.row.Message.Edit, p.row.Message.ReplyTo = 0, 0
		if p.message != nil {
			p.message.Edit, p.message.ReplyTo = 0, 0
		}
		c.add(c.queue.line(to), p, now)
	}
}

// retry makes a line wait before its first parcel is tried again.
func (c *Courier) retry(l *line, e ending) {
	now := time.Now()
	if l.tries++; l.tries == 1 {
		l.failing = now
	}
	wait := e.wait
	switch e.outcome {
	case slowDown:
	case lost:
		l.losses++
		wait = lostPauses[min(l.losses, len(lostPauses))-1]
	default:
		wait = wire.Backoff(l.tries, firstPause, longestPause)
	}
	l.pause = now.Add(wait)
	if l.tries == stuck {
		c.options.Log.Warn("a message does not get through", "chat", l.chat, "row", l.parcels[0].row.ID, "outcome", e.outcome)
	}
	c.strike(l, e, now)
}

// strike counts failures that no success came between. After several, of different
// chats, or where Telegram does not know the bot, the trouble is not theirs: nothing leaves
// for a while.
func (c *Courier) strike(l *line, e ending, now time.Time) {
	if now.Before(c.pause) || c.strikes > 0 && c.struck == l.chat {
		return
	}
	c.struck = l.chat
	if c.strikes++; c.strikes < manyStrikes && e.outcome != disowned {
		return
	}
	wait := e.wait
	if e.outcome != slowDown {
		wait = wire.Backoff(max(c.strikes-manyStrikes, 0)+1, firstPause, breather)
	}
	c.pause = now.Add(wait)
	c.options.Log.Warn("messages do not get through; all wait", "outcome", e.outcome, "again_in", wait, "rows", c.queue.rows)
}
