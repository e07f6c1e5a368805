package bot

import (
	"encoding/json"
	"time"

	"veche/bot/courier"
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// received takes note of what became of a row of the outbox.
func (b *Bot) received(tx *storage.Tx, r courier.Receipt, now time.Time, seed []byte, fx *effects) error {
	if r.Outcome == courier.Moved { // the row goes on to the new number; its own receipt follows
		return storage.MoveChat(tx, r.Row.Chat, r.MovedTo)
	}
	if err := gone(tx, r); err != nil {
		return err
	}
	switch r.Outcome {
	case courier.Unreachable:
		if err := storage.Lives.Delete(tx, storage.LiveKey{Chat: r.Row.Chat, Name: r.Row.Live}); err != nil {
			return err
		}
		in := flows.Input{Kind: flows.Undelivered, Chat: r.Row.Chat, Group: r.Row.Chat < 0, Name: r.Row.Live, At: now}
		return b.turn(tx, in, now, seed, fx)
	case courier.Refused:
		if err := b.refused(tx, r, now); err != nil {
			return err
		}
	}
	if r.Row.Live == "" {
		return nil
	}
	return shown(tx, r, now, fx)
}

// gone takes the row of a receipt out of the outbox. That of a group with a new number may
// stand under either.
func gone(tx *storage.Tx, r courier.Receipt) error {
	if err := storage.Outbox.Delete(tx, r.Row.Key()); err != nil || r.Former == 0 {
		return err
	}
	return storage.Outbox.Delete(tx, storage.OutgoingKey{Chat: r.Former, ID: r.Row.ID})
}

// shown keeps what a live message shows now; newer content, come meanwhile, leaves
// next.
func shown(tx *storage.Tx, r courier.Receipt, now time.Time, fx *effects) error {
	key := storage.LiveKey{Chat: r.Row.Chat, Name: r.Row.Live}
	live, ok, err := storage.Lives.Find(tx, key)
	if err != nil || !ok {
		return err
	}
	live.Queued = 0
	if r.Outcome == courier.Delivered {
		live.ID, live.Shown, live.Shows = r.Message, sum(r.Shown), r.Shows
		if p := live.Wanted.Picture; p != nil && p.Key == r.Shows {
			p.Data = nil // the messenger has it now
		}
	}
	if r.Outcome == courier.Delivered && live.Shown != sum(live.Wanted) {
		id, err := storage.Next(tx, storage.OutboxCounter)
		if err != nil {
			return err
		}
		row := storage.Outgoing{ID: id, Chat: key.Chat, Lane: r.Row.Lane, Live: key.Name, Made: now}
		if err := storage.Outbox.Put(tx, row.Key(), row); err != nil {
			return err
		}
		live.Queued = id
		fx.rows = append(fx.rows, row)
	}
	return storage.Lives.Put(tx, key, live)
}

// refused keeps a call that Telegram will never take: a mistake of ours.
func (b *Bot) refused(tx *storage.Tx, r courier.Receipt, now time.Time) error {
	raw, err := json.Marshal(r.Row)
	if err != nil {
		return err
	}
	b.log.Error("message refused, put aside into quarantine", "row", r.Row.ID, "chat", r.Row.Chat)
	_, err = keep(tx, storage.Quarantined{At: now, Person: civic.PersonID(max(r.Row.Chat, 0)), Kind: "send", Raw: raw, Error: r.Err.Error()})
	return err
}
