package flows

import (
	"slices"

	"veche/flows/civic"
)

// Push says something that a person did not ask for now, unless they muted its topic
// or cannot be reached. It reports whether it was said.
func (t *Turn) Push(p civic.Person, topic civic.Topic, m Message) (bool, error) {
	if p.Unreachable || slices.Contains(p.Muted, topic) {
		return false, nil
	}
	t.Say(To(p.ID), m)
	return true, nil
}
