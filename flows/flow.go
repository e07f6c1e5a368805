package flows

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/looplab/fsm"

	"veche/flows/civic"
	"veche/storage"
)

// The events that every table knows, and the state that ends it.
const (
	Next = "next"
	Back = "back"
	Done = "done"
	Stay = "" // the answer was heard, nothing is asked now
	// Again asks the same question once more: something was added to the answer.
	Again = "again"
)

// Flow is a form: states, a question for each, and what to do at the end. D is the
// draft, usually the domain type itself.
type Flow[D any] struct {
	Name  string
	First string     // the state it begins in
	Table fsm.Events // what may follow what; ends in [Done]
	Steps Steps[D]
	// Finish gets the draft when the last answer was given.
	Finish func(*Turn, D) error
	// Aside takes what came in where something else is asked for; like [Step.Answer] but that
	// the question stays: [Again] or [Stay], a [Wrong] where it takes that neither. It may be nil.
	Aside func(*Turn, *D) (string, error)
	// Open is set where no consent is needed, because nothing is kept.
	Open bool
	// Given is set where the draft begins with something that was pressed, a card or a
	// link: without it the form cannot begin again.
	Given bool
	// Binds is set where it makes a desk of a group: it is all that is talked of in a group
	// that is none.
	Binds bool
	// Told is set where that something is what the person said.
	Told bool

	once sync.Once // for made
	made *civic.Machine
}

// Steps are the questions of a flow by state.
type Steps[D any] map[string]Step[D]

// Step is a question and what to do with its answer.
type Step[D any] struct {
	// Ask words the question. Where it says nothing there is nothing to ask: the form
	// passes on, or back, the way it came.
	Ask func(*Turn, D) Message
	// Answer reads t.Input into the draft and names the event that follows: Next,
	// Stay, or one of the table. A [Wrong] asks again and says why.
	Answer func(*Turn, *D) (string, error)
	// Kept reports whether the draft already holds an answer, so that it can stay
	// as it is after somebody went back.
	Kept func(D) bool
}

// Then lets the answer choose the event.
func (s Step[D]) Then(event func(*Turn, *D) string) Step[D] {
	answer := s.Answer
	s.Answer = func(t *Turn, d *D) (string, error) {
		e, err := answer(t, d)
		if err != nil || e != Next {
			return e, err
		}
		return event(t, d), nil
	}
	return s
}

// When asks only under a condition.
func (s Step[D]) When(wanted func(*Turn, D) bool) Step[D] {
	ask := s.Ask
	s.Ask = func(t *Turn, d D) Message {
		if !wanted(t, d) {
			return Message{}
		}
		return ask(t, d)
	}
	return s
}

// Wrong is an answer that cannot be taken; Key says why, to the one who gave it.
type Wrong struct {
	Key  string
	Args Args
}

func (w Wrong) Error() string { return "wrong answer: " + w.Key }

// Line is the simplest table: one state after the other, and back.
func Line(states ...string) fsm.Events {
	var out fsm.Events
	for i, s := range states {
		next := Done
		if i+1 < len(states) {
			next = states[i+1]
			out = append(out, fsm.EventDesc{Name: Back, Src: []string{next}, Dst: s})
		}
		out = append(out, fsm.EventDesc{Name: Next, Src: []string{s}, Dst: next})
	}
	return out
}

// Event is a row of a table that leads from one state to another.
func Event(name, from, to string) fsm.EventDesc {
	return fsm.EventDesc{Name: name, Src: []string{from}, Dst: to}
}

// Start begins the flow with a draft, once consent was given where it is needed.
func (f *Flow[D]) Start(t *Turn, d D) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("start %s: %w", f.Name, err)
	}
	return t.begin(f, raw)
}

// Diagram draws the table in Mermaid.
func (f *Flow[D]) Diagram() (string, error) {
	return fsm.VisualizeForMermaidWithGraphType(fsm.NewFSM(f.First, f.Table, nil), fsm.StateDiagram)
}

// Form is a Flow of whatever draft.
type Form interface {
	Diagram() (string, error)
	name() string
	open() bool
	binds() bool
	given() bool
	first() string
	reads(*Turn, *storage.Session) bool
	told(*storage.Session) bool
	can(state, event string) bool
	ask(*Turn, *storage.Session) error
	silent(t *Turn, s *storage.Session, state string) bool
	answer(*Turn, *storage.Session) (string, error)
	finish(*Turn, *storage.Session) error
	aside(*Turn, json.RawMessage) (json.RawMessage, string, error)
	offers(*Turn, *storage.Session) (Message, []Button)
	table() (first string, events fsm.Events, steps []string)
}

func (f *Flow[D]) name() string  { return f.Name }
func (f *Flow[D]) open() bool    { return f.Open }
func (f *Flow[D]) binds() bool   { return f.Binds }
func (f *Flow[D]) given() bool   { return f.Given }
func (f *Flow[D]) first() string { return f.First }

func (f *Flow[D]) table() (string, fsm.Events, []string) {
	var steps []string
	for s := range f.Steps {
		steps = append(steps, s)
	}
	return f.First, f.Table, steps
}

// reads reports whether this release can go on with what an earlier one stored. It is
// stricter than draft: what was stored and would be lost counts too.
func (f *Flow[D]) reads(t *Turn, s *storage.Session) bool {
	_, known := f.Steps[s.State]
	if !known || len(s.Draft) == 0 {
		return known
	}
	var d D
	dec := json.NewDecoder(bytes.NewReader(s.Draft))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		return false
	}
	t.read = reading{s.Draft, d}
	return true
}

// told reports whether the draft began with what the person said, not with nothing or
// with what was pressed.
func (f *Flow[D]) told(s *storage.Session) bool {
	if f.Given || len(s.Draft) == 0 {
		return f.Told
	}
	empty, err := json.Marshal(*new(D))
	return err == nil && !bytes.Equal(s.Draft, empty)
}

// reading is the draft that was read last: a turn reads it once.
type reading struct {
	raw   json.RawMessage
	draft any
}

func (f *Flow[D]) draft(t *Turn, s *storage.Session) (d D, err error) {
	if len(s.Draft) == 0 {
		return d, nil
	}
	if d, ok := t.read.draft.(D); ok && bytes.Equal(t.read.raw, s.Draft) {
		return d, nil
	}
	if err := json.Unmarshal(s.Draft, &d); err != nil {
		return d, fmt.Errorf("read the draft of %s: %w", f.Name, err)
	}
	t.read = reading{s.Draft, d}
	return d, nil
}

// keep puts the draft into the session.
func (f *Flow[D]) keep(t *Turn, s *storage.Session, d D) (err error) {
	if s.Draft, err = json.Marshal(d); err != nil {
		return fmt.Errorf("keep the draft of %s: %w", f.Name, err)
	}
	t.read = reading{s.Draft, d}
	return nil
}

// machine is that of the table.
func (f *Flow[D]) machine() *civic.Machine {
	f.once.Do(func() { f.made = civic.NewMachine(f.Table) })
	return f.made
}

func (f *Flow[D]) can(state, event string) bool { return f.machine().Can(state, event) }

// follow is the state that the event leads to.
func (f *Flow[D]) follow(state, event string) (string, error) {
	next, err := f.machine().Next(state, event)
	if err != nil {
		return state, fmt.Errorf("%s: %w", f.Name, err)
	}
	return next, nil
}

func (f *Flow[D]) ask(t *Turn, s *storage.Session) error {
	d, err := f.draft(t, s)
	if err != nil {
		return err
	}
	step := f.Steps[s.State]
	m := step.Ask(t, d)
	if m.Key == "" {
		return f.pass(t, s)
	}
	kept := step.Kept != nil && step.Kept(d)
	t.put(s, m, f.can(s.State, Back), kept)
	return nil
}

// pass leaves a state that asks nothing, the way it was come to.
func (f *Flow[D]) pass(t *Turn, s *storage.Session) (err error) {
	event := Next
	if t.back() && f.can(s.State, Back) {
		event = Back
	}
	if s.State, err = f.follow(s.State, event); err != nil {
		return err
	}
	if s.State == Done {
		return t.engine.finish(t, f)
	}
	return f.ask(t, s)
}

// silent reports whether the question after the state has nothing to ask.
func (f *Flow[D]) silent(t *Turn, s *storage.Session, state string) bool {
	next, err := f.follow(state, Next)
	step, asks := f.Steps[next]
	if err != nil || !asks {
		return false
	}
	d, err := f.draft(t, s)
	return err == nil && step.Ask(t, d).Key == ""
}

// answer runs the step of the state and moves on; it returns the event.
func (f *Flow[D]) answer(t *Turn, s *storage.Session) (string, error) {
	d, err := f.draft(t, s)
	if err != nil {
		return "", err
	}
	t.read = reading{} // an answer that is refused may have changed what it points to
	event, err := f.event(t, s, &d)
	if err != nil {
		return "", err
	}
	if err := f.keep(t, s, d); err != nil {
		return "", err
	}
	if event != Stay && event != Again {
		s.State, err = f.follow(s.State, event)
	}
	return event, err
}

func (f *Flow[D]) event(t *Turn, s *storage.Session, d *D) (string, error) {
	step := f.Steps[s.State]
	switch {
	case t.back():
		if !f.can(s.State, Back) {
			return Stay, Wrong{Key: "wrong.first"}
		}
		return Back, nil
	case t.Value == valueKeep && step.Kept != nil && step.Kept(*d):
		return Next, nil
	}
	event, err := step.Answer(t, d)
	if f.Aside == nil || t.Input.Kind == Press || !isWrong(err) {
		return event, err
	}
	if event, other := f.Aside(t, d); !isWrong(other) {
		return event, other
	}
	return event, err
}

func isWrong(err error) bool {
	var w Wrong
	return errors.As(err, &w)
}

// aside puts what came in into a draft that is not begun yet; a [Wrong] where it takes none.
func (f *Flow[D]) aside(t *Turn, raw json.RawMessage) (json.RawMessage, string, error) {
	if f.Aside == nil {
		return raw, "", Wrong{Key: "wrong.choose"}
	}
	s := storage.Session{Draft: raw}
	d, err := f.draft(t, &s)
	if err != nil {
		return raw, "", err
	}
	event, err := f.Aside(t, &d)
	if err == nil {
		err = f.keep(t, &s, d)
	}
	return s.Draft, event, err
}

// back reports whether the question before is wanted.
func (t *Turn) back() bool { return t.Value == valueBack || t.Label() == "key.back" }

func (f *Flow[D]) finish(t *Turn, s *storage.Session) error {
	d, err := f.draft(t, s)
	if err != nil {
		return err
	}
	return f.Finish(t, d)
}
