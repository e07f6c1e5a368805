package storage

import "testing"

// A group got a new number, and people went on there before the news of it came: what was
// begun or said there stays, and nothing of the old number is left.
func TestWhatStandsInTheNewChatStays(t *testing.T) {
	const old, now = ChatID(-5), ChatID(-100500)
	s := open(t, newFile(t), Options{})
	update(t, s, func(tx *Tx) error {
		for chat, id := range map[ChatID]int{old: 5, now: 9} {
			live := LiveKey{Chat: chat, Name: "card"}
			if err := Lives.Put(tx, live, Live{Chat: chat, Name: "card", ID: id}); err != nil {
				return err
			}
			session := SessionKey{Chat: chat, Person: 7}
			if err := Sessions.Put(tx, session, Session{Chat: chat, Person: 7, Count: uint64(id)}); err != nil {
				return err
			}
		}
		if err := Lives.Put(tx, LiveKey{Chat: old, Name: "other"}, Live{Chat: old, Name: "other", ID: 6}); err != nil {
			return err
		}
		return MoveChat(tx, old, now)
	})
	view(t, s, func(tx *Tx) error {
		card, _, err := Lives.Find(tx, LiveKey{Chat: now, Name: "card"})
		if err != nil {
			return err
		}
		other, moved, err := Lives.Find(tx, LiveKey{Chat: now, Name: "other"})
		if err != nil {
			return err
		}
		session, _, err := Sessions.Find(tx, SessionKey{Chat: now, Person: 7})
		if card.ID != 9 || !moved || other.ID != 0 || session.Count != 9 || Lives.Len(tx) != 2 || Sessions.Len(tx) != 1 {
			t.Errorf("stands %+v, %+v, %+v of %d and %d", card, other, session, Lives.Len(tx), Sessions.Len(tx))
		}
		return err
	})
}
