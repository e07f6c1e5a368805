package flows

import (
	"fmt"
	"slices"
	"strings"

	"veche/storage"
)

// replied hears what is said in reply to one of our messages, unless it answers a
// question. A card hears it, whichever of those about the same it is. What is said to
// anything else that asks nothing reaches nobody: who holds an office reads so, others
// talk to each other.
func (e *Engine) replied(t *Turn) (bool, error) {
	in := t.Input
	if in.ReplyTo == 0 {
		return false, nil
	}
	c, id, found, err := t.card()
	if err != nil {
		return false, err
	}
	if found && c.reply != nil {
		if heard, err := c.reply(t, id); heard || err != nil {
			return heard, err
		}
	}
	answers := t.session.Flow != "" || !in.Group
	if found || len(t.Roles) == 0 || !in.worked() && answers {
		return false, nil
	}
	e.unheard(t)
	return true, nil
}

// worked reports whether the message replied to is one to be worked with: a reply to it
// is no answer to a question.
func (in Input) worked() bool {
	return slices.ContainsFunc(in.Carries, func(data string) bool { return strings.HasPrefix(data, pressAction+":") })
}

// card finds the card that the input replies to: by its name where it is the newest, else
// by its buttons.
func (t *Turn) card() (card, uint64, bool, error) {
	shown := storage.Tuple(t.Input.Chat, t.Input.ReplyTo)
	for key, err := range storage.LivesShown.Keys(t.Tx, shown, storage.Span{Limit: 1}) {
		if err != nil {
			return card{}, 0, false, fmt.Errorf("find what message %d of chat %d is: %w", t.Input.ReplyTo, t.Input.Chat, err)
		}
		c, id, ok := t.engine.cardNamed(key.Name)
		return c, id, ok, nil
	}
	c, id, ok := t.engine.cardWith(t.Input.Carries)
	return c, id, ok, nil
}

// unheard says what became of a reply that nothing hears, and opens the card that could be
// meant.
func (e *Engine) unheard(t *Turn) {
	open, id := e.meant(t.Input.Carries)
	if id == 0 {
		t.Unsent(Term{Key: "unsent.no_card"})
		return
	}
	t.answerSent(Message{Key: "unsent.open", Args: Args{"ID": id}, Rows: [][]Button{Row(open.Button("key.open", id))}})
}

// meant is what the buttons of a message are about, and the action that opens it; 0 where
// they are about several, or nothing.
func (e *Engine) meant(carries []string) (open ActionName, id uint64) {
	for _, data := range carries {
		name, n := pressed(data)
		opens, ok := e.opens[e.now(name)]
		switch {
		case !ok || n == 0:
		case id != 0 && (n != id || opens != open):
			return "", 0
		default:
			open, id = opens, n
		}
	}
	return open, id
}

// Unsent says in reply to a message that it went to nobody, and why.
func (t *Turn) Unsent(why Term) {
	t.answerSent(Message{Key: "unsent.title", Args: Args{"Why": why}})
}

// answerSent replies to the message that came, once to all photos of an album.
func (t *Turn) answerSent(m Message) {
	if t.AnsweredAlbum() {
		return
	}
	m.Answers = Sent(t.Input.Message)
	t.Reply(m)
}
