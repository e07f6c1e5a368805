package sandbox

import (
	"context"
	"errors"
	"sync"
)

// ErrClosed ends a wait in a sandbox that was closed.
var ErrClosed = errors.New("sandbox is closed")

// watch tells those who wait, and the event streams, that something changed.
type watch struct {
	mu      sync.Mutex
	seq     int64
	changed chan struct{} // nil while nobody waits
	streams map[chan event]struct{}
}

// event is one line of /sim/events.
type event struct {
	name string
	data any
}

type change struct {
	Seq  int64  `json:"seq"`
	Chat int64  `json:"chat"`
	What string `json:"what"`
}

// tell announces a change in a chat (0 for none).
func (s *Sandbox) tell(what string, chat int64) {
	w := &s.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seq++
	if w.changed != nil {
		close(w.changed)
		w.changed = nil
	}
	if len(w.streams) > 0 {
		w.send(event{"change", change{w.seq, chat, what}})
	}
}

func (s *Sandbox) tellNotice(n Notice) {
	s.watch.mu.Lock()
	s.watch.send(event{"notice", n})
	s.watch.mu.Unlock()
	s.tell("notice", n.Chat)
}

// send never waits: a page that reads too slowly misses events, sees the gap in seq and asks for the state anew.
func (w *watch) send(e event) {
	for stream := range w.streams {
		select {
		case stream <- e:
		default:
		}
	}
}

func (w *watch) next() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.changed == nil {
		w.changed = make(chan struct{})
	}
	return w.changed
}

// Wait returns when condition holds. It is tried at once and again after each change in the sandbox.
func (s *Sandbox) Wait(ctx context.Context, condition func() bool) error {
	for {
		changed := s.watch.next()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.closed:
			return ErrClosed
		}
	}
}

// Idle waits until the bot has confirmed every update, by asking for those after it.
func (s *Sandbox) Idle(ctx context.Context) error {
	return s.Wait(ctx, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.queue.expire(s.clock.Now())
		return len(s.queue.waiting) == 0
	})
}
