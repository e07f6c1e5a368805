package flows_test

import (
	"slices"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Of others' reports somebody hears so often a day and no more, of their own always,
// and of what they muted never.
func TestPushes(t *testing.T) {
	inWorld(t, func(w *world) {
		push := func(topic civic.Topic) bool {
			t.Helper()
			turn := w.engine.Turn(w.tx, flows.Input{}, w.now)
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
			topic := []civic.Topic{reports.OfJoined, reports.OfFollowed}[i%2]
			if push(topic) != (i < civic.MaxPushes) {
				t.Errorf("message %d of the day: wrong", i+1)
			}
		}
		if !push(reports.OfMine) || !push(flows.OfDigest) {
			t.Error("what is their own is held back too")
		}
		w.now = w.now.AddDate(0, 0, 1)
		if !push(reports.OfJoined) {
			t.Error("the next day nothing comes")
		}
		w.press("resident", "a:profile.mute:joined:on")
		if push(reports.OfJoined) || !push(reports.OfFollowed) {
			t.Error("a muted topic is not what is muted")
		}
		w.press("resident", "a:profile.mute:joined:off")
		if p, _ := storage.People.Get(w.tx, players["resident"]); slices.Contains(p.Muted, reports.OfJoined) || !push(reports.OfJoined) {
			t.Error("it cannot be turned on again")
		}
		if _, err := w.engine.Turn(w.tx, flows.Input{}, w.now).Push(civic.Person{ID: 2}, "weather", flows.Message{Key: "words"}); err == nil {
			t.Error("a topic that nobody has can be said, and not be muted")
		}
	})
}
