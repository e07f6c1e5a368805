package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"veche/flows"
)

// A poll that is full is followed by the next while the loop still deals with the last few
// of what came: else it would have nothing to do until the next has come. Those few come
// once more then, and are left out; so they should be few.
const aheadOfPoll = 25

// batch is updates that the loop deals with at once. accepted is closed when all of it is
// committed: only then may a poll confirm it.
type batch struct {
	updates  []update
	offset   int64 // that confirms all of it
	accepted chan struct{}
}

func newBatch(updates []update) *batch {
	return &batch{updates: updates, offset: updates[len(updates)-1].id + 1, accepted: make(chan struct{})}
}

func (b *batch) has(id int64) bool {
	return b != nil && slices.ContainsFunc(b.updates, func(u update) bool { return u.id == id })
}

// accept hands what a poll brought to the loop. It returns the offset of the next poll,
// when that may go: it confirms nothing that is not committed.
func (b *Bot) accept(ctx context.Context, updates []update) (offset int64, err error) {
	fresh := slices.DeleteFunc(slices.Clone(updates), func(u update) bool { return b.ahead.has(u.id) })
	b.read(fresh)
	var done *batch // the newest that is committed
	full := len(updates) == pollLimit
	for _, part := range parts(fresh, full) {
		if err := b.hand(ctx, part); err != nil {
			return 0, err
		}
		done, b.ahead = b.ahead, part
	}
	if done == nil || !full {
		done, b.ahead = b.ahead, nil
		err = b.committed(ctx, done)
	}
	return done.offset, err
}

// parts cuts the last few updates off, so that they can be ahead of the next poll.
func parts(updates []update, cut bool) (all []*batch) {
	if first := len(updates) - aheadOfPoll; cut && first > 0 {
		all, updates = append(all, newBatch(updates[:first])), updates[first:]
	}
	if len(updates) > 0 {
		all = append(all, newBatch(updates))
	}
	return all
}

// read translates updates before the loop has them: nobody waits for that but they.
func (b *Bot) read(updates []update) {
	for i := range updates {
		b.readOne(&updates[i])
	}
}

func (b *Bot) readOne(u *update) {
	defer func() {
		if p := recover(); p != nil {
			u.err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	u.input, u.err = b.understand(u.raw)
}

// understand translates an update, and finds what typed words mean.
func (b *Bot) understand(raw json.RawMessage) (flows.Input, error) {
	in, err := translate(raw, b.me(), b.locales.Label)
	if in.Kind == flows.Text && !in.Edited {
		in.Means = b.locales.Means(in.Text)
	}
	return in, err
}

// hand waits until the loop takes a batch: what it had before is committed then.
func (b *Bot) hand(ctx context.Context, in *batch) error {
	select {
	case b.batches <- in:
		return nil
	case <-b.ended:
		return errors.New("the loop has ended")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// committed waits until a batch is; a moment longer than the context, so that the round in
// hand is finished.
func (b *Bot) committed(ctx context.Context, in *batch) error {
	late := make(chan struct{})
	defer context.AfterFunc(ctx, func() { time.AfterFunc(roundGrace, func() { close(late) }) })()
	select {
	case <-in.accepted:
		return nil
	case <-late:
		return ctx.Err()
	case <-b.ended:
		return errors.New("the loop has ended")
	}
}
