package flows

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Turn is one input being dealt with. Input is what came in, and nobody changes it;
// [Turn.As] makes another turn of it. Everything it reads and writes goes through
// Tx; what it says is in Said until package bot words it, in the same transaction.
type Turn struct {
	Input  Input
	Now    time.Time // in the region's time zone
	Tx     *storage.Tx
	Region *civic.Region
	Bounds *civic.Boundaries // nil where the operator gave none
	Bot    string            // the bot's username
	Person *civic.Person     // nil before consent
	Roles  civic.Roles
	Value  string // the choice that was pressed, of the question that stands
	// Payload is what follows the command, written or on its button.
	Payload string
	Said    []Said
	Notice  *Notice
	Jobs    []storage.Job // to be run after the commit
	Denied  bool          // the person had no right, or wanted too much at once

	args     json.RawMessage
	language string // of somebody who was forgotten
	reworded bool
	overdone bool   // it was too much at once
	label    string // of the button under the field that was meant
	loose    bool   // it is said outside any form
	engine   *Engine
	session  *storage.Session
	read     reading      // of the session's draft
	desks    []civic.Desk // of the group that the input came from
	seed     []byte
	drawn    uint64
}

// Said is a message and where it goes.
type Said struct {
	To      Address
	Message Message
}

// Notice answers the press of a button: a line that fades, or a window to close.
type Notice struct {
	Key   string
	Args  Args
	Alert bool
}

// Say sends a message to an address once the transaction is committed.
func (t *Turn) Say(to Address, m Message) {
	t.Said = append(t.Said, Said{To: to, Message: m})
}

// Asker is where the input came from.
func (t *Turn) Asker() Address {
	return Address{Person: t.Input.Person, chat: t.Input.Chat, thread: t.Input.Thread}
}

// Reply says something where the input came from.
func (t *Turn) Reply(m Message) { t.Say(t.Asker(), m) }

// Tell answers a press with a line that fades.
func (t *Turn) Tell(key string, args Args) { t.Notice = &Notice{Key: key, Args: args} }

// Warn answers a press with a window that has to be closed, anything else with a
// message.
func (t *Turn) Warn(key string, args Args) {
	if t.Input.Kind == Press {
		t.Notice = &Notice{Key: key, Args: args, Alert: true}
		return
	}
	t.Reply(Message{Key: key, Args: args})
}

// Unlimited reports whether nothing limits how much somebody may file.
func (t *Turn) Unlimited() bool { return t.engine.Unlimited }

// Language is the one in which the asker reads.
func (t *Turn) Language() string {
	switch {
	case t.Person != nil:
		return t.Person.Language
	case t.session != nil && t.session.Language != "":
		return t.session.Language
	}
	return cmp.Or(t.language, t.Input.Language)
}

// SetLanguage changes the language of the asker: for good after consent, with the
// session before.
func (t *Turn) SetLanguage(lang string) error {
	if t.Person == nil {
		t.session.Language = lang
		return nil
	}
	t.Person.Language = lang
	t.reworded = t.reworded || len(t.Roles) > 0
	return storage.People.Put(t.Tx, t.Person.ID, *t.Person)
}

// Reworded reports whether somebody in office reads in another language from this turn on.
func (t *Turn) Reworded() bool { return t.reworded }

// Token draws 128 random bits for a link. The same turn run again draws the same.
func (t *Turn) Token() string {
	t.drawn++
	mac := hmac.New(sha256.New, t.seed)
	_ = binary.Write(mac, binary.BigEndian, t.drawn)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// Record puts an act of somebody in office on the record.
func (t *Turn) Record(a civic.Act) error {
	id, err := storage.Next(t.Tx, storage.ActCounter)
	if err != nil {
		return fmt.Errorf("record %s: %w", a.What, err)
	}
	a.ID, a.At, a.Person = id, t.Now, t.Input.Person
	return storage.Acts.Put(t.Tx, id, a)
}

// Set makes a timer of the name, or moves it.
func (t *Turn) Set(name, kind string, due time.Time, args any) error {
	return t.setFor(0, name, kind, due, args)
}

// setFor makes a timer that is about one person.
func (t *Turn) setFor(p civic.PersonID, name, kind string, due time.Time, args any) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("set timer %s: %w", name, err)
	}
	return storage.Timers.Put(t.Tx, name, storage.Timer{Name: name, Kind: kind, Due: due, Args: raw, Person: p})
}

// Later puts a job beside the rounds; its kind says what is done with the result.
func (t *Turn) Later(kind string, args any) error {
	_, err := t.LaterFor(0, kind, args)
	return err
}

// LaterFor puts a job for one person beside the rounds.
func (t *Turn) LaterFor(p civic.PersonID, kind string, args any) (id uint64, err error) {
	raw, err := json.Marshal(args)
	if err != nil {
		return 0, fmt.Errorf("start job %s: %w", kind, err)
	}
	if id, err = storage.Next(t.Tx, storage.JobCounter); err != nil {
		return 0, fmt.Errorf("start job %s: %w", kind, err)
	}
	job := storage.Job{ID: id, Kind: kind, Args: raw, Made: t.Now, Person: p}
	t.Jobs = append(t.Jobs, job)
	return id, storage.Jobs.Put(t.Tx, id, job)
}

// Args reads what the timer or job of this turn was given or found.
func (t *Turn) Args(into any) error {
	if err := json.Unmarshal(t.args, into); err != nil {
		return fmt.Errorf("read the arguments of %s: %w", t.Input.Name, err)
	}
	return nil
}
