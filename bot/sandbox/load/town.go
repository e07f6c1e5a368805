package load

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// firstResident is the number of the first of them; the others follow.
const firstResident = 5_000_001

// Moderators is the number of the moderators' group. Whoever prepares the file may bind it.
const Moderators = -1_001_000_000_002

// town is everybody who talks with the bot, and what the load counts.
type town struct {
	Options
	sends    atomic.Int64
	messages atomic.Int64 // the last id of a message

	mu        sync.Mutex
	queue     queue
	residents []*resident
	numbers   map[receipt]int64 // whose it is
	answers   int64             // updates that were answered
	recording bool
	times     []time.Duration
	poll      time.Time // the first
	ending    bool
	failed    error
}

func newTown(o Options) *town {
	t := &town{Options: o, numbers: map[receipt]int64{}}
	t.queue.filled = make(chan struct{}, 1)
	// Above the numbers that a file knows which is used again.
	t.messages.Store(time.Now().UnixMicro())
	t.queue.last = time.Now().UnixMicro()
	for i := range o.Residents {
		t.residents = append(t.residents, &resident{id: firstResident + int64(i)})
	}
	return t
}

// begin lets every resident do the first thing.
func (t *town) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range t.residents {
		r.write(t, "/cancel")
	}
}

// end lets nobody act again.
func (t *town) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ending = true
}

// heard brings a message to whom it is for.
func (t *town) heard(m message) {
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	if m.Chat == Moderators && t.Group {
		return
	}
	i := m.Chat - firstResident
	switch known := i >= 0 && i < int64(len(t.residents)); {
	case !known && t.Kept:
		return
	case !known:
		t.failed = fmt.Errorf("the bot wrote to the chat %d, which nobody has", m.Chat)
		return
	}
	r := t.residents[i]
	if !r.answered(t.Walks[r.walk], m) {
		return
	}
	t.answers++
	if t.recording {
		t.times = append(t.times, now.Sub(r.asked))
	}
	if err := r.next(t, m); err != nil && t.failed == nil {
		t.failed = fmt.Errorf("resident %d: %w", r.id, err)
	}
}

func (t *town) noticePoll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.poll.IsZero() {
		t.poll = time.Now()
	}
}

func (t *town) firstPoll() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.poll
}

func (t *town) polled() bool { return !t.firstPoll().IsZero() }

// settled reports whether everybody has walked once: has given consent, and has a district.
func (t *town) settled() bool {
	return t.every(func(r *resident) bool { return r.filed > 0 })
}

// idle reports whether nobody waits for an answer.
func (t *town) idle() bool { return t.every(func(r *resident) bool { return r.asked.IsZero() }) }

func (t *town) every(so func(*resident) bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range t.residents {
		if !so(r) {
			return false
		}
	}
	return true
}

func (t *town) record(on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.recording = on
}

func (t *town) took() []time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.times
}

func (t *town) filed() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.numbers)
}

func (t *town) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = err
	}
}

func (t *town) trouble() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

// describe says who waits for what, for an error.
func (t *town) describe() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, first := 0, ""
	for _, r := range t.residents {
		if r.asked.IsZero() && r.filed > 0 {
			continue
		}
		if n++; n == 1 {
			first = fmt.Sprintf("; resident %d stands at question %d, the bot said last: %s", r.id, r.at, r.last.Text)
		}
	}
	return fmt.Sprintf("%d of %d wait%s", n, len(t.residents), first)
}
