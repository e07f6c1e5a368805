package storage

import (
	"encoding/json"
	"time"

	"veche/flows/civic"
)

// ofRounds is what the rounds go on with: where people stand, and what is to be done.
var ofRounds = []bucket{
	Sessions.Personal(Personal[SessionKey, Session]{
		Theirs: either(at(Sessions, func(p civic.PersonID) SessionKey { return SessionKey{Private(p), p} }), by(SessionsOf)),
		Show: func(s Session, p civic.PersonID) any {
			s.Draft, s.Held = ownOnly(s.Draft, p), ""
			return s
		},
		Forget: whole[Session],
	}),
	Timers.Personal(Personal[string, Timer]{
		Theirs: by(TimersOf),
		Show: func(t Timer, p civic.PersonID) any {
			t.Args = ownOnly(t.Args, p)
			return t
		},
		Forget: whole[Timer],
	}),
	Jobs.Personal(Personal[uint64, Job]{
		Theirs: by(JobsOf),
		Show: func(j Job, p civic.PersonID) any {
			j.Args = ownOnly(j.Args, p)
			return j
		},
		Forget: whole[Job],
	}),
	Handled.Impersonal("they are numbers of updates"),
	Quarantine.Personal(Personal[uint64, Quarantined]{
		Theirs: by(QuarantineOf),
		Show: func(q Quarantined, p civic.PersonID) any {
			q.Raw, q.Error = ownOnly(q.Raw, p), ""
			return q
		},
		Forget: whole[Quarantined],
	}),
	Values.Impersonal("they are sums and positions"),
}

// Sessions are where people stand in their conversations.
var Sessions = NewCollection[SessionKey, Session]("sessions", sessionKeys)

// SessionsOf finds all sessions of a person.
var SessionsOf = Sessions.Index("of", func(s Session) [][]byte {
	if s.Chat == Private(s.Person) {
		return nil // its key says it all
	}
	return [][]byte{Tuple(s.Person)}
}).Fixed()

// Timers are what happens by itself.
var Timers = NewCollection[string, Timer]("timers", Text[string]())

// TimersDue finds timers by the time they are due.
var TimersDue = Timers.Index("due", func(t Timer) [][]byte { return [][]byte{Tuple(t.Due)} })

// TimersOf finds those that are about a person.
var TimersOf = Timers.Index("of", func(t Timer) [][]byte { return persons(t.Person) })

// Jobs are what is done beside the rounds.
var Jobs = NewCollection[uint64, Job]("jobs", Number[uint64]())

// JobsOf finds those that a person asked for.
var JobsOf = Jobs.Index("of", func(j Job) [][]byte { return persons(j.Person) }).Fixed()

// Handled remembers the updates that were handled.
var Handled = NewCollection[uint64, HandledBatch]("handled", Number[uint64]())

// Quarantine holds what could not be handled or sent.
var Quarantine = NewCollection[uint64, Quarantined]("quarantine", Number[uint64]())

// QuarantineOf finds what a person sent or was to be sent.
var QuarantineOf = Quarantine.Index("of", func(q Quarantined) [][]byte { return persons(q.Person) }).Fixed()

// Values are single values by name.
var Values = NewCollection[string, int64]("values", Text[string]())

// OffsetValue is the offset of the next poll, in [Values].
const OffsetValue = "offset"

// SessionKey is a chat and a person in it.
type SessionKey struct {
	Chat   ChatID         `json:"chat"`
	Person civic.PersonID `json:"person"`
}

var sessionKeys = Pair(Number[ChatID](), Number[civic.PersonID](),
	func(k SessionKey) (ChatID, civic.PersonID) { return k.Chat, k.Person },
	func(c ChatID, p civic.PersonID) SessionKey { return SessionKey{c, p} })

// Session is where a person stands in a conversation in a chat, with the draft of
// what they are writing. Nothing of it is public.
type Session struct {
	Chat   ChatID          `json:"chat"`
	Person civic.PersonID  `json:"person"`
	Flow   string          `json:"flow,omitempty"`
	State  string          `json:"state,omitempty"`
	Draft  json.RawMessage `json:"draft,omitempty"`
	// Count grows with every question; buttons carry it, so that a press on an old
	// keyboard is known.
	Count   uint64    `json:"count"`
	Wrong   int       `json:"wrong,omitempty"` // answers of the wrong kind in a row
	Page    int       `json:"page,omitempty"`  // of a long list of choices
	Album   string    `json:"album,omitempty"` // photos of one album are answered once
	Touched time.Time `json:"touched"`
	Offered bool      `json:"offered,omitempty"` // was offered to go on after a week
	// Language is the choice of somebody who has not given consent: it goes with
	// the session.
	Language string `json:"language,omitempty"`
	// Held is the data of a button that would throw the draft away, of a command where
	// one was written, until the person decides.
	Held string `json:"held,omitempty"`
	// Said is what somebody wrote outside any form, until their next step: a form may begin
	// with it.
	Said string `json:"said,omitempty"`
	// Wrote tells which message answered which state, so that an edit is taken over.
	Wrote map[int]string `json:"wrote,omitempty"`
}

// Timer is something that happens by itself at a time. Setting one of the same
// name moves it.
type Timer struct {
	Name string          `json:"name"`
	Kind string          `json:"kind"`
	Due  time.Time       `json:"due"`
	Args json.RawMessage `json:"args,omitempty"`
	// Person is whom it is about, if it is about somebody alone.
	Person civic.PersonID `json:"person,omitempty"`
}

// Job is work too long for a round. It runs after the commit, and again after a
// crash; its result comes back as an input.
type Job struct {
	ID   uint64          `json:"id"`
	Kind string          `json:"kind"`
	Args json.RawMessage `json:"args,omitempty"`
	Made time.Time       `json:"made"`
	// Person is who asked for it; 0 for what nobody asked for.
	Person civic.PersonID `json:"person,omitempty"`
}

// HandledBatch is the updates that were handled together, so that none is handled
// twice. Update ids may start again lower after a quiet week, so a highest id
// would not do.
type HandledBatch struct {
	Updates []int64 `json:"updates"`
}

// Quarantined is an update that could not be handled, or a call that the
// messenger refused as malformed, kept as it was until somebody looks.
type Quarantined struct {
	ID     uint64          `json:"id"`
	At     time.Time       `json:"at"`
	Person civic.PersonID  `json:"person,omitempty"`
	Kind   string          `json:"kind"` // "update" or "send"
	Raw    json.RawMessage `json:"raw"`
	Error  string          `json:"error"`
}

// Counters, for [Next].
const (
	JobCounter        = "jobs"
	HandledCounter    = "handled"
	QuarantineCounter = "quarantine"
)
