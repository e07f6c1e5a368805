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
	for rec, err := range Sessions.All(tx, Range[SessionKey]{Prefix: Tuple(from)}) {
		if err != nil {
			return err
		}
		if err := Sessions.Delete(tx, rec.Key); err != nil {
			return err
		}
		rec.Key.Chat, rec.Value.Chat = to, to
		if err := Sessions.Put(tx, rec.Key, rec.Value); err != nil {
			return err
		}
	}
	return nil
}

func moveLives(tx *Tx, from, to ChatID) error {
	for rec, err := range Lives.All(tx, Range[LiveKey]{Prefix: Tuple(from)}) {
		if err != nil {
			return err
		}
		if err := Lives.Delete(tx, rec.Key); err != nil {
			return err
		}
		rec.Key.Chat, rec.Value.Chat = to, to
		rec.Value.ID, rec.Value.Shown, rec.Value.Shows = 0, 0, ""
		if err := Lives.Put(tx, rec.Key, rec.Value); err != nil {
			return err
		}
	}
	return nil
}

func moveOutbox(tx *Tx, from, to ChatID) error {
	for rec, err := range Outbox.All(tx, Range[OutgoingKey]{Prefix: Tuple(from)}) {
		if err != nil {
			return err
		}
		if err := Outbox.Delete(tx, rec.Key); err != nil {
			return err
		}
		rec.Value.Chat, rec.Value.Message.Edit, rec.Value.Message.ReplyTo = to, 0, 0
		if err := Outbox.Put(tx, rec.Value.Key(), rec.Value); err != nil {
			return err
		}
	}
	return nil
}
