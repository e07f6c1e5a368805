package storage

import "fmt"

// MoveChat rewrites a chat's number everywhere: a group that became a supergroup
// gets a new one. Messages that stand in the old chat are said anew in the new one.
func MoveChat(tx *Tx, from, to ChatID) error {
	for _, move := range []func(*Tx, ChatID, ChatID) error{moveDesks, moveSessions, moveLives, moveOutbox} {
		if err := move(tx, from, to); err != nil {
			return fmt.Errorf("move chat %d to %d: %w", from, to, err)
		}
	}
	return nil
}

func moveDesks(tx *Tx, from, to ChatID) error {
	for rec, err := range DesksIn.Each(tx, Tuple(from)) {
		if err != nil {
			return err
		}
		rec.Value.Chat = to
		if err := Desks.Put(tx, rec.Key, rec.Value); err != nil {
			return err
		}
	}
	return nil
}

func moveSessions(tx *Tx, from, to ChatID) error {
	return moveAll(tx, Sessions, from, func(s *Rec[SessionKey, Session]) {
		s.Key.Chat, s.Value.Chat = to, to
	})
}

func moveLives(tx *Tx, from, to ChatID) error {
	return moveAll(tx, Lives, from, func(l *Rec[LiveKey, Live]) {
		l.Key.Chat, l.Value.Chat = to, to
		l.Value.ID, l.Value.Shown, l.Value.Shows = 0, 0, ""
	})
}

func moveOutbox(tx *Tx, from, to ChatID) error {
	return moveAll(tx, Outbox, from, func(o *Rec[OutgoingKey, Outgoing]) {
		o.Key.Chat, o.Value.Chat = to, to
		o.Value.Message.Edit, o.Value.Message.ReplyTo = 0, 0
	})
}

// moveAll gives the records whose key begins with a chat other keys. What stands in the new
// chat already is newer, and stays.
func moveAll[K, V any](tx *Tx, c *Collection[K, V], from ChatID, change func(*Rec[K, V])) error {
	for rec, err := range c.All(tx, Range[K]{Prefix: Tuple(from)}) {
		if err != nil {
			return err
		}
		if err := c.Delete(tx, rec.Key); err != nil {
			return err
		}
		if change(&rec); c.Has(tx, rec.Key) {
			continue
		}
		if err := c.Put(tx, rec.Key, rec.Value); err != nil {
			return err
		}
	}
	return nil
}
