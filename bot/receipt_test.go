package bot

import (
	"testing"

	"veche/bot/courier"
	"veche/storage"
)

// A group got a new number while a row for it was on its way: the row may have been put
// before, or after what is kept had moved to the new number. It leaves once either way.
func TestARowOfARenumberedGroupIsTakenOut(t *testing.T) {
	const old, now = storage.ChatID(-100), storage.ChatID(-100100)
	for name, kept := range map[string]storage.ChatID{"moved": now, "put after the move": old} {
		t.Run(name, func(t *testing.T) {
			s, err := storage.Open(t.TempDir()+"/veche.db", storage.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			row := storage.Outgoing{ID: 7, Chat: kept, Message: storage.Message{Text: "раз"}}
			other := storage.Outgoing{ID: 8, Chat: kept, Message: storage.Message{Text: "два"}}
			err = s.Update(func(tx *storage.Tx) error {
				for _, r := range []storage.Outgoing{row, other} {
					if err := storage.Outbox.Put(tx, r.Key(), r); err != nil {
						return err
					}
				}
				row.Chat = now
				return gone(tx, courier.Receipt{Row: row, Former: old, Outcome: courier.Delivered})
			})
			if err != nil {
				t.Fatal(err)
			}
			err = s.View(func(tx *storage.Tx) error {
				if n := storage.Outbox.Len(tx); n != 1 || !storage.Outbox.Has(tx, other.Key()) {
					t.Errorf("%d rows are left, want the other one", n)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
