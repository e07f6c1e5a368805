package courier

import "time"

// take waits for the next row that may leave. Its line is the caller's until finish.
func (c *Courier) take() (*line, *parcel) {
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
			if c.postponeNoisy(l) {
				c.queue.settle(l, now)
				continue
			}
			l.state = busy
			l.meter.spend(c.queue.paces.in(l.chat), now, 1)
			c.meter.spend(c.queue.paces.all, now, 1)
			if c.queue.ready() {
				c.idle.Signal() // each wakes the next, as long as there is work
			}
			return l, l.parcels[0]
		}
		c.setAlarm(now)
		c.idle.Wait()
	}
	return nil, nil
}

// next takes the line that comes first and may leave now, or nil.
func (c *Courier) next(now time.Time) *line {
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
func (c *Courier) gate(of state) time.Time {
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

// postponeNoisy puts off what would make a sound at night; true if that is all there was.
func (c *Courier) postponeNoisy(l *line) bool {
	for len(l.parcels) > 0 && l.parcels[0].noisy() && c.options.Quiet(c.options.Now()) {
		c.postpone(l)
	}
	return len(l.parcels) == 0
}

func (c *Courier) postpone(l *line) {
	l.postpone()
	if c.queue.putOff++; c.queue.putOff == 1 {
		c.dawn = time.Now().Add(dawnWatch)
	}
}

// watchDawn lets everything go that was put off, once the quiet is over.
func (c *Courier) watchDawn(now time.Time) {
	if c.queue.putOff == 0 || c.dawn.After(now) {
		return
	}
	c.dawn = now.Add(dawnWatch)
	if c.options.Quiet(c.options.Now()) {
		return
	}
	c.queue.putOff = 0
	for _, l := range c.queue.lines {
		if len(l.putOff) == 0 {
			continue
		}
		l.morning()
		if l.state != busy {
			c.queue.settle(l, now)
		}
	}
}

// setAlarm makes the timer ring when something may be ready.
func (c *Courier) setAlarm(now time.Time) {
	at := time.Time{}
	sooner := func(t time.Time) {
		if at.IsZero() || t.Before(at) {
			at = t
		}
	}
	for _, of := range []state{readyUrgent, readyCalm} {
		if c.queue.standing[of] > 0 {
			sooner(c.gate(of))
		}
	}
	if len(c.queue.later) > 0 {
		sooner(c.queue.later[0].until)
	}
	if c.queue.putOff > 0 {
		sooner(c.dawn)
	}
	if at.IsZero() || !c.alarm.IsZero() && !at.Before(c.alarm) {
		return
	}
	c.alarm = at
	c.timer.Reset(at.Sub(now))
}

func (c *Courier) ring() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.alarm = time.Time{}
	c.idle.Signal()
}
