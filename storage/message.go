package storage

import "veche/flows/civic"

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
