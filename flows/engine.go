package flows

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"veche/flows/civic"
	"veche/flows/play"
	"veche/storage"
)

// Engine knows all conversations and finds the one an input is for.
type Engine struct {
	Region *civic.Region
	Bounds *civic.Boundaries
	Bot    string // the bot's username
	// Unlimited lets everybody file as much as they like, whatever it says: for loads.
	Unlimited bool
	// Strict has a turn fail that says something which leads nowhere, where people would meet
	// a button that does nothing: for tests.
	Strict bool

	gate       Gate
	stray      func(*Turn) (bool, error)
	fallback   func(*Turn) error
	forms      map[string]Form
	commands   map[CommandName]CommandFor
	labels     map[string]CommandFor
	actions    map[ActionName]Action
	retired    map[string]ActionName
	cards      map[string]card
	signs      map[ActionName]card       // of cards
	opens      map[ActionName]ActionName // what shows that anew which an action is about
	links      map[LinkPrefix]Link
	topics     map[civic.Topic]Topic
	waits      map[civic.Kind]WaitKind
	timers     map[string]TimerKind
	jobs       map[string]JobKind
	forgets    map[string]Forgetting
	broadcasts map[string]BroadcastKind
	digests    map[string]Digest
	all        []Conversation // in the order of the menu, which means nothing else
}

// Actions lists every action, for tests that walk them.
func (e *Engine) Actions() []Action { return values(e.actions) }

// Forms lists every form, for tests and diagrams.
func (e *Engine) Forms() []Form { return values(e.forms) }

// Questions lists every question of every form, as form/state, for tests that ask them.
func (e *Engine) Questions() []string {
	var out []string
	for _, f := range e.Forms() {
		_, _, steps := f.table()
		for _, s := range steps {
			out = append(out, f.name()+"/"+s)
		}
	}
	slices.Sort(out)
	return out
}

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
// in which the conversations were given; few, where the person wants it simple.
func (e *Engine) Menu(roles civic.Roles, simple bool) []string {
	var out []string
	for _, conv := range e.all {
		for _, c := range conv.Commands {
			if c.Label != "" && allowed(roles, c.Roles) && (c.Simple || !simple) {
				out = append(out, c.Label)
			}
		}
	}
	return out
}

// Offered are the buttons of what there is to do, for those who do not know.
func (t *Turn) Offered() []Button {
	var out []Button
	for _, conv := range t.engine.all {
		for _, c := range conv.Commands {
			if c.Offered && allowed(t.Roles, c.Roles) {
				out = append(out, c.Name.Button(c.Label))
			}
		}
	}
	return out
}

// Entry is how something that waits stands in a list, and what its button does, which has
// no label yet.
func (t *Turn) Entry(w civic.Waiting) (Entry, Button, error) {
	k, known := t.engine.waits[w.Subject.Kind]
	if !known {
		return Entry{}, Button{}, fmt.Errorf("%s waits, and no conversation knows what that is", w.Subject)
	}
	l, err := k.Line(t, w)
	if err != nil {
		return l, Button{}, fmt.Errorf("list %s: %w", w.Subject, err)
	}
	b := k.Open.Labelled(nil, w.Subject.ID)
	b.Icon = l.Icon
	return l, b, nil
}

// Named is what a subject is called: № 12; empty for none, and where nobody knows it.
func (t *Turn) Named(s civic.Subject) Term {
	k, known := t.engine.waits[s.Kind]
	if !known || s.ID == 0 {
		return Term{}
	}
	return Term{Key: k.Name, Args: Args{"ID": s.ID}}
}

// Help lists what there is in /help for the person of the turn.
func (t *Turn) Help() (all []Help) {
	for _, c := range t.engine.all {
		for _, h := range c.Help {
			if h.isFor(t.Roles) {
				all = append(all, h)
			}
		}
	}
	return all
}

func values[K cmp.Ordered, T any](m map[K]T) []T {
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

// Scene is what the subjects have people do on the sandbox's stage. Whoever opens the
// operator's link comes first: nobody has an office before.
func (e *Engine) Scene() []play.Cue {
	var first, then []play.Cue
	for _, c := range e.all {
		if slices.ContainsFunc(c.Scene, func(c play.Cue) bool { return c.Opens == play.Operator }) {
			first = append(first, c.Scene...)
		} else {
			then = append(then, c.Scene...)
		}
	}
	return append(first, then...)
}

// Walks are what the subjects have residents do under load.
func (e *Engine) Walks() (all []play.Walk) {
	for _, c := range e.all {
		if c.Walk != nil {
			all = append(all, c.Walk(e.Region))
		}
	}
	return all
}

// Turn is one of nobody's yet: [Engine.Handle] makes one for each input.
func (e *Engine) Turn(tx *storage.Tx, in Input, now time.Time) *Turn {
	return &Turn{Input: in, Now: now.In(e.Region.Zone), Tx: tx, Region: e.Region, Bounds: e.Bounds, Bot: e.Bot, engine: e,
		Payload: in.Payload, args: in.Args}
}

// Handle deals with one input in the transaction. now and seed are drawn before it
// began, so that running it again gives the same.
func (e *Engine) Handle(tx *storage.Tx, in Input, now time.Time, seed []byte) (*Turn, error) {
	t := e.Turn(tx, in, now)
	t.seed = seed
	if err := t.who(); err != nil {
		return t, err
	}
	if err := e.route(t); err != nil {
		return t, err
	}
	if t.Denied {
		if err := t.recordDenied(); err != nil {
			return t, err
		}
	}
	if e.Strict {
		if err := t.strict(); err != nil {
			return t, err
		}
	}
	return t, t.save()
}

// who loads the desks of a group, the person, the roles and the session.
func (t *Turn) who() error {
	if err := t.where(); err != nil {
		return err
	}
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
