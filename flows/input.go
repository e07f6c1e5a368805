package flows

import (
	"encoding/json"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Kind says what came in.
type Kind uint8

// The kinds of input.
const (
	Nothing     Kind = iota // nothing for us: chatter, other bots, what we sent ourselves
	Text                    // words, also those of a button under the field for writing
	Command                 // a word after a slash
	Press                   // a button under a message
	Photo                   // a picture
	Location                // a place on the map
	Other                   // a sticker, a voice message, a file …; What says which
	Membership              // the bot was added to a chat, removed or blocked
	Migrated                // a group became a supergroup
	Due                     // a timer
	Finished                // a job is done
	Undelivered             // a message could not be brought to the chat: we are blocked or put out
	Unserved                // a message was put aside: the chat does not take it
)

// Input is one thing that came in, without anything of the messenger's own types.
type Input struct {
	Kind      Kind
	At        time.Time
	Chat      storage.ChatID
	Group     bool
	Channel   bool   // of Membership: a channel, where the bot may post while it is in
	Title     string // of a group or a channel
	Thread    int    // topic of a group
	Person    civic.PersonID
	Language  string   // of the person's client
	Message   int      // the message, or the one whose button was pressed
	ReplyTo   int      // the message of ours that this one replies to
	Carries   []string // of ReplyTo: what the buttons of that message carry
	Text      string
	Label     string   // key of the button under the field, when Text is its label
	Means     []string // of Text: keys of buttons that are worded so, however it is spelled, [Yes] and [No] among them
	Command   string   // without the slash
	Payload   string   // what follows a command
	Data      string   // of the button that was pressed
	Query     string   // by which the press is answered
	Photo     civic.Photo
	Album     string // photos sent together share it
	Point     civic.Point
	What      string        // of Other: "sticker", "voice", "document", …
	Voice     string        // of a voice message: the file that fetches it
	Length    time.Duration // of a voice message
	Edited    bool
	Forwarded bool           // somebody else's words or picture
	Addressed bool           // of Command: it names the bot, /help@bot
	Nobody    bool           // an administrator who hides who they are, or a channel
	Member    bool           // of Membership: the bot is in
	NewChat   storage.ChatID // of Migrated
	Name      string         // of Due and Finished: the kind of the timer or the job; of Undelivered and Unserved: the live message
	Args      json.RawMessage
	Job       uint64
	Why       string // of Unserved, in a word
	Missing   int    // of Unserved: only attachments of a message, which arrived without them
	Code      string // of Unserved: what Telegram calls it, if it has a name for it
	Again     bool   // of Unserved: the same was said of this chat already
}
