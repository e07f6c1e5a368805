package storage

import (
	"time"

	"veche/flows/civic"
)

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

// Outgoing is a row of the outbox: one call that has to reach the messenger. Its
// key is a counter, so that rows of a chat leave in the order of their making.
type Outgoing struct {
	ID   uint64 `json:"id"`
	Chat ChatID `json:"chat"`
	Lane Lane   `json:"lane,omitempty"`
	// Live names the live message to bring up to date; Message is then empty, so
	// that the newest content leaves.
	Live    string    `json:"live,omitempty"`
	Message Message   `json:"message,omitzero"`
	Made    time.Time `json:"made"`
}

// Message is a message as people will see it, worded and ready to leave.
type Message struct {
	Thread   int        `json:"thread,omitempty"` // topic of a group
	Text     string     `json:"text,omitempty"`   // HTML, within the limits of the messenger
	Buttons  [][]Button `json:"buttons,omitempty"`
	Keyboard *Keyboard  `json:"keyboard,omitempty"` // stands under the field for writing
	Force    bool       `json:"force,omitempty"`    // asks for a reply to this very message
	Photos   []string   `json:"photos,omitempty"`   // file ids; several make an album, sent before the text
	Point    *Point     `json:"point,omitempty"`
	File     *File      `json:"file,omitempty"`
	Edit     int        `json:"edit,omitempty"`     // the message to change; sent anew where it is gone
	ReplyTo  int        `json:"reply_to,omitempty"` // a message of the chat
	Answers  string     `json:"answers,omitempty"`  // a live message to reply to, where it stands
	Silent   bool       `json:"silent,omitempty"`
	Leave    bool       `json:"leave,omitempty"` // no message: leave the chat
	Voice    string     `json:"voice,omitempty"`
	Picture  *Picture   `json:"picture,omitempty"` // stands above the text, in one message
	Remove   bool       `json:"remove,omitempty"`  // of a live message: takes it away; Text stays where that is refused
	Shows    string     `json:"shows,omitempty"`   // of an edit: the key of the picture that stands there
}

// Picture is a picture that is one message with its text. Key tells whether two are the
// same; Data is uploaded, and dropped when it has arrived; without it ID is shown.
type Picture struct {
	Key  string `json:"key"`
	ID   string `json:"id"`
	Data []byte `json:"data,omitempty"`
}

// Button is a button under a message. It does one thing: Data comes back when it
// is pressed, URL opens.
type Button struct {
	Text string `json:"text"`
	Data string `json:"data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Keyboard are the buttons under the field for writing; what is pressed is sent
// as text.
type Keyboard struct {
	Rows   [][]Key `json:"rows,omitempty"`
	Once   bool    `json:"once,omitempty"`
	Hint   string  `json:"hint,omitempty"` // stands in the empty field
	Remove bool    `json:"remove,omitempty"`
}

// Key is a button of a [Keyboard]. Locate asks for the place where the person is.
type Key struct {
	Text   string `json:"text"`
	Locate bool   `json:"locate,omitempty"`
}

// Point is a place on the map.
type Point = civic.Point

// File is a document made by the program.
type File struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
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
}
