package profile

import (
	"context"
	"encoding/json"
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/report/casework"
	"veche/storage"
)

var forgetForm = flows.Flow[nothing]{
	Name:  "forget",
	First: "sure",
	Open:  true,
	Table: flows.Line("sure"),
	Steps: flows.Steps[nothing]{"sure": flows.Confirm("key.forget", func(t *flows.Turn, _ *nothing) flows.Message {
		last, _ := flows.LastOfCentre(t.Tx, t.Input.Person) // what cannot be read stops nobody
		return flows.Message{Key: "forget.title", Args: flows.Args{"Last": last}}
	})},
	Finish: func(t *flows.Turn, _ nothing) error {
		begun, err := t.Once("forget", t.Input.Person)
		if begun {
			t.Reply(flows.Message{Key: "forget.wait"})
		}
		return err
	},
}

// traces are the records about a person that only a walk over everything finds.
type traces struct {
	Person      civic.PersonID `json:"person"`
	Quarantine  []uint64       `json:"quarantine,omitempty"`
	Acts        []uint64       `json:"acts,omitempty"`
	Invitations []string       `json:"invitations,omitempty"`
}

// trace is the slow part of forgetting, done beside the rounds.
func trace(ctx context.Context, w flows.Work) (any, error) {
	var t traces
	if err := json.Unmarshal(w.Args, &t.Person); err != nil {
		return nil, err
	}
	p := t.Person
	return t, firstError(
		keysOf(ctx, w, storage.Quarantine, &t.Quarantine, func(q storage.Quarantined) bool { return q.Person == p }),
		keysOf(ctx, w, storage.Acts, &t.Acts, func(a civic.Act) bool { return a.Person == p || a.Whom == p }),
		keysOf(ctx, w, storage.Invitations, &t.Invitations, func(i civic.Invitation) bool { return i.UsedBy == p || i.By == p }),
	)
}

func keysOf[K, V any](ctx context.Context, w flows.Work, c *storage.Collection[K, V], into *[]K, theirs func(V) bool) error {
	return flows.Walk(ctx, w, c, storage.Range[K]{}, func(k K, v V) {
		if theirs(v) {
			*into = append(*into, k)
		}
	})
}

// destroy removes everything about the person and leaves a record of the
// destruction without the data.
func destroy(t *flows.Turn) error {
	var found traces
	if err := t.Args(&found); err != nil {
		return err
	}
	p := found.Person
	if p == 0 {
		return fmt.Errorf("forget: nobody is named")
	}
	if err := t.As(storage.SessionKey{Chat: storage.Private(p), Person: p}); err != nil {
		return err
	}
	t.Input.Language = t.Language() // the last word is still theirs
	goodbye := flows.Message{Key: "forget.done", Prompt: true, Bare: true}
	d := destroyer{t: t, p: p, counts: map[string]int{}}
	err := firstError(d.reports(), d.followers(), d.sessions(), d.lives(), d.outbox(), d.grants(), d.given(), d.desks(), d.templates(), casework.ForgetBan(t, p), casework.ForgetRules(t, p),
		d.each("quarantine", len(found.Quarantine), func(i int) error { return storage.Quarantine.Delete(t.Tx, found.Quarantine[i]) }),
		d.each("acts", len(found.Acts), func(i int) error { return d.act(found.Acts[i]) }),
		d.each("invitations", len(found.Invitations), func(i int) error { return d.invitation(found.Invitations[i]) }),
		d.person())
	if err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	t.Reply(goodbye)
	if err := t.Forget(); err != nil {
		return err
	}
	return d.record()
}

type destroyer struct {
	t      *flows.Turn
	p      civic.PersonID
	counts map[string]int
}

func (d *destroyer) each(kind string, n int, do func(int) error) error {
	for i := range n {
		if err := do(i); err != nil {
			return err
		}
		d.counts[kind]++
	}
	return nil
}

// reports takes the author from what is public and destroys what is not.
func (d *destroyer) reports() error {
	mine, err := reportsOf(d.t.Tx, d.p)
	if err != nil {
		return err
	}
	return d.each("reports", len(mine), func(i int) error { return casework.Forget(d.t, mine[i]) })
}

// followers takes them from the reports that they joined or follow.
func (d *destroyer) followers() error {
	theirs, err := casework.FollowedBy(d.t.Tx, d.p)
	if err != nil {
		return err
	}
	return d.each("followers", len(theirs), func(i int) error { return casework.ForgetFollower(d.t, theirs[i]) })
}

func (d *destroyer) sessions() error {
	mine, err := sessionsOf(d.t.Tx, d.p)
	if err != nil {
		return err
	}
	return d.each("sessions", len(mine), func(i int) error {
		return storage.Sessions.Delete(d.t.Tx, storage.SessionKey{Chat: mine[i].Chat, Person: d.p})
	})
}

func (d *destroyer) lives() error {
	for rec, err := range storage.Lives.All(d.t.Tx, storage.Range[storage.LiveKey]{Prefix: storage.Tuple(storage.Private(d.p))}) {
		if err != nil {
			return err
		}
		if err := storage.Lives.Delete(d.t.Tx, rec.Key); err != nil {
			return err
		}
		d.counts["lives"]++
	}
	return nil
}

func (d *destroyer) outbox() error {
	for rec, err := range storage.Outbox.All(d.t.Tx) {
		if err != nil {
			return err
		}
		if rec.Value.Chat != storage.Private(d.p) {
			continue
		}
		if err := storage.Outbox.Delete(d.t.Tx, rec.Key); err != nil {
			return err
		}
		d.counts["outbox"]++
	}
	return nil
}

func (d *destroyer) grants() error {
	for _, g := range d.t.Roles {
		if _, err := d.t.Dismiss(g); err != nil {
			return err
		}
		d.counts["roles"]++
	}
	d.t.Office = len(d.t.Roles) > 0
	d.t.Roles = nil
	return nil
}

// given takes their name from the roles that they gave others.
func (d *destroyer) given() error {
	for rec, err := range storage.Grants.All(d.t.Tx) {
		if err != nil {
			return err
		}
		if rec.Value.By != d.p {
			continue
		}
		rec.Value.By = civic.Nobody
		if err := storage.Grants.Put(d.t.Tx, rec.Key, rec.Value); err != nil {
			return err
		}
	}
	return nil
}

// desks takes it from the groups that they bound.
func (d *destroyer) desks() error {
	for rec, err := range storage.Desks.All(d.t.Tx) {
		if err != nil {
			return err
		}
		if rec.Value.By != d.p {
			continue
		}
		rec.Value.By = civic.Nobody
		if err := storage.Desks.Put(d.t.Tx, rec.Key, rec.Value); err != nil {
			return err
		}
	}
	return nil
}

// templates destroys those that are theirs alone.
func (d *destroyer) templates() error {
	for rec, err := range storage.Templates.All(d.t.Tx) {
		if err != nil {
			return err
		}
		if rec.Value.Owner != d.p {
			continue
		}
		if err := storage.Templates.Delete(d.t.Tx, rec.Key); err != nil {
			return err
		}
		d.counts["templates"]++
	}
	return nil
}

// act keeps what was done and in which office, without who.
func (d *destroyer) act(id uint64) error {
	a, err := storage.Acts.Get(d.t.Tx, id)
	if err != nil {
		return err
	}
	if a.What == civic.Denied {
		return storage.Acts.Delete(d.t.Tx, id)
	}
	if a.Person == d.p {
		a.Person = 0
	}
	if a.Whom == d.p {
		a.Whom = 0
	}
	if err := casework.Disown(d.t, a.Report, d.p); err != nil {
		return err
	}
	return storage.Acts.Put(d.t.Tx, id, a)
}

func (d *destroyer) invitation(hash string) error {
	i, err := storage.Invitations.Get(d.t.Tx, hash)
	if err != nil {
		return err
	}
	if i.By == d.p {
		i.By = civic.Nobody
	}
	if i.UsedBy == d.p {
		i.UsedBy = civic.Nobody
	}
	return storage.Invitations.Put(d.t.Tx, hash, i)
}

func (d *destroyer) person() error {
	if d.t.Person == nil {
		return nil
	}
	d.counts["person"]++
	d.t.Person = nil
	return storage.People.Delete(d.t.Tx, d.p)
}

func (d *destroyer) record() error {
	id, err := storage.Next(d.t.Tx, storage.DestructionCounter)
	if err != nil {
		return err
	}
	return storage.Destructions.Put(d.t.Tx, id, civic.Destruction{ID: id, At: d.t.Now, Basis: "request", Counts: d.counts})
}
