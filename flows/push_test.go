package flows_test

import (
	"slices"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Of others' reports somebody hears so often a day and no more, of their own always,
// and of what they muted never.
func TestPushes(t *testing.T) {
	inWorld(t, func(w *world) {
		push := func(topic civic.Topic) bool {
			t.Helper()
			turn := &flows.Turn{Tx: w.tx, Now: w.now, Region: civic.Smolensk()}
			p, err := storage.People.Get(w.tx, players["resident"])
			if err != nil {
				t.Fatal(err)
			}
			said, err := turn.Push(p, topic, flows.Message{Key: "words"})
			if err != nil {
				t.Fatal(err)
			}
			if said != (len(turn.Said) == 1) {
				t.Errorf("%s: says that it was said %t, and it was %t", topic, said, !said)
			}
			return said
		}
		for i := range civic.MaxPushes + 2 {
			topic := []civic.Topic{civic.OfJoined, civic.OfFollowed}[i%2]
			if push(topic) != (i < civic.MaxPushes) {
				t.Errorf("message %d of the day: wrong", i+1)
			}
		}
		if !push(civic.OfMine) || !push(civic.OfDigest) {
			t.Error("what is their own is held back too")
		}
		w.now = w.now.AddDate(0, 0, 1)
		if !push(civic.OfJoined) {
			t.Error("the next day nothing comes")
		}
		w.press("resident", "a:profile.mute:joined:on")
		if push(civic.OfJoined) || !push(civic.OfFollowed) {
			t.Error("a muted topic is not what is muted")
		}
		w.press("resident", "a:profile.mute:joined:off")
		if p, _ := storage.People.Get(w.tx, players["resident"]); slices.Contains(p.Muted, civic.OfJoined) || !push(civic.OfJoined) {
			t.Error("it cannot be turned on again")
		}
	})
}
