package terminal

import (
	"fmt"
	"io"
	"strings"
	"time"

	"veche/flows/project/count"
)

// What is done within patience needs no bar; then it is drawn at most every beat.
const (
	patience = time.Second
	beat     = 100 * time.Millisecond
	barWidth = 24
)

// bar shows how far add1 has spent the budget. How many raises are to come nobody knows.
type bar struct {
	w      io.Writer
	budget int64
	begun  time.Time
	drawn  time.Time // zero: never
	now    func() time.Time
}

// newBar gives no bar to a screen that cannot show one.
func newBar(s screen, budget int64) *bar {
	if !s.live {
		return nil
	}
	return &bar{w: s.err, budget: budget, begun: time.Now(), now: time.Now}
}

// tell is what the count calls.
func (b *bar) tell(p count.Progress) {
	now := b.now()
	if now.Sub(b.begun) < patience || now.Sub(b.drawn) < beat {
		return
	}
	b.drawn = now
	spent := float64(p.Cost) / float64(max(b.budget, 1))
	full := min(max(int(spent*barWidth), 0), barWidth)
	fmt.Fprintf(b.w, "\r\x1b[K%s%s %3.0f %% of the budget after %s", strings.Repeat("█", full), strings.Repeat("░", barWidth-full),
		spent*100, counted(p.Runs, "run", "runs"))
}

// clear leaves the line as it was.
func (b *bar) clear() {
	if b != nil && !b.drawn.IsZero() {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}

// teller is what to hand to the count: nil without a bar.
func (b *bar) teller() func(count.Progress) {
	if b == nil {
		return nil
	}
	return b.tell
}

// waiting says what is being done while that takes long and cannot be measured. Call
// done at its end.
func waiting(s screen, what string) (done func()) {
	if !s.live {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticks := time.NewTicker(patience)
		defer ticks.Stop()
		for seconds := 1; ; seconds++ {
			select {
			case <-ticks.C:
				fmt.Fprintf(s.err, "\r\x1b[K%s… %d s", what, seconds)
			case <-stop:
				if seconds > 1 {
					fmt.Fprint(s.err, "\r\x1b[K")
				}
				return
			}
		}
	}()
	return func() { close(stop); <-stopped }
}
