package bot

import (
	"encoding/json"
	"regexp"
	"slices"
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
	if r.Outcome == courier.Waits {
		return wait(tx, r.Row)
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
	case courier.Refused, courier.Stuck:
		if r.Outcome == courier.Refused && r.Row.Live == "" {
			if err := b.refused(tx, r, now); err != nil {
				return err
			}
			break
		}
		if err := b.setAside(tx, r, now, seed, fx); err != nil {
			return err
		}
	}
	if r.Row.Live != "" {
		if err := shown(tx, r, now, fx); err != nil {
			return err
		}
	}
	if r.Outcome != courier.Delivered || r.Missing == 0 {
		return nil
	}
	chat := r.Row.Chat
	return b.turn(tx, flows.Input{Kind: flows.Unserved, Chat: chat, Group: chat < 0, Missing: r.Missing, At: now}, now, seed, fx)
}

// setAside keeps a row that does not arrive for an operator, and lets people hear of it:
// once, as long as something of the chat is aside for the same reason.
func (b *Bot) setAside(tx *storage.Tx, r courier.Receipt, now time.Time, seed []byte, fx *effects) error {
	before, err := storage.AsideIn(tx, r.Row.Chat)
	if err != nil {
		return err
	}
	row := r.Row
	row.Aside = &storage.Aside{At: now, Why: r.Why, Error: r.Err.Error()}
	if err := storage.Outbox.Put(tx, row.Key(), row); err != nil {
		return err
	}
	b.log.Error("message put aside; see veche outbox", "row", row.ID, "chat", row.Chat, "why", r.Why)
	in := flows.Input{Kind: flows.Unserved, Chat: row.Chat, Group: row.Chat < 0, Name: row.Live, At: now,
		Why: r.Why, Code: code(r.Err), Again: slices.Contains(before, r.Why)}
	return b.turn(tx, in, now, seed, fx)
}

var codes = regexp.MustCompile(`\b[A-Z]+(_[A-Z0-9]+)+\b`)

// code is what Telegram calls an error, where it has a name for it; the rest of what it
// says may hold people's words.
func code(err error) string { return codes.FindString(err.Error()) }

// wait keeps until when a row has to wait, for the next run.
func wait(tx *storage.Tx, row storage.Outgoing) error {
	kept, ok, err := storage.Outbox.Find(tx, row.Key())
	if !ok || err != nil {
		return err
	}
	kept.After = row.After
	return storage.Outbox.Put(tx, row.Key(), kept)
}

// gone takes the row of a receipt out of the outbox. That of a group with a new number may
// stand under either.
func gone(tx *storage.Tx, r courier.Receipt) error {
	if r.Outcome == courier.Waits {
		return nil
	}
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
	if err := replaced(tx, r, &live); err != nil {
		return err
	}
	live.Queued = 0
	if r.Outcome == courier.Delivered {
		live.ID, live.Shown, live.Shows = r.Message, sum(r.Shown), r.Shows
		if p := live.Wanted.Picture; p != nil && p.Key == r.Shows {
			p.Data = nil // the messenger has it now
		}
	}
	if sum(r.Shown) != sum(live.Wanted) {
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

// replaced takes out the row of a live message that was put aside before: the message has
// arrived since, or is aside anew.
func replaced(tx *storage.Tx, r courier.Receipt, live *storage.Live) error {
	if live.Aside != 0 && live.Aside != r.Row.ID {
		if err := storage.Outbox.Delete(tx, storage.OutgoingKey{Chat: live.Chat, ID: live.Aside}); err != nil {
			return err
		}
	}
	live.Aside = 0
	if r.Outcome != courier.Delivered {
		live.Aside = r.Row.ID
	}
	return nil
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
