package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"veche/flows"
	"veche/storage"
)

// errand is what an operator wants done with a row of the quarantine or the outbox. It goes through
// the loop like everything else that writes.
type errand struct {
	id   uint64
	out  bool       // a row of the outbox
	drop bool       // remove it; otherwise try it again
	done chan error // gets what became of it, once that is committed; has room for one
}

// reported is the outcome of an errand that waits for the commit.
type reported struct {
	done chan error
	err  error
}

// carryOut removes the row, and has it done again where that is wanted, as if it had
// come just now.
func (b *Bot) carryOut(tx *storage.Tx, e errand, now time.Time, seed []byte, fx *effects) error {
	if e.out {
		fx.reports = append(fx.reports, reported{e.done, nil})
		return e.leave(tx, now, fx)
	}
	q, err := storage.Quarantine.Get(tx, e.id)
	if err != nil {
		return err
	}
	if err := storage.Quarantine.Delete(tx, e.id); err != nil {
		return err
	}
	if !e.drop {
		err = b.again(tx, q, now, seed, fx)
	}
	fx.reports = append(fx.reports, reported{e.done, nil})
	return err
}

func (b *Bot) again(tx *storage.Tx, q storage.Quarantined, now time.Time, seed []byte, fx *effects) error {
	kind, _, _ := strings.Cut(q.Kind, " ")
	switch kind {
	case "update":
		in, err := b.understand(q.Raw)
		if err != nil {
			return err
		}
		return b.turn(tx, in, now, seed, fx)
	case "send":
		var row storage.Outgoing
		if err := json.Unmarshal(q.Raw, &row); err != nil {
			return err
		}
		return resend(tx, row, now, fx)
	case "timer":
		var t storage.Timer
		if err := json.Unmarshal(q.Raw, &t); err != nil {
			return err
		}
		return b.turn(tx, flows.Input{Kind: flows.Due, Name: t.Kind, Args: t.Args, At: now}, now, seed, fx)
	case "job":
		var j storage.Job
		if err := json.Unmarshal(q.Raw, &j); err != nil {
			return err
		}
		fx.jobs = append(fx.jobs, j)
		return storage.Jobs.Put(tx, j.ID, j)
	}
	return fmt.Errorf("a %s cannot be tried again", q.Kind)
}

// resend puts a message that was refused back into the outbox. Of a live message the
// newest content leaves, once.
func resend(tx *storage.Tx, row storage.Outgoing, now time.Time, fx *effects) error {
	key := storage.LiveKey{Chat: row.Chat, Name: row.Live}
	var live storage.Live
	if row.Live != "" {
		var ok bool
		var err error
		if live, ok, err = storage.Lives.Find(tx, key); err != nil || !ok || live.Queued != 0 {
			return err
		}
	}
	id, err := storage.Next(tx, storage.OutboxCounter)
	if err != nil {
		return err
	}
	row.ID, row.Made = id, now
	if err := storage.Outbox.Put(tx, row.Key(), row); err != nil {
		return err
	}
	fx.rows = append(fx.rows, row)
	if row.Live == "" {
		return nil
	}
	live.Queued = id
	return storage.Lives.Put(tx, key, live)
}

// failed keeps the row with what was wrong this time.
func (e *errand) failed(tx *storage.Tx, cause error, fx *effects) error {
	fx.reports = append(fx.reports, reported{e.done, cause})
	q, ok, err := storage.Quarantine.Find(tx, e.id)
	if err != nil || !ok || e.drop || e.out {
		return err
	}
	q.Error = cause.Error()
	return storage.Quarantine.Put(tx, e.id, q)
}
