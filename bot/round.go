package bot

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"veche/bot/courier"
	"veche/flows"
	"veche/storage"
)

// roundBytes is how much a round may write before the rest waits for the next one.
const roundBytes = 1 << 20

// item is one thing a round deals with: exactly one of the fields is set.
type item struct {
	update  *update
	timer   *storage.Timer
	result  *result
	receipt *courier.Receipt
	errand  *errand
}

// update is a raw update with its id, and what it was translated into.
type update struct {
	id    int64
	raw   json.RawMessage
	input flows.Input
	err   error // why it could not be translated
}

// result is what a job returned, or why it failed.
type result struct {
	job  storage.Job
	args json.RawMessage
	err  error
}

// effects are what has to happen once a round is committed.
type effects struct {
	rows    []storage.Outgoing
	dropped []storage.OutgoingKey // rows that shall not leave any more
	answers []answer
	jobs    []storage.Job
	done    int // items dealt with
	kinds   []flows.Kind
	denied  int  // presses and commands of people without the right
	office  bool // somebody's roles or language may have changed
	reports []reported
	failed  bool // an update went into quarantine
}

// answer ends the wait of somebody who pressed a button.
type answer struct {
	query string
	text  string
	alert bool
}

// errBad wraps the error of an item that has to be put aside.
type errBad struct {
	at  int
	err error
}

func (e errBad) Error() string { return fmt.Sprintf("item %d: %v", e.at, e.err) }
func (e errBad) Unwrap() error { return e.err }

// commit deals with items in one transaction, up to roundBytes. offset, where not 0,
// is written with the last of them. An item that fails rolls everything back: then
// those before it are done by themselves, and when it comes first it is put aside.
func (b *Bot) commit(items []item, offset int64, now time.Time, seed []byte) (effects, error) {
	fx, err := b.together(items, offset, now, seed)
	var bad errBad
	switch {
	case !errors.As(err, &bad):
		return fx, err
	case bad.at > 0:
		return b.commit(items[:bad.at], 0, now, seed)
	case len(items) > 1:
		offset = 0
	}
	return b.aside(items[0], offset, now, bad.err)
}

func (b *Bot) together(items []item, offset int64, now time.Time, seed []byte) (effects, error) {
	var fx effects
	err := b.store.Update(func(tx *storage.Tx) error {
		offset := offset
		fx = effects{}
		var ids []int64
		for i, it := range items {
			if it.update != nil {
				if b.seen.has(it.update.id) || slices.Contains(ids, it.update.id) {
					fx.done++
					continue
				}
				ids = append(ids, it.update.id)
			}
			if err := b.guarded(tx, it, now, grow(seed, i), &fx); err != nil {
				return errBad{i, err}
			}
			fx.done++
			if tx.Written() > roundBytes {
				break
			}
		}
		if fx.done < len(items) {
			offset = 0
		}
		fx.office = fx.office || storage.Grants.Changed(tx)
		return b.mark(tx, ids, offset)
	})
	return fx, err
}

// mark remembers the updates of a round, and the offset once a whole batch is in.
func (b *Bot) mark(tx *storage.Tx, ids []int64, offset int64) error {
	if len(ids) > 0 {
		if err := b.seen.put(tx, ids); err != nil {
			return err
		}
	}
	if offset == 0 {
		return nil
	}
	return storage.Values.Put(tx, storage.OffsetValue, offset)
}

func grow(seed []byte, i int) []byte {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte(nil), seed...), uint64(i)))
	return sum[:]
}

// guarded turns a panic into an error, with where it happened and nothing of what
// was being handled.
func (b *Bot) guarded(tx *storage.Tx, it item, now time.Time, seed []byte, fx *effects) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return b.one(tx, it, now, seed, fx)
}

func (b *Bot) one(tx *storage.Tx, it item, now time.Time, seed []byte, fx *effects) error {
	switch {
	case it.receipt != nil:
		return b.received(tx, *it.receipt, now, seed, fx)
	case it.timer != nil:
		if err := storage.Timers.Delete(tx, it.timer.Name); err != nil {
			return err
		}
		return b.turn(tx, flows.Input{Kind: flows.Due, Name: it.timer.Kind, Args: it.timer.Args, At: now}, now, seed, fx)
	case it.errand != nil:
		return b.carryOut(tx, *it.errand, now, seed, fx)
	case it.result != nil && it.result.err != nil:
		return it.result.err
	case it.result != nil:
		in := flows.Input{Kind: flows.Finished, Name: it.result.job.Kind, Args: it.result.args, Job: it.result.job.ID, At: now}
		return b.turn(tx, in, now, seed, fx)
	}
	if it.update.err != nil {
		return it.update.err
	}
	return b.turn(tx, it.update.input, now, seed, fx)
}

// turn runs the conversation an input is for and puts what it said into the outbox.
func (b *Bot) turn(tx *storage.Tx, in flows.Input, now time.Time, seed []byte, fx *effects) error {
	t, err := b.engine.Handle(tx, in, now, seed)
	if err != nil {
		return err
	}
	s := speaker{wording: b.wording, engine: b.engine, tx: tx, turn: t}
	if err := s.say(); err != nil {
		return err
	}
	fx.kinds = append(fx.kinds, in.Kind)
	fx.office = fx.office || t.Reworded()
	if t.Denied {
		fx.denied++
	}
	fx.rows = append(fx.rows, s.made...)
	fx.jobs = append(fx.jobs, t.Jobs...)
	if in.Query == "" {
		return nil
	}
	a := answer{query: in.Query}
	if t.Notice != nil {
		a.alert = t.Notice.Alert
		if a.text, err = s.plain(t.Language(), flows.Term{Key: t.Notice.Key, Args: t.Notice.Args}, maxNotice); err != nil {
			return err
		}
	}
	fx.answers = append(fx.answers, a)
	return nil
}
