package flows

import (
	"slices"
	"strings"

	"veche/flows/civic"
	"veche/storage"
)

// reached clears the mark of somebody who had blocked the bot: they write again.
func (t *Turn) reached() error {
	if t.Person == nil || !t.Person.Unreachable || t.Input.Group {
		return nil
	}
	t.Person.Unreachable = false
	return storage.People.Put(t.Tx, t.Person.ID, *t.Person)
}

// undelivered marks somebody who blocked the bot, until they write again; a group
// that we were put out of is as if it had told us so. What was meant for a desk goes
// to whoever is there now.
func (e *Engine) undelivered(t *Turn) error {
	if err := e.lost(t); err != nil {
		return err
	}
	if c, id, ok := e.cardNamed(t.Input.Name); ok && c.again != nil {
		return c.again(t, id)
	}
	return nil
}

func (e *Engine) lost(t *Turn) error {
	if t.Input.Group {
		return e.membership(t)
	}
	p, ok, err := storage.People.Find(t.Tx, civic.PersonID(t.Input.Chat))
	if !ok || err != nil {
		return err
	}
	p.Unreachable = true
	return storage.People.Put(t.Tx, p.ID, p)
}

func (e *Engine) membership(t *Turn) error {
	for _, c := range e.all {
		if c.Membership == nil {
			continue
		}
		if err := c.Membership(t); err != nil {
			return err
		}
	}
	return nil
}

// unserved lets those hear of a message that was put aside who can do something about it.
func (e *Engine) unserved(t *Turn) error {
	if t.Input.Missing > 0 {
		if !slices.ContainsFunc(t.desks, func(d civic.Desk) bool { return d.Feed() || d.Channel() }) {
			t.Reply(Message{Key: "unserved.missing"})
		}
		return nil
	}
	for _, c := range e.all {
		if c.Unserved == nil {
			continue
		}
		if err := c.Unserved(t); err != nil {
			return err
		}
	}
	return nil
}

// About tells what the live message of the name is a card of, and the button that shows
// it anew to whoever works with it. What is no card is about nothing.
func (t *Turn) About(name string) (civic.Subject, []Button) {
	c, id, ok := t.engine.cardNamed(name)
	if !ok {
		return civic.Subject{}, nil
	}
	kind, _, _ := strings.Cut(c.kind, "/")
	about := civic.Subject{Kind: civic.Kind(kind), ID: id}
	k, known := t.engine.waits[about.Kind]
	if !known {
		return about, nil
	}
	return about, []Button{k.Open.Button("key.open_card", id)}
}

// heard reports whether a command in a group is for us: other bots have a /help too.
func (t *Turn) heard(c CommandFor) bool {
	return !t.Input.Group || t.Input.Addressed || c.Binds || len(t.desks) > 0
}

// nobody answers an administrator who hides who they are: such a one has no rights.
func (e *Engine) nobody(t *Turn) error {
	c, ok := e.commands[CommandName(t.Input.Command)]
	if t.Input.Kind != Command || !ok {
		return nil
	}
	if !t.heard(c) {
		return nil
	}
	t.Reply(Message{Key: "anonymous"})
	return nil
}
