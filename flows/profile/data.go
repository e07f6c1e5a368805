package profile

import (
	"context"
	"encoding/json"
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// owned is everything kept about a person, as it is stored.
type owned struct {
	Person      *civic.Person         `json:"person,omitempty"`
	Roles       civic.Roles           `json:"roles,omitempty"`
	Reports     []reports.Report      `json:"reports,omitempty"`
	Followers   []reports.Follower    `json:"followers,omitempty"`
	Sessions    []storage.Session     `json:"sessions,omitempty"`
	Quarantine  []storage.Quarantined `json:"quarantine,omitempty"`
	Outbox      []storage.Outgoing    `json:"outbox,omitempty"`
	Lives       []storage.Live        `json:"lives,omitempty"`
	Invitations []civic.Invitation    `json:"invitations,omitempty"`
	Acts        []civic.Act           `json:"acts,omitempty"`
	Ban         *civic.Ban            `json:"ban,omitempty"`
	Templates   []civic.Template      `json:"templates,omitempty"`
}

func askData(t *flows.Turn) error {
	begun, err := t.Once("mydata", t.Input.Person)
	if begun {
		t.Reply(flows.Message{Key: "mydata.wait"})
	}
	return err
}

// collect finds everything kept about a person. It looks through whole collections,
// so it is a job.
func collect(ctx context.Context, w flows.Work) (any, error) {
	var p civic.PersonID
	if err := json.Unmarshal(w.Args, &p); err != nil {
		return nil, err
	}
	var found owned
	if err := w.View(func(tx *storage.Tx) error { return found.know(tx, p) }); err != nil {
		return nil, err
	}
	if err := found.gather(ctx, w, p); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(found, "", "  ")
	return file{Person: p, Data: data}, err
}

// dataFile is what the answer to /mydata is called. One that waits to leave is not told
// of in the next.
const dataFile = "veche.json"

type file struct {
	Person civic.PersonID `json:"person"`
	Data   []byte         `json:"data"`
}

func giveData(t *flows.Turn) error {
	var f file
	if err := t.Args(&f); err != nil {
		return err
	}
	t.Say(flows.To(f.Person), flows.Message{Key: "mydata.title", File: &storage.File{Name: dataFile, Data: f.Data}, Prompt: true})
	return nil
}

// know reads what an index or a key finds.
func (o *owned) know(tx *storage.Tx, p civic.PersonID) error {
	if person, ok, err := storage.People.Find(tx, p); err != nil {
		return err
	} else if ok {
		o.Person = &person
	}
	var err error
	if o.Roles, err = flows.RolesOf(tx, p); err != nil {
		return err
	}
	if o.Reports, err = reportsOf(tx, p); err != nil {
		return err
	}
	for i := range o.Reports {
		o.Reports[i].Timeline = slices.DeleteFunc(o.Reports[i].Timeline, func(e reports.Event) bool { return e.What == reports.Note })
	}
	if o.Followers, err = casework.FollowedBy(tx, p); err != nil {
		return err
	}
	if b, found, err := storage.Bans.Find(tx, p); err != nil {
		return err
	} else if found {
		b.By, b.Second = 0, 0 // that is about others
		o.Ban = &b
	}
	if o.Sessions, err = sessionsOf(tx, p); err != nil {
		return err
	}
	for rec, err := range storage.Lives.All(tx, storage.Range[storage.LiveKey]{Prefix: storage.Tuple(storage.Private(p))}) {
		if err != nil {
			return err
		}
		o.Lives = append(o.Lives, rec.Value)
	}
	return nil
}

// gather walks over what may belong to them.
func (o *owned) gather(ctx context.Context, w flows.Work, p civic.PersonID) error {
	chat := storage.Private(p)
	err := firstError(
		gather(ctx, w, storage.Quarantine, &o.Quarantine, func(q storage.Quarantined) bool { return q.Person == p }),
		gather(ctx, w, storage.Outbox, &o.Outbox, func(r storage.Outgoing) bool { return r.Chat == chat && !answersData(r) }),
		gather(ctx, w, storage.Invitations, &o.Invitations, func(i civic.Invitation) bool { return i.UsedBy == p || i.By == p }),
		gather(ctx, w, storage.Templates, &o.Templates, func(x civic.Template) bool { return x.Owner == p }),
		gather(ctx, w, storage.Acts, &o.Acts, func(a civic.Act) bool { return a.Person == p || a.Whom == p }),
	)
	o.lighten()
	return err
}

func answersData(r storage.Outgoing) bool {
	return r.Message.File != nil && r.Message.File.Name == dataFile
}

// lighten leaves documents and pictures out: they are named. Otherwise what is kept would
// be kept inside itself.
func (o *owned) lighten() {
	for i := range o.Outbox {
		o.Outbox[i].Message = named(o.Outbox[i].Message)
	}
	for i := range o.Lives {
		o.Lives[i].Wanted = named(o.Lives[i].Wanted)
	}
	for i := range o.Quarantine {
		o.Quarantine[i].Raw = namedIn(o.Quarantine[i])
	}
}

func named(m storage.Message) storage.Message {
	if m.File != nil {
		m.File = &storage.File{Name: m.File.Name}
	}
	if m.Picture != nil {
		m.Picture = &storage.Picture{Key: m.Picture.Key, ID: m.Picture.ID}
	}
	return m
}

// namedIn is the raw content of a row of the quarantine: a message that was refused may
// hold a document.
func namedIn(q storage.Quarantined) json.RawMessage {
	var row storage.Outgoing
	if q.Kind != "send" || json.Unmarshal(q.Raw, &row) != nil {
		return q.Raw
	}
	row.Message = named(row.Message)
	light, err := json.Marshal(row)
	if err != nil {
		return q.Raw
	}
	return light
}

func reportsOf(tx *storage.Tx, p civic.PersonID) ([]reports.Report, error) {
	var out []reports.Report
	for rec, err := range storage.ReportsBy.Each(tx, storage.Tuple(p)) {
		if err != nil {
			return nil, err
		}
		out = append(out, rec.Value)
	}
	return out, nil
}

func sessionsOf(tx *storage.Tx, p civic.PersonID) ([]storage.Session, error) {
	var out []storage.Session
	s, ok, err := storage.Sessions.Find(tx, storage.SessionKey{Chat: storage.Private(p), Person: p})
	if err != nil {
		return nil, err
	}
	if ok {
		out = append(out, s)
	}
	for rec, err := range storage.SessionsOf.Each(tx, storage.Tuple(p)) {
		if err != nil {
			return nil, err
		}
		out = append(out, rec.Value)
	}
	return out, nil
}

func gather[K, V any](ctx context.Context, w flows.Work, c *storage.Collection[K, V], into *[]V, theirs func(V) bool) error {
	return flows.Walk(ctx, w, c, storage.Range[K]{}, func(_ K, v V) {
		if theirs(v) {
			*into = append(*into, v)
		}
	})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
