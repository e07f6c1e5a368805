package storage

import (
	"errors"
	"fmt"
	"time"

	"veche/flows/civic"
)

// ofDelivery is what leaves, and where it stands.
var ofDelivery = []bucket{
	Desks.Personal(Personal[civic.Desk, Desk]{
		Naming: by(DesksBy),
		Forget: func(d Desk, _ civic.PersonID) (Desk, bool) {
			d.By = civic.Nobody
			return d, true
		},
	}),
	Outbox.Personal(Personal[OutgoingKey, Outgoing]{
		Theirs: below(Outbox),
		Show: func(o Outgoing, p civic.PersonID) any {
			o.Message = o.Message.shownTo(p)
			return o
		},
		Forget: whole[Outgoing],
	}),
	Lives.Personal(Personal[LiveKey, Live]{
		Theirs: below(Lives),
		Show: func(l Live, p civic.PersonID) any {
			l.Wanted = l.Wanted.shownTo(p)
			return l
		},
		Forget: whole[Live],
	}),
}

// Desks are the chats where offices get their cards.
var Desks = NewCollection[civic.Desk, Desk]("desks", Text[civic.Desk]())

// DesksIn finds the desks of a chat.
var DesksIn = Desks.Index("in", func(d Desk) [][]byte { return [][]byte{Tuple(d.Chat)} })

// DesksBy finds those that somebody bound.
var DesksBy = Desks.Index("by", func(d Desk) [][]byte { return persons(d.By) })

// Outbox holds what has to leave.
var Outbox = NewCollection[OutgoingKey, Outgoing]("outgoing", outgoingKeys)

// Lives are the messages that change in place.
var Lives = NewCollection[LiveKey, Live]("lives", liveKeys)

// LivesNamed finds the chats in which a live message stands.
var LivesNamed = Lives.Index("named", func(l Live) [][]byte { return [][]byte{Tuple(l.Name)} })

// LivesShown finds the live message that stands as a message of a chat.
var LivesShown = Lives.Index("shown", func(l Live) [][]byte {
	if l.ID == 0 {
		return nil
	}
	return [][]byte{Tuple(l.Chat, l.ID)}
})

// LivesDay finds live messages by their day, the oldest first.
var LivesDay = Lives.Index("day", func(l Live) [][]byte { return [][]byte{Tuple(l.Day)} })

// LiveKey is a chat and the name of a live message in it.
type LiveKey struct {
	Chat ChatID
	Name string
}

var liveKeys = Pair(Number[ChatID](), Text[string](),
	func(k LiveKey) (ChatID, string) { return k.Chat, k.Name },
	func(c ChatID, n string) LiveKey { return LiveKey{c, n} })

// ChatID is the number of a chat: a person's own number for a private chat,
// negative for groups and channels.
type ChatID int64

// Private returns the private chat with a person.
func Private(p civic.PersonID) ChatID { return ChatID(p) }

// Lane says how urgent a message is.
type Lane uint8

// The lanes of the outbox. Replies go before pushes; pushes wait for the morning.
const (
	Reply Lane = iota // to the chat in which somebody just acted
	Push              // to somebody who did not ask for it now
	Alarm             // an emergency: at any hour
)

// OutgoingKey is a chat and a number that grows, so that rows of a chat leave in the order
// of their making.
type OutgoingKey struct {
	Chat ChatID
	ID   uint64
}

var outgoingKeys = Pair(Number[ChatID](), Number[uint64](),
	func(k OutgoingKey) (ChatID, uint64) { return k.Chat, k.ID },
	func(c ChatID, id uint64) OutgoingKey { return OutgoingKey{c, id} })

// Outgoing is a row of the outbox: one call that has to reach the messenger.
type Outgoing struct {
	ID   uint64 `json:"id"`
	Chat ChatID `json:"chat"`
	Lane Lane   `json:"lane,omitempty"`
	// Live names the live message to bring up to date; Message is then empty, so
	// that the newest content leaves.
	Live    string    `json:"live,omitempty"`
	Message Message   `json:"message,omitzero"`
	Made    time.Time `json:"made"`
	Aside   *Aside    `json:"aside,omitempty"` // set: it waits for an operator
	After   time.Time `json:"after,omitzero"`  // the messenger asked to wait until then
}

// Aside is why a row does not leave: it was tried, and holds up no others.
type Aside struct {
	At    time.Time `json:"at"`
	Why   string    `json:"why"`             // in a word
	Error string    `json:"error,omitempty"` // may hold words of people
}

// Key returns the key of the row.
func (o Outgoing) Key() OutgoingKey { return OutgoingKey{o.Chat, o.ID} }

// AsideIn returns the reasons for which something for the chat was put aside.
func AsideIn(tx *Tx, chat ChatID) (why []string, err error) {
	for rec, err := range Outbox.All(tx, Range[OutgoingKey]{Prefix: Tuple(chat)}) {
		if err != nil && !errors.Is(err, ErrRotten) {
			return nil, fmt.Errorf("find what was put aside: %w", err)
		}
		if err == nil && rec.Value.Aside != nil {
			why = append(why, rec.Value.Aside.Why)
		}
	}
	return why, nil
}

// Live is a message that stands in a chat and changes in place. Wanted is what it
// should show; Shown is the sum of what it showed when last delivered.
type Live struct {
	Chat   ChatID  `json:"chat"`
	Name   string  `json:"name"`
	Wanted Message `json:"wanted"`
	Shown  uint32  `json:"shown,omitempty"`
	ID     int     `json:"id,omitempty"`     // 0 until it was delivered for the first time
	Shows  string  `json:"shows,omitempty"`  // the key of the picture that stands there
	Queued uint64  `json:"queued,omitempty"` // its row in the outbox; one at a time
	Aside  uint64  `json:"aside,omitempty"`  // its row that was put aside; gone when a later one arrives
	// Day is when it was last said, or looked at whether it may go; "" before 0.3.0.
	Day string `json:"day,omitempty"`
}

// Desk is the chat, or the topic of it, where cards of an office appear.
type Desk struct {
	Name   civic.Desk `json:"name"`
	Chat   ChatID     `json:"chat"`
	Thread int        `json:"thread,omitempty"`
	Title  string     `json:"title,omitempty"`
	// Language is that of whoever bound it.
	Language string         `json:"language,omitempty"`
	By       civic.PersonID `json:"by"`
	At       time.Time      `json:"at"`
}

// Counters, for [Next].
const (
	OutboxCounter    = "outbox"
	BroadcastCounter = "broadcasts"
)
