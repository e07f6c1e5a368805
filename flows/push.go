package flows

import (
	"veche/flows/civic"
	"veche/storage"
)

// Push says something that a person did not ask for now, unless they muted its topic,
// have had enough of others' reports for today, or cannot be reached. It reports whether
// it was said. A button below mutes the topic.
func (t *Turn) Push(p civic.Person, topic civic.Topic, m Message) (bool, error) {
	if p.Unreachable || p.Mutes(topic) {
		return false, nil
	}
	if topic == civic.OfJoined || topic == civic.OfFollowed {
		if counted, err := t.count(p); !counted || err != nil {
			return false, err
		}
	}
	m.Rows = append(m.Rows[:len(m.Rows):len(m.Rows)], Row(Mute.Button("key.mute", topic)))
	t.Say(To(p.ID), m)
	return true, nil
}

// count takes note of one more message of today about reports that are not the person's
// own; false where they have had enough. What is held back comes in the digest.
func (t *Turn) count(p civic.Person) (bool, error) {
	today := t.Now.Format("2006-01-02")
	if p.Pushes.Day != today {
		p.Pushes = civic.Pushes{Day: today}
	}
	if p.Pushes.Count >= civic.MaxPushes {
		return false, nil
	}
	p.Pushes.Count++
	if t.Person != nil && t.Person.ID == p.ID {
		t.Person.Pushes = p.Pushes
	}
	return true, storage.People.Put(t.Tx, p.ID, p)
}
