package profile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// shown is where in what is kept about somebody the next file begins.
type shown struct {
	Person civic.PersonID `json:"person"`
	File   int            `json:"file,omitempty"` // how many came before
	From   string         `json:"from,omitempty"` // collection; "": the first
	Skip   int            `json:"skip,omitempty"` // records of it
}

// file is what a job found: everything kept about somebody, or a part of it that fits
// into one message.
type file struct {
	shown
	Data []byte `json:"data"`
	Next *shown `json:"next,omitempty"` // nil: there is no more
}

// How much goes into a file, so that with its indents and as a row of the outbox it is
// still a record; and how many records are read in a transaction.
const (
	fileBytes = 384 << 10
	pageOf    = 200
)

func askData(t *flows.Turn) error {
	begun, err := t.Once("mydata", shown{Person: t.Input.Person})
	if begun {
		t.Reply(flows.Message{Key: "mydata.wait"})
	}
	return err
}

// given reads the arguments of a job about a person; until 0.2.0 these were the person
// alone.
func given(args json.RawMessage, into any, p *civic.PersonID) error {
	if json.Unmarshal(args, p) == nil {
		return nil
	}
	return json.Unmarshal(args, into)
}

// collect fills a file with what is kept about somebody.
func collect(ctx context.Context, w flows.Work) (any, error) {
	c := collector{found: map[string][]any{}}
	if err := given(w.Args, &c.at, &c.at.Person); err != nil {
		return nil, err
	}
	f := file{shown: c.at}
	more, err := c.fill(ctx, w)
	if err != nil {
		return nil, err
	}
	if more {
		c.at.File++
		f.Next = &c.at
	}
	f.Data, err = json.MarshalIndent(c.found, "", "  ")
	return f, err
}

type collector struct {
	at    shown // what comes next
	found map[string][]any
	size  int
}

// fill reads until the file is full; it reports whether there may be more.
func (c *collector) fill(ctx context.Context, w flows.Work) (more bool, err error) {
	var all []storage.Holding
	err = w.View(func(tx *storage.Tx) error {
		all = storage.Holdings(tx)
		return nil
	})
	if err != nil {
		return false, err
	}
	from := max(0, slices.IndexFunc(all, func(h storage.Holding) bool { return h.Name == c.at.From }))
	for _, h := range all[from:] {
		if h.Name != c.at.From {
			c.at.From, c.at.Skip = h.Name, 0
		}
		for n := pageOf; n == pageOf; {
			if c.size >= fileBytes || ctx.Err() != nil {
				return true, ctx.Err()
			}
			err := w.View(func(tx *storage.Tx) (err error) {
				n, err = c.page(tx, h)
				return err
			})
			if err != nil {
				return false, err
			}
		}
	}
	return false, nil
}

// page reads the next records of a collection. One that is rotten is named.
func (c *collector) page(tx *storage.Tx, h storage.Holding) (n int, err error) {
	for v, err := range h.Show(tx, c.at.Person, c.at.Skip) {
		if n == pageOf {
			break
		}
		n++
		if errors.Is(err, storage.ErrRotten) {
			v = err.Error()
		} else if err != nil {
			return n, err
		}
		raw, err := json.Marshal(v)
		if err != nil {
			return n, err
		}
		c.size += len(raw)
		c.found[h.Name] = append(c.found[h.Name], json.RawMessage(raw))
	}
	c.at.Skip += n
	return n, nil
}

// giveData sends a file, and begins the next.
func giveData(t *flows.Turn) error {
	var f file
	if err := t.Args(&f); err != nil {
		return err
	}
	name := "veche.json"
	if f.File > 0 {
		name = fmt.Sprintf("veche-%d.json", f.File+1)
	}
	t.Say(flows.To(f.Person), flows.Message{Key: "mydata.title", With: flows.File{Name: name, Data: f.Data}, Haste: flows.Prompt})
	if f.Next == nil {
		return nil
	}
	_, err := t.LaterFor(f.Person, "mydata", f.Next)
	return err
}
