package bot

import (
	"time"

	"veche/storage"
)

// finish deals with the verdict on a job and lets go of its line. Receipts are given
// before that, so that those of a chat come in order.
func (c *courier) finish(l *line, j *job, v verdict) {
	switch v.outcome {
	case delivered, refused:
		c.report(l, j, v)
		c.mu.Lock()
		l.first()
		c.queue.rows--
		l.tries, l.pause = 0, time.Time{}
		if v.outcome == delivered {
			c.strikes = 0
		}
	case unreachable:
		c.abandon(l, v)
		c.mu.Lock()
	case moved:
		c.receipts(receipt{Row: j.row, Outcome: moved, MovedTo: v.to, Err: v.err})
		c.mu.Lock()
		c.follow(l, v.to)
	case overnight:
		c.mu.Lock()
		c.hold(l)
	default:
		c.mu.Lock()
		c.retry(l, v)
	}
	defer c.mu.Unlock()
	c.release(l, j.weight)
}

// release gives a line back. weight is that of the calls that were made: one was
// counted when the line was taken.
func (c *courier) release(l *line, weight int) {
	now := time.Now()
	if weight > 1 {
		l.meter.spend(c.queue.paces.in(l.chat), now, weight-1)
		c.meter.spend(c.queue.paces.all, now, weight-1)
	}
	l.place = nowhere
	if len(l.jobs) == 0 {
		l.sent = nil
	}
	c.queue.settle(l, now)
}

func (c *courier) report(l *line, j *job, v verdict) {
	r := receipt{Row: j.row, Outcome: v.outcome, Message: j.id}
	if v.outcome != delivered {
		r.Err = v.err
	}
	if v.outcome == delivered && j.row.Live != "" && j.message != nil {
		r.Shown, r.Shows = j.wanted, j.shows
		if l.sent == nil {
			l.sent = map[string]int{}
		}
		l.sent[j.row.Live] = j.id
	}
	c.receipts(r)
}

// abandon gives up on a chat that does not want us.
func (c *courier) abandon(l *line, v verdict) {
	c.mu.Lock()
	jobs := c.clear(l)
	c.mu.Unlock()
	for _, j := range jobs {
		c.receipts(receipt{Row: j.row, Outcome: unreachable, Err: v.err})
	}
}

// clear takes everything off a line.
func (c *courier) clear(l *line) []*job {
	c.queue.held -= len(l.held)
	jobs := l.all()
	c.queue.rows -= len(jobs)
	l.tries, l.pause = 0, time.Time{}
	return jobs
}

// follow lets what waits for a group go on under its new number. Nothing that stood
// in the old chat can be changed or answered there.
func (c *courier) follow(l *line, to storage.ChatID) {
	now := time.Now()
	c.moved[l.chat] = to
	for from, at := range c.moved {
		if at == l.chat {
			c.moved[from] = to
		}
	}
	for _, j := range c.clear(l) {
		j.row.Chat, j.row.Message.Edit, j.row.Message.ReplyTo = to, 0, 0
		if j.message != nil {
			j.message.Edit, j.message.ReplyTo = 0, 0
		}
		c.add(c.queue.line(to), j, now)
	}
}

// retry makes a line wait before its first job is tried again, without end: a row
// leaves only with a receipt.
func (c *courier) retry(l *line, v verdict) {
	l.tries++
	now := time.Now()
	wait := v.wait
	if v.outcome != slowDown {
		wait = backoff(l.tries, firstPause, longestPause)
	}
	l.pause = now.Add(wait)
	if l.tries == stuck {
		c.log.Warn("a message does not get through", "chat", l.chat, "row", l.jobs[0].row.ID, "outcome", v.outcome)
	}
	c.strike(l, v, now)
}

// strike counts failures that no success came between. After several, of different
// chats, the trouble is not theirs: nothing leaves for a while.
func (c *courier) strike(l *line, v verdict, now time.Time) {
	if now.Before(c.pause) || c.strikes > 0 && c.struck == l.chat {
		return
	}
	c.struck = l.chat
	if c.strikes++; c.strikes < manyStrikes {
		return
	}
	wait := v.wait
	if v.outcome != slowDown {
		wait = backoff(c.strikes-manyStrikes+1, firstPause, breather)
	}
	c.pause = now.Add(wait)
	c.log.Warn("messages do not get through; all wait", "outcome", v.outcome, "again_in", wait, "rows", c.queue.rows)
}
