package flows

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"veche/flows/civic"
)

// NewEngine puts conversations together. It refuses two of one name, forms whose tables
// and questions do not fit, and whatever leads nowhere: a button, a link, a card, a reply.
// The order of the conversations is that of the menu.
func NewEngine(region *civic.Region, bounds *civic.Boundaries, all ...Conversation) (*Engine, error) {
	e := &Engine{
		Region: region, Bounds: bounds, all: all,
		forms: map[string]Form{}, commands: map[CommandName]CommandFor{}, labels: map[string]CommandFor{},
		actions: map[ActionName]Action{}, retired: map[string]ActionName{}, links: map[LinkPrefix]Link{}, topics: map[civic.Topic]Topic{}, waits: map[civic.Kind]WaitKind{},
		cards: map[string]card{}, signs: map[ActionName]card{}, opens: map[ActionName]ActionName{},
		timers: map[string]TimerKind{}, jobs: map[string]JobKind{}, forgets: map[string]Forgetting{}, broadcasts: map[string]BroadcastKind{},
		digests: map[string]Digest{},
	}
	all = append([]Conversation{e.own()}, all...)
	var errs []error
	for _, c := range all {
		errs = append(errs, e.register(c), named(c), e.addCards(c), e.sole(c))
	}
	for _, c := range all {
		errs = append(errs, e.opened(c), e.retire(c))
	}
	for _, f := range e.forms {
		errs = append(errs, sound(f))
	}
	return e, errors.Join(append(errs, e.readers(), e.unlike(), e.whole())...)
}

// register takes in what goes by a name of its own.
func (e *Engine) register(c Conversation) error {
	return errors.Join(
		fill(e.forms, c.Forms, Form.name),
		fill(e.commands, c.Commands, func(c CommandFor) CommandName { return c.Name }),
		fill(e.labels, withLabel(c.Commands), func(c CommandFor) string { return c.Label }),
		fill(e.actions, c.Actions, func(a Action) ActionName { return a.Name }),
		fill(e.links, c.Links, func(l Link) LinkPrefix { return l.Prefix }),
		fill(e.topics, c.Topics, func(k Topic) civic.Topic { return k.Name }),
		fill(e.waits, c.Waits, func(k WaitKind) civic.Kind { return k.Kind }),
		fill(e.digests, c.Digests, func(d Digest) string { return d.Name }),
		fill(e.timers, c.Timers, func(k TimerKind) string { return k.Name }),
		fill(e.jobs, c.Jobs, func(k JobKind) string { return k.Name }),
		fill(e.forgets, c.Forgets, Forgetting.name),
		fill(e.broadcasts, c.Broadcasts, func(k BroadcastKind) string { return k.Name }))
}

func fill[K comparable, T any](into map[K]T, from []T, name func(T) K) error {
	for _, x := range from {
		if _, twice := into[name(x)]; twice {
			return fmt.Errorf("%v is there twice", name(x))
		}
		into[name(x)] = x
	}
	return nil
}

func withLabel(cs []CommandFor) []CommandFor {
	return slices.DeleteFunc(slices.Clone(cs), func(c CommandFor) bool { return c.Label == "" })
}

// maxName is how long the name of an action may be: there has to be room for the values.
const maxName = 22

// named refuses actions that do not bear their subject's name, or too long a one.
func named(c Conversation) error {
	var errs []error
	for _, a := range c.Actions {
		if !strings.HasPrefix(string(a.Name), c.Name+".") || len(a.Name) > maxName {
			errs = append(errs, fmt.Errorf("the action %s has to be called %s.something, in %d characters", a.Name, c.Name, maxName))
		}
	}
	return errors.Join(errs...)
}

// sole takes in what only one conversation can have.
func (e *Engine) sole(c Conversation) error {
	switch {
	case e.gate != nil && c.Gate != nil:
		return fmt.Errorf("%s asks for consent, and another one does", c.Name)
	case e.stray != nil && c.Stray != nil:
		return fmt.Errorf("%s takes stray words, and another one does", c.Name)
	case e.fallback != nil && c.Fallback != nil:
		return fmt.Errorf("%s answers what nobody takes, and another one does", c.Name)
	}
	if c.Gate != nil {
		e.gate = c.Gate
	}
	if c.Stray != nil {
		e.stray = c.Stray
	}
	if c.Fallback != nil {
		e.fallback = c.Fallback
	}
	return nil
}

// whole refuses an engine without what has to be there once.
func (e *Engine) whole() error {
	switch {
	case e.gate == nil:
		return errors.New("nobody asks for consent")
	case e.fallback == nil:
		return errors.New("nobody answers what nobody takes")
	}
	return nil
}

// opened refuses buttons that lead nowhere.
func (e *Engine) opened(c Conversation) error {
	doors := slices.Clone(c.Opens)
	for _, a := range c.About {
		doors = append(doors, a, c.Open)
		e.opens[a] = c.Open
	}
	for _, k := range c.Waits {
		doors = append(doors, k.Open)
	}
	for _, x := range c.Cards {
		for _, a := range x.card().signs {
			doors = append(doors, a)
		}
	}
	var errs []error
	for _, d := range doors {
		if !d.leads(e) {
			errs = append(errs, fmt.Errorf("buttons of %s lead to %s, and nobody stands there", c.Name, d))
		}
	}
	return errors.Join(errs...)
}

// retire takes in what the names in old buttons mean now.
func (e *Engine) retire(c Conversation) error {
	var errs []error
	for was, now := range c.Retired {
		if !now.leads(e) || e.retired[was] != "" {
			errs = append(errs, fmt.Errorf("the button %s of old leads to %s, which is nowhere or one of two", was, now))
		}
		e.retired[was] = now
	}
	return errors.Join(errs...)
}

// unlike refuses links that could be taken for others.
func (e *Engine) unlike() error {
	for a := range e.links {
		for b := range e.links {
			if a != b && strings.HasPrefix(string(a), string(b)) {
				return fmt.Errorf("links that begin with %s begin with %s too", a, b)
			}
		}
	}
	return nil
}

// sound refuses a form whose table and questions do not fit: looplab/fsm would take
// the last of two rows, and a state without a question, in silence.
func sound(f Form) error {
	first, table, steps := f.table()
	type row struct{ event, src string }
	seen := map[row]bool{}
	next := map[string][]string{}
	for _, e := range table {
		for _, src := range e.Src {
			if seen[row{e.Name, src}] {
				return fmt.Errorf("form %s: %s leaves %s twice", f.name(), e.Name, src)
			}
			seen[row{e.Name, src}] = true
			next[src] = append(next[src], e.Dst)
		}
	}
	reached := reach(first, next)
	for _, s := range steps {
		if !reached[s] {
			return fmt.Errorf("form %s: nothing leads to %s", f.name(), s)
		}
		if !reach(s, next)[Done] {
			return fmt.Errorf("form %s: nothing leads from %s to the end", f.name(), s)
		}
	}
	for s := range reached {
		if s != Done && !slices.Contains(steps, s) {
			return fmt.Errorf("form %s: %s asks nothing", f.name(), s)
		}
	}
	return nil
}

func reach(from string, next map[string][]string) map[string]bool {
	reached := map[string]bool{from: true}
	for todo := []string{from}; len(todo) > 0; todo = todo[1:] {
		for _, s := range next[todo[0]] {
			if !reached[s] {
				reached[s] = true
				todo = append(todo, s)
			}
		}
	}
	return reached
}
