package sandbox

import (
	"sync"
	"time"
)

// Clock is the one clock of the sandbox. It starts as the clock it was made from, can be turned, and runs on
// between turns.
type Clock struct {
	mu      sync.Mutex
	source  func() time.Time
	offset  time.Duration
	changed chan struct{}
	turned  func()
}

func newClock(source func() time.Time, turned func()) *Clock {
	if source == nil {
		source = time.Now
	}
	return &Clock{source: source, changed: make(chan struct{}), turned: turned}
}

// Now is the time as the people in the sandbox see it.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.source().Add(c.offset)
}

// Set turns the clock to t, forwards or back.
func (c *Clock) Set(t time.Time) { c.turn(func(now time.Time) time.Duration { return t.Sub(now) }) }

// Advance turns the clock forward by d.
func (c *Clock) Advance(d time.Duration) {
	c.turn(func(time.Time) time.Duration { return d })
}

// Changed is closed at the next turn; ask again for the one after.
func (c *Clock) Changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

func (c *Clock) turn(by func(now time.Time) time.Duration) {
	c.mu.Lock()
	c.offset += by(c.source().Add(c.offset))
	close(c.changed)
	c.changed = make(chan struct{})
	c.mu.Unlock()
	c.turned()
}
