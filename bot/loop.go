package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"veche/bot/courier"
	"veche/storage"
)

// The loop's waits. None of them is a poll of anything.
const (
	receiptsWait = 5 * time.Millisecond   // receipts alone wait for company
	pushesWait   = 400 * time.Millisecond // those of pushes, at Telegram's pace
	commitWait   = time.Second            // before a failed commit is tried again
	timersAtOnce = 100

	patientsAtOnce = 100
)

// loop is the one writer: it takes whatever is ready and does it in rounds until
// the context ends, and then once more what has already come.
func (b *Bot) loop(ctx context.Context) error {
	for {
		batch, items := b.gather(ctx)
		if len(items) == 0 && batch == nil && ctx.Err() != nil {
			return nil
		}
		if err := b.rounds(ctx, batch, items); err != nil {
			return err
		}
	}
}

// rounds commits everything, in as many rounds as it takes, and lets its effects out. The
// next poll may go before them.
func (b *Bot) rounds(ctx context.Context, in *batch, items []item) error {
	var offset int64
	if in != nil {
		offset = in.offset
		for i := range in.updates {
			items = append(items, item{update: &in.updates[i]})
		}
	}
	for len(items) > 0 {
		fx, err := b.round(ctx, items, offset)
		if err != nil {
			return err
		}
		if items = items[fx.done:]; len(items) == 0 && in != nil {
			close(in.accepted)
		}
		b.release(fx)
	}
	return nil
}

// round commits what fits. A commit that fails is tried again until it works or the
// program ends: nothing is confirmed meanwhile.
func (b *Bot) round(ctx context.Context, items []item, offset int64) (effects, error) {
	seed := make([]byte, 32)
	_, _ = rand.Read(seed) // never fails
	b.engine.Bot = b.Name()
	for {
		start := time.Now()
		fx, err := b.commit(items, offset, b.now(), seed)
		b.metrics.committed(fx.done, time.Since(start), err)
		b.health.wrote(err)
		if err == nil {
			b.seen.committed()
			return fx, nil
		}
		b.log.Error("the round could not be written; trying again", "error", err)
		if !b.pause(ctx, commitWait) {
			return effects{}, fmt.Errorf("write a round: %w", err)
		}
	}
}

// release lets out what a committed round wants done.
func (b *Bot) release(fx effects) {
	for _, k := range fx.kinds {
		b.metrics.handled(k)
	}
	b.metrics.denied.Add(float64(fx.denied))
	if fx.failed {
		b.metrics.putAside()
	}
	for _, r := range fx.reports {
		r.done <- r.err
	}
	if fx.office {
		if b.changed != nil {
			b.changed(b.Name())
		}
		select {
		case b.office <- struct{}{}:
		default: // it is awake already
		}
	}
	for _, a := range fx.answers {
		b.courier.Answer(a.query, a.text, a.alert)
	}
	b.courier.Put(fx.rows...)
	b.courier.Drop(fx.dropped...)
	for _, j := range fx.jobs {
		b.work(j)
	}
}

// gather waits until there is something to do and takes all of it.
func (b *Bot) gather(ctx context.Context) (in *batch, items []item) {
	if turned := b.turned(); turned != b.watched { // before the clock is read, or a turn might be missed
		b.watched = turned
		b.courier.Wake()
	}
	due, wait := b.due()
	items = due
	if len(items) == 0 {
		in, items = b.wait(ctx, wait)
	}
	if in == nil && onlyReceipts(items) {
		in = b.linger(ctx)
	}
	return b.more(in, items)
}

// wait blocks until the first thing comes that has to be done now, a timer is due, or
// the program ends. Of what can wait it returns what came until then.
func (b *Bot) wait(ctx context.Context, timer <-chan time.Time) (*batch, []item) {
	var items []item
	var late <-chan time.Time
	for {
		select {
		case in := <-b.batches:
			return in, items
		case it := <-b.items:
			items = append(items, it)
			if !it.patient() || len(items) == patientsAtOnce {
				return nil, items
			}
			if late == nil {
				late = time.After(b.patience)
			}
			continue
		case <-timer:
			due, _ := b.due()
			return nil, append(items, due...)
		case <-late:
		case <-b.watched:
		case <-ctx.Done():
		}
		return nil, items
	}
}

// patient reports whether nothing depends on the item before the next round: it is the
// receipt of a push. A broadcast brings many, and a commit for each would make updates
// wait.
func (it item) patient() bool {
	return it.receipt != nil && it.receipt.Outcome == courier.Delivered && it.receipt.Row.Lane == storage.Push && it.receipt.Row.Live == ""
}

// linger gives updates a moment to come, so that receipts need no commit of their own.
func (b *Bot) linger(ctx context.Context) *batch {
	select {
	case in := <-b.batches:
		return in
	case <-time.After(receiptsWait):
	case <-ctx.Done():
	}
	return nil
}

// more takes what else is ready, without waiting.
func (b *Bot) more(in *batch, items []item) (*batch, []item) {
	for {
		batches := b.batches
		if in != nil {
			batches = nil
		}
		select {
		case next := <-batches:
			in = next
		case it := <-b.items:
			items = append(items, it)
		default:
			return in, items
		}
	}
}

func onlyReceipts(items []item) bool {
	for _, it := range items {
		if it.receipt == nil {
			return false
		}
	}
	return len(items) > 0
}

// due returns the timers that are due, or when the next one will be.
func (b *Bot) due() ([]item, <-chan time.Time) {
	now := b.now()
	var items []item
	var next time.Time
	err := b.store.View(func(tx *storage.Tx) error {
		for rec, err := range storage.TimersDue.Each(tx, nil) {
			if err != nil {
				if err = b.skip("timer", rec.Key, err); err != nil {
					return err
				}
				continue
			}
			if rec.Value.Due.After(now) {
				next = rec.Value.Due
				return nil
			}
			if items = append(items, item{timer: &rec.Value}); len(items) == timersAtOnce {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		b.log.Error("timers cannot be read", "error", err)
	}
	if len(items) > 0 || next.IsZero() {
		return items, nil
	}
	return nil, time.After(next.Sub(now))
}

// skip says once that a record is rotten, by its key alone, so that it holds up none
// behind it. Any other error it returns.
func (b *Bot) skip(kind string, key any, err error) error {
	if !errors.Is(err, storage.ErrRotten) {
		return err
	}
	if at := fmt.Sprint(kind, " ", key); !b.rotten[at] {
		b.rotten[at] = true
		b.log.Error("left out a rotten record; see veche check", "kind", kind, "key", key)
	}
	return nil
}

func (b *Bot) pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
