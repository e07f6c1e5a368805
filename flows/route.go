package flows

import (
	"context"
	"fmt"
	"strings"

	"veche/storage"
)

func (e *Engine) route(t *Turn) error {
	in := t.Input
	switch in.Kind {
	case Nothing:
		return nil
	case Due:
		return e.due(t)
	case Finished:
		return e.finished(t)
	case Migrated:
		return storage.MoveChat(t.Tx, in.Chat, in.NewChat)
	case Membership:
		return e.membership(t)
	case Undelivered:
		return e.undelivered(t)
	case Unserved:
		return e.unserved(t)
	}
	switch {
	case in.Nobody:
		return e.nobody(t)
	case in.Person == 0:
		return nil
	case in.Kind == Press:
		return e.press(t, in.Data)
	}
	if err := t.reached(); err != nil {
		return err
	}
	// An edit corrects an answer; what it says is not said again.
	if c, ok := e.command(t); ok && !in.Edited {
		if !t.heard(c) {
			return nil
		}
		return e.run(t, c)
	}
	if heard, err := e.replied(t); heard || err != nil {
		return err
	}
	if in.Group && (in.ReplyTo == 0 || in.worked() || t.session.Flow == "") {
		return nil // people talk to each other
	}
	return e.said(t)
}

// command finds the command that was written or pressed in the main menu.
func (e *Engine) command(t *Turn) (CommandFor, bool) {
	if t.Input.Kind == Command {
		c, ok := e.commands[CommandName(t.Input.Command)]
		if !ok {
			c = CommandFor{Name: CommandName(t.Input.Command), Keeps: true, Group: true, Do: unknown}
		}
		return c, true
	}
	c, ok := e.labels[t.Input.Label]
	return c, ok && t.Input.Label != ""
}

// run does a command, unless it would throw away a draft: then it asks.
func (e *Engine) run(t *Turn, c CommandFor) error {
	switch {
	case t.Input.Group && !c.Group:
		t.inPrivate()
		return nil
	case !allowed(t.Roles, c.Roles):
		t.Deny()
		return nil
	case !c.Binds && !t.mayHere(c.Roles):
		t.Elsewhere()
		return nil
	case !c.Keeps && t.Writing():
		return t.hold()
	}
	return c.Do(t)
}

// Writing reports whether the person has put something into a draft already.
func (t *Turn) Writing() bool {
	f, ok := t.engine.forms[t.session.Flow]
	return ok && (t.session.State != f.first() || len(t.session.Wrote) > 0 || f.told(t.session))
}

// unknown answers a command that there is not: in private; in a group it may be
// for another bot.
func unknown(t *Turn) error {
	if !t.Input.Group {
		t.Reply(Message{Key: "unknown_command", Under: MainMenu})
	}
	return nil
}

// press does what a button says; what is held until a person decides comes here too.
func (e *Engine) press(t *Turn, data string) error {
	kind, rest, _ := strings.Cut(data, ":")
	switch kind {
	case pressQuestion:
		value, old := chosen(t.session, data)
		if old {
			key := "old_button"
			if t.Input.Group {
				key = "not_asked"
			}
			t.Tell(key, nil)
			return nil
		}
		t.Value = value
		return e.said(t)
	case pressCommand:
		name, payload, _ := strings.Cut(rest, " ")
		if c, ok := e.commands[CommandName(name)]; ok {
			t.Payload = payload
			return e.run(t, c)
		}
	case pressAction:
		parts := strings.Split(rest, ":")
		if a, ok := e.action(parts[0]); ok {
			return e.act(t, a, parts[1:])
		}
	}
	t.Tell("old_button", nil)
	return nil
}

// action finds an action by its name, or by one that it had once.
func (e *Engine) action(name string) (Action, bool) {
	a, ok := e.actions[e.now(name)]
	return a, ok
}

// now is what a name means that a button carries.
func (e *Engine) now(name string) ActionName {
	if now, ok := e.retired[name]; ok {
		return now
	}
	return ActionName(name)
}

// act runs an action, for those who may.
func (e *Engine) act(t *Turn, a Action, v Values) error {
	switch {
	case !allowed(t.Roles, a.Roles):
		t.Deny()
		return nil
	case !t.mayHere(a.Roles):
		t.Elsewhere()
		return nil
	}
	return a.Do(t, v)
}

func (e *Engine) due(t *Turn) error {
	k, ok := e.timers[t.Input.Name]
	if !ok {
		return fmt.Errorf("timer of the unknown kind %q", t.Input.Name)
	}
	if next, ok := e.Tomorrow(k.Name, t.Now); ok {
		if err := storage.Timers.Put(t.Tx, next.Name, next); err != nil {
			return err
		}
	}
	return k.Do(t)
}

// Run does the work of a job of the kind.
func (e *Engine) Run(ctx context.Context, kind string, w Work) (any, error) {
	k, ok := e.jobs[kind]
	if !ok {
		return nil, fmt.Errorf("job of the unknown kind %q", kind)
	}
	return k.Run(ctx, w)
}

// Fetches reports whether a job of the kind fetches files.
func (e *Engine) Fetches(kind string) bool { return e.jobs[kind].Fetches }

func (e *Engine) finished(t *Turn) error {
	k, ok := e.jobs[t.Input.Name]
	if !ok {
		return fmt.Errorf("job of the unknown kind %q", t.Input.Name)
	}
	if !storage.Jobs.Has(t.Tx, t.Input.Job) {
		return nil // nobody wants it any more
	}
	if err := storage.Jobs.Delete(t.Tx, t.Input.Job); err != nil {
		return err
	}
	return k.Done(t)
}
