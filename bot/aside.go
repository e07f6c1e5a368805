package bot

import (
	"encoding/json"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// aside keeps what cannot be handled, as it came, and tells whom it concerns. What an
// operator tried again stays where it was.
func (b *Bot) aside(it item, offset int64, now time.Time, cause error) (effects, error) {
	var fx effects
	var q storage.Quarantined
	err := b.store.Update(func(tx *storage.Tx) error {
		fx = effects{done: 1}
		if it.errand != nil {
			return it.errand.failed(tx, cause, &fx)
		}
		var ids []int64
		var err error
		if q, ids, err = b.remove(tx, it, now); err != nil {
			return err
		}
		q.At, q.Error = now, cause.Error()
		if q.ID, err = keep(tx, q); err != nil {
			return err
		}
		fx.failed = it.update != nil
		if err := b.apologise(tx, q.Person, now, &fx); err != nil {
			return err
		}
		return b.mark(tx, ids, offset)
	})
	if err == nil && q.ID != 0 {
		// The error may hold somebody's words: it goes into quarantine, not into the log.
		b.log.Error("put aside into quarantine", "row", q.ID, "kind", q.Kind)
	}
	return fx, err
}

// remove takes away what would bring a bad item back, and returns what has to be kept
// to try it again. ids are those of the update.
func (b *Bot) remove(tx *storage.Tx, it item, now time.Time) (q storage.Quarantined, ids []int64, err error) {
	switch {
	case it.update != nil:
		q = storage.Quarantined{Kind: "update", Raw: it.update.raw}
		q.Person, _ = whoSent(it.update.raw)
		return q, []int64{it.update.id}, nil
	case it.timer != nil:
		q = storage.Quarantined{Kind: "timer " + it.timer.Kind, Person: it.timer.Person}
		if q.Raw, err = json.Marshal(it.timer); err == nil {
			err = b.retire(tx, *it.timer, now)
		}
	case it.result != nil:
		q = storage.Quarantined{Kind: "job " + it.result.job.Kind, Person: it.result.job.Person}
		if q.Raw, err = json.Marshal(it.result.job); err == nil {
			err = storage.Jobs.Delete(tx, it.result.job.ID)
		}
	case it.receipt != nil:
		q = storage.Quarantined{Kind: "receipt", Raw: json.RawMessage(`{}`)}
		err = gone(tx, *it.receipt)
	}
	return q, nil, err
}

// retire ends a timer that failed; one that comes every day comes again tomorrow.
func (b *Bot) retire(tx *storage.Tx, t storage.Timer, now time.Time) error {
	if next, ok := b.engine.Tomorrow(t.Kind, now); ok {
		return storage.Timers.Put(tx, next.Name, next)
	}
	return storage.Timers.Delete(tx, t.Name)
}

func keep(tx *storage.Tx, q storage.Quarantined) (uint64, error) {
	id, err := storage.Next(tx, storage.QuarantineCounter)
	if err != nil {
		return 0, err
	}
	q.ID = id
	return id, storage.Quarantine.Put(tx, id, q)
}

func (b *Bot) apologise(tx *storage.Tx, p civic.PersonID, now time.Time, fx *effects) error {
	if p == 0 {
		return nil
	}
	t := b.engine.Turn(tx, flows.Input{Chat: storage.Private(p), Person: p}, now)
	// Their record may be what is wrong: then the default language has to do.
	if person, ok, err := storage.People.Find(tx, p); ok && err == nil {
		t.Person = &person
	}
	t.Reply(flows.Message{Key: "sorry"})
	s := speaker{wording: b.wording, engine: b.engine, tx: tx, turn: t}
	err := s.say()
	fx.rows = append(fx.rows, s.made...)
	return err
}
