package flows

import (
	"fmt"

	"veche/storage"
)

// replied hears what is said in reply to one of our messages, unless it answers a
// question.
func (e *Engine) replied(t *Turn) (bool, error) {
	in := t.Input
	if in.ReplyTo == 0 {
		return false, nil
	}
	live, err := t.live()
	if err != nil {
		return false, err
	}
	answers := t.session.Flow != "" || !in.Group
	if live == "" && !in.Card && answers {
		return false, nil
	}
	for _, c := range e.all {
		if c.Replies == nil {
			continue
		}
		if heard, err := c.Replies(t, live); heard || err != nil {
			return heard, err
		}
	}
	return false, nil
}

// live is the name of the live message that the input replies to, "" if it is none,
// or not the newest of its name.
func (t *Turn) live() (string, error) {
	shown := storage.Tuple(t.Input.Chat, t.Input.ReplyTo)
	for key, err := range storage.LivesShown.Keys(t.Tx, shown, storage.Span{Limit: 1}) {
		if err != nil {
			return "", fmt.Errorf("find what message %d of chat %d is: %w", t.Input.ReplyTo, t.Input.Chat, err)
		}
		return key.Name, nil
	}
	return "", nil
}
