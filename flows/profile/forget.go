package profile

import (
	"context"
	"errors"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

var forgetForm = flows.Flow[nothing]{
	Name:  "forget",
	First: "sure",
	Open:  true,
	Table: flows.Line("sure"),
	Steps: flows.Steps[nothing]{"sure": flows.Confirm("key.forget", func(t *flows.Turn, _ nothing) flows.Message {
		last, _ := flows.LastOfCentre(t.Tx, t.Input.Person) // what cannot be read stops nobody
		return flows.Message{Key: "forget.title", Args: flows.Args{"Last": last}}
	})},
	Finish: func(t *flows.Turn, _ nothing) error {
		begun, err := t.Once("forget", forgetting{Person: t.Input.Person})
		if begun {
			t.Reply(flows.Message{Key: "forget.wait"})
		}
		return err
	},
}

// forgetting is a wish to be forgotten. It is fulfilled by and by, so that nobody waits
// for somebody with much to forget: each round takes the person out of some records,
// beginning with the first collection again, until none is left. What they do meanwhile
// goes with the rest.
type forgetting struct {
	Person   civic.PersonID `json:"person"`
	Language string         `json:"language,omitempty"` // the last word is still theirs
	Counts   map[string]int `json:"counts,omitempty"`   // collection -> records
}

// atOnce is how many records a round deals with; one that a conversation deals with
// counts as byHand.
const (
	atOnce = 60
	byHand = 10
)

// wished hands on what the job was given: all of its work is in [forget].
func wished(_ context.Context, w flows.Work) (any, error) {
	var f forgetting
	return &f, given(w.Args, &f, &f.Person)
}

// forget does a part, and leaves the rest to later rounds.
func forget(t *flows.Turn) error {
	var f forgetting
	if err := t.Args(&f); err != nil {
		return err
	}
	if f.Person == 0 {
		return errors.New("forget: nobody is named")
	}
	if err := t.As(storage.SessionKey{Chat: storage.Private(f.Person), Person: f.Person}); err != nil {
		return err
	}
	if f.Language == "" {
		f.Language = t.Language()
	}
	more, err := f.some(t)
	if err != nil {
		return err
	}
	t.Leave(f.Language)
	if more {
		_, err := t.LaterFor(f.Person, "forget", f)
		return err
	}
	t.Reply(flows.Message{Key: "forget.done", Haste: flows.Prompt, Under: flows.NoKeys})
	return f.record(t)
}

// some takes the person out of some records; it reports whether there may be more.
func (f *forgetting) some(t *flows.Turn) (more bool, err error) {
	if f.Counts == nil {
		f.Counts = map[string]int{}
	}
	left := atOnce
	for _, h := range storage.Holdings(t.Tx) {
		cost := 1
		if h.ByHand {
			cost = byHand
		}
		met, err := t.Forget(f.Person, h, left/cost)
		if err != nil {
			return false, err
		}
		if met > 0 {
			f.Counts[h.Name] += met
		}
		if left -= met * cost; left < byHand {
			return true, nil
		}
	}
	return false, nil
}

// record proves the destruction, without what was destroyed.
func (f *forgetting) record(t *flows.Turn) error {
	id, err := storage.Next(t.Tx, storage.DestructionCounter)
	if err != nil {
		return err
	}
	return storage.Destructions.Put(t.Tx, id, civic.Destruction{ID: id, At: t.Now, Basis: "request", Counts: f.Counts})
}
