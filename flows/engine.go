package flows

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Engine knows all conversations and finds the one an input is for.
type Engine struct {
	Region *civic.Region
	Bounds *civic.Boundaries
	Bot    string // the bot's username

	gate     Gate
	forms    map[string]Form
	commands map[string]CommandFor
	labels   map[string]CommandFor
	actions  map[string]Action
	timers   map[string]TimerKind
	jobs     map[string]JobKind
	all      []Conversation
}

// Gate asks for consent before the first thing is kept.
type Gate struct {
	// Ask begins the form that asks; the form and draft given are what the person
	// wanted, for [Turn.Resume].
	Ask func(t *Turn, form string, draft []byte) error
}

func (g Gate) ask(t *Turn, form string, draft []byte) error { return g.Ask(t, form, draft) }

// NewEngine puts conversations together. It refuses two of one name and forms whose
// tables and questions do not fit.
func NewEngine(region *civic.Region, bounds *civic.Boundaries, gate Gate, all ...Conversation) (*Engine, error) {
	e := &Engine{
		Region: region, Bounds: bounds, gate: gate, all: all,
		forms: map[string]Form{}, commands: map[string]CommandFor{}, labels: map[string]CommandFor{},
		actions: map[string]Action{}, timers: map[string]TimerKind{}, jobs: map[string]JobKind{},
	}
	all = append([]Conversation{e.own()}, all...)
	var errs []error
	for _, c := range all {
		errs = append(errs,
			fill(e.forms, c.Forms, Form.name),
			fill(e.commands, c.Commands, func(c CommandFor) string { return c.Name }),
			fill(e.labels, withLabel(c.Commands), func(c CommandFor) string { return c.Label }),
			fill(e.actions, c.Actions, func(a Action) string { return a.Name }),
			fill(e.timers, c.Timers, func(k TimerKind) string { return k.Name }),
			fill(e.jobs, c.Jobs, func(k JobKind) string { return k.Name }))
	}
	for _, f := range e.forms {
		errs = append(errs, sound(f))
	}
	return e, errors.Join(errs...)
}

func fill[T any](into map[string]T, from []T, name func(T) string) error {
	for _, x := range from {
		if _, twice := into[name(x)]; twice {
			return fmt.Errorf("%q is there twice", name(x))
		}
		into[name(x)] = x
	}
	return nil
}

func withLabel(cs []CommandFor) []CommandFor {
	return slices.DeleteFunc(slices.Clone(cs), func(c CommandFor) bool { return c.Label == "" })
}

// Actions lists every action, for tests that walk them.
func (e *Engine) Actions() []Action { return values(e.actions) }

// Forms lists every form, for tests and diagrams.
func (e *Engine) Forms() []Form { return values(e.forms) }

// Commands lists what the client's menu offers to somebody with the roles.
func (e *Engine) Commands(roles civic.Roles) []CommandFor {
	var out []CommandFor
	for _, c := range values(e.commands) {
		if !c.Quiet && allowed(roles, c.Roles) {
			out = append(out, c)
		}
	}
	return out
}

// Menu lists the labels of the main menu for somebody with the roles, in the order
// in which the conversations were given.
func (e *Engine) Menu(roles civic.Roles) []string {
	var out []string
	for _, conv := range e.all {
		for _, c := range conv.Commands {
			if c.Label != "" && allowed(roles, c.Roles) {
				out = append(out, c.Label)
			}
		}
	}
	return out
}

func values[T any](m map[string]T) []T {
	var out []T
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// allowed reports whether one of the wanted roles is held; everybody may what
// wants none.
func allowed(have civic.Roles, want []civic.Role) bool {
	return len(want) == 0 || slices.ContainsFunc(want, have.Has)
}

// Handle deals with one input in the transaction. now and seed are drawn before it
// began, so that running it again gives the same.
func (e *Engine) Handle(tx *storage.Tx, in Input, now time.Time, seed []byte) (*Turn, error) {
	t := &Turn{Input: in, Now: now.In(e.Region.Zone), Tx: tx, Region: e.Region, Bounds: e.Bounds, Bot: e.Bot, engine: e, seed: seed}
	if err := t.who(); err != nil {
		return t, err
	}
	if err := e.route(t); err != nil {
		return t, err
	}
	return t, t.save()
}

// who loads the person, the roles and the session.
func (t *Turn) who() error {
	if t.Input.Person == 0 {
		return nil
	}
	p, ok, err := storage.People.Find(t.Tx, t.Input.Person)
	if err != nil {
		return fmt.Errorf("load person: %w", err)
	}
	if ok {
		t.Person = &p
	}
	if t.Roles, err = RolesOf(t.Tx, t.Input.Person); err != nil {
		return err
	}
	return t.load()
}

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
	}
	switch {
	case in.Nobody:
		return e.nobody(t)
	case in.Person == 0:
		return nil
	case in.Kind == Press:
		return e.press(t)
	}
	if err := t.reached(); err != nil {
		return err
	}
	if c, ok := e.command(t); ok {
		if heard, err := t.heard(c); !heard || err != nil {
			return err
		}
		return e.run(t, c)
	}
	if in.Group && (in.ReplyTo == 0 || t.session.Flow == "") {
		return nil // people talk to each other
	}
	return e.said(t)
}

// reached clears the mark of somebody who had blocked the bot: they write again.
func (t *Turn) reached() error {
	if t.Person == nil || !t.Person.Unreachable || t.Input.Group {
		return nil
	}
	t.Person.Unreachable = false
	return storage.People.Put(t.Tx, t.Person.ID, *t.Person)
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

// command finds the command that was written or pressed in the main menu.
func (e *Engine) command(t *Turn) (CommandFor, bool) {
	if t.Input.Kind == Command {
		c, ok := e.commands[t.Input.Command]
		if !ok {
			c = CommandFor{Name: t.Input.Command, Keeps: true, Group: true, Do: unknown}
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
		t.Reply(Message{Key: "elsewhere", Rows: [][]Button{Row(Button{Label: Term{Key: "key.private"}, URL: "https://t.me/" + t.Bot})}})
		return nil
	case !allowed(t.Roles, c.Roles):
		t.Warn("not_yours", nil)
		return nil
	case !c.Keeps && t.writing():
		t.session.Held = c.Name + " " + t.Input.Payload
		t.put(t.session, Message{Key: "held", Rows: [][]Button{
			Row(Pick(Term{Key: "key.go_on"}, "go_on")), Row(Pick(Term{Key: "key.throw"}, "throw"))}}, false, false)
		return nil
	}
	return c.Do(t)
}

// writing reports whether the person has put something into a draft already.
func (t *Turn) writing() bool {
	f, ok := t.engine.forms[t.session.Flow]
	return ok && t.session.State != f.first()
}

// unknown answers a command that there is not: in private; in a group it may be
// for another bot.
func unknown(t *Turn) error {
	if !t.Input.Group {
		t.Reply(Message{Key: "unknown_command", Home: true})
	}
	return nil
}

// heard reports whether a command in a group is for us: other bots have a /help too.
func (t *Turn) heard(c CommandFor) (bool, error) {
	if !t.Input.Group || t.Input.Addressed || c.Binds {
		return true, nil
	}
	return t.atDesk()
}

// atDesk reports whether the chat is bound as a desk.
func (t *Turn) atDesk() (bool, error) {
	for _, err := range storage.DesksIn.Keys(t.Tx, storage.Tuple(t.Input.Chat)) {
		return err == nil, err
	}
	return false, nil
}

// nobody answers an administrator who hides who they are: such a one has no rights.
func (e *Engine) nobody(t *Turn) error {
	c, ok := e.commands[t.Input.Command]
	if t.Input.Kind != Command || !ok {
		return nil
	}
	if heard, err := t.heard(c); !heard || err != nil {
		return err
	}
	t.Reply(Message{Key: "anonymous"})
	return nil
}

func (e *Engine) press(t *Turn) error {
	kind, rest, _ := strings.Cut(t.Input.Data, ":")
	switch kind {
	case "q":
		value, old := chosen(t.session, t.Input.Data)
		if old {
			t.Tell("old_button", nil)
			return nil
		}
		t.Value = value
		return e.said(t)
	case "c":
		name, payload, _ := strings.Cut(rest, " ")
		if c, ok := e.commands[name]; ok {
			t.Input.Payload = payload
			return e.run(t, c)
		}
	case "a":
		parts := strings.Split(rest, ":")
		if a, ok := e.actions[parts[0]]; ok {
			return e.act(t, a, parts[1:])
		}
	}
	t.Tell("old_button", nil)
	return nil
}

// act runs an action, for those who may; the attempt of another is on the record.
func (e *Engine) act(t *Turn, a Action, v Values) error {
	if !allowed(t.Roles, a.Roles) {
		t.Warn("not_yours", nil)
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

// Run does the work of a job on what was committed.
func (e *Engine) Run(ctx context.Context, tx *storage.Tx, j storage.Job) (any, error) {
	k, ok := e.jobs[j.Kind]
	if !ok {
		return nil, fmt.Errorf("job of the unknown kind %q", j.Kind)
	}
	return k.Run(ctx, tx, j.Args)
}

func (e *Engine) finished(t *Turn) error {
	k, ok := e.jobs[t.Input.Name]
	if !ok {
		return fmt.Errorf("job of the unknown kind %q", t.Input.Name)
	}
	if err := storage.Jobs.Delete(t.Tx, t.Input.Job); err != nil {
		return err
	}
	return k.Done(t)
}
