package profile

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// notices shows what the bot sends unasked, and lets each of it be turned off.
func notices(t *flows.Turn) error {
	if t.Person == nil {
		t.Reply(flows.Message{Key: "notices.later", Under: flows.MainMenu})
		return nil
	}
	m := flows.Message{Key: "notices.title", Args: flows.Args{"Most": civic.MaxPushes}, InPlace: true}
	for _, topic := range t.Topics() {
		state := "on"
		if slices.Contains(t.Person.Muted, topic) {
			state = "off"
		}
		label := flows.Term{Key: "notices." + state, Args: flows.Args{"Topic": flows.Term{Key: "topic." + string(topic)}}}
		m.Rows = append(m.Rows, flows.Row(flows.Mute.Labelled(label, topic, state)))
	}
	m.Rows = append(m.Rows, flows.Row(simple.Button("key.simple")))
	t.Reply(m)
	return nil
}

// mute turns a topic off, or on again where it is off; the button says which it was.
func mute(t *flows.Turn, v flows.Values) error {
	topic := civic.Topic(v.At(0))
	switch {
	case t.Person == nil:
		t.Deny()
		return nil
	case !slices.Contains(t.Topics(), topic):
		t.Tell("old_button", nil)
		return nil
	}
	t.Person.Muted = slices.DeleteFunc(slices.Clone(t.Person.Muted), func(m civic.Topic) bool { return m == topic })
	if v.At(1) != "off" {
		t.Person.Muted = append(t.Person.Muted, topic)
	}
	if err := storage.People.Put(t.Tx, t.Person.ID, *t.Person); err != nil {
		return err
	}
	if v.At(1) == "" { // below a message that was sent unasked, which stays
		t.Reply(flows.Message{Key: "notices.muted", Args: flows.Args{"Topic": flows.Term{Key: "topic." + string(topic)}},
			Rows: [][]flows.Button{flows.Row(noticesCommand.Button("key.notices"))}})
		return nil
	}
	return notices(t)
}
