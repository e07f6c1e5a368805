package bot

import "time"

// take waits for the next row that may leave. Its line is the caller's until finish.
func (c *courier) take() (*line, *job) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for !c.closed {
		now := time.Now()
		c.queue.ripen(now)
		c.watchDawn(now)
		for {
			l := c.next(now)
			if l == nil {
				break
			}
			if c.holdNoisy(l) {
				c.queue.settle(l, now)
				continue
			}
			l.place = busy
			l.meter.spend(c.queue.paces.in(l.chat), now, 1)
			c.meter.spend(c.queue.paces.all, now, 1)
			if c.queue.ready() {
				c.idle.Signal() // each wakes the next, as long as there is work
			}
			return l, l.jobs[0]
		}
		c.setAlarm(now)
		c.idle.Wait()
	}
	return nil, nil
}

// next takes the line that comes first and may leave now, or nil.
func (c *courier) next(now time.Time) *line {
	if !c.gate(readyUrgent).After(now) {
		if l := c.queue.next(readyUrgent); l != nil {
			return l
		}
	}
	if !c.gate(readyCalm).After(now) {
		return c.queue.next(readyCalm)
	}
	return nil
}

// gate is when the next call of any chat of the kind may be made.
func (c *courier) gate(of place) time.Time {
	p := c.queue.paces.all
	if of == readyCalm {
		p.burst -= kept
	}
	at := c.meter.ready(p)
	if c.pause.After(at) {
		return c.pause
	}
	return at
}

// holdNoisy puts what would make a sound at night aside; true if that is all there was.
func (c *courier) holdNoisy(l *line) bool {
	for len(l.jobs) > 0 && l.jobs[0].noisy() && c.quiet(c.now()) {
		c.hold(l)
	}
	return len(l.jobs) == 0
}

func (c *courier) hold(l *line) {
	l.hold()
	if c.queue.held++; c.queue.held == 1 {
		c.dawn = time.Now().Add(dawnWatch)
	}
}

// watchDawn lets everything go that was held, once the quiet is over.
func (c *courier) watchDawn(now time.Time) {
	if c.queue.held == 0 || c.dawn.After(now) {
		return
	}
	c.dawn = now.Add(dawnWatch)
	if c.quiet(c.now()) {
		return
	}
	c.queue.held = 0
	for _, l := range c.queue.lines {
		if len(l.held) == 0 {
			continue
		}
		l.morning()
		if l.place != busy {
			c.queue.settle(l, now)
		}
	}
}

// setAlarm makes the timer ring when something may be ready.
func (c *courier) setAlarm(now time.Time) {
	at := time.Time{}
	sooner := func(t time.Time) {
		if at.IsZero() || t.Before(at) {
			at = t
		}
	}
	for _, of := range []place{readyUrgent, readyCalm} {
		if c.queue.standing[of] > 0 {
			sooner(c.gate(of))
		}
	}
	if len(c.queue.later) > 0 {
		sooner(c.queue.later[0].until)
	}
	if c.queue.held > 0 {
		sooner(c.dawn)
	}
	if at.IsZero() || !c.alarm.IsZero() && !at.Before(c.alarm) {
		return
	}
	c.alarm = at
	c.timer.Reset(at.Sub(now))
}

func (c *courier) ring() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.alarm = time.Time{}
	c.idle.Signal()
}
