package flows

import (
	"fmt"

	"veche/flows/civic"
	"veche/storage"
)

// OfDigest is the topic of the digest of the week.
const OfDigest civic.Topic = "digest"

// Push says something that a person did not ask for now, unless they muted its topic,
// have had enough of it for today, or cannot be reached. It reports whether it was said. A
// button below mutes the topic.
func (t *Turn) Push(p civic.Person, topic civic.Topic, m Message) (bool, error) {
	k, known := t.engine.topics[topic]
	switch {
	case !known:
		return false, fmt.Errorf("say %s: no conversation has the topic %q", m.Key, topic)
	case p.Unreachable || p.Mutes(topic):
		return false, nil
	case k.Capped:
		if counted, err := t.count(p); !counted || err != nil {
			return false, err
		}
	}
	m.Rows = append(m.Rows[:len(m.Rows):len(m.Rows)], Row(Mute.Button("key.mute", topic)))
	t.Say(To(p.ID), m)
	return true, nil
}

// Topics lists what can be muted, in the order of the conversations.
func (t *Turn) Topics() (all []civic.Topic) {
	for _, c := range t.engine.all {
		for _, k := range c.Topics {
			all = append(all, k.Name)
		}
	}
	return append(all, OfDigest)
}

// count takes note of one more message of today about a capped topic; false where they
// have had enough. What is held back comes in the digest.
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
