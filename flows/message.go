package flows

import (
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Message is something to say, not worded yet: Key is an entry of package
// locales, Args fill it in.
type Message struct {
	Key     string
	Args    Args
	Rows    [][]Button // under the message
	Under   Under      // the field for writing; nil: what stands there stays
	Photos  []civic.Photo
	Point   *civic.Point
	With    Attachment
	Caption bool           // the words may come to stand below a picture: there is less room
	Wipes   bool           // takes words away: also from where it is not brought up to date any more
	Remove  bool           // takes a live message away; the words stay where that is refused
	Live    Live           // names a message that changes in place when it is said again
	Anew    bool           // says a live message anew, at the end of the chat
	Answers Answered       // the message that this one replies to
	InPlace bool           // changes the message whose button was pressed, if one was
	Ask     bool           // wants a reply; in a group, to this very message
	Mention civic.PersonID // whom a question in a group is put to
	Haste   Haste
	Closed  bool // of a question: its buttons are all the ways there are
}

// Under is what a message puts under the field for writing: [Keys], [MainMenu], [NoKeys].
type Under interface{ under() }

// Attachment is what a message brings with its words: a [Picture], a [File], a [Voice].
type Attachment interface{ attached() }

// Answered is a message that another one replies to: a [Live] one, or one [Sent].
type Answered interface{ answered() }

// Sent is the number of a message in the chat.
type Sent int

// Picture is one message with the words.
type Picture storage.Picture

// File is a document that the program made.
type File storage.File

// Voice is the file of a voice message.
type Voice string

type underneath bool

// What stands under the field for writing, but for [Keys].
const (
	MainMenu underneath = true
	NoKeys   underneath = false // takes away what stands there
)

func (Keys) under()       {}
func (underneath) under() {}
func (Picture) attached() {}
func (File) attached()    {}
func (Voice) attached()   {}
func (Live) answered()    {}
func (Sent) answered()    {}

// Haste is when a message leaves.
type Haste uint8

// A reply leaves at once; what comes unasked waits for the hours in which it may.
const (
	Usual  Haste = iota // by whether it is a reply
	Prompt              // as one: it was asked for just now, though it comes from a job
	Urgent              // at any hour
)

// UrgentIf is [Urgent] or [Usual].
func UrgentIf(yes bool) Haste {
	if yes {
		return Urgent
	}
	return Usual
}

// Args are what a message is filled in with. A string is somebody's own words and
// is escaped; [Term], []Term, []civic.Change, civic.Words, [Day], [Moment] and numbers are worded
// in the reader's language. Count chooses the plural form.
type Args map[string]any

// Term is a wording within a wording.
type Term struct {
	Key  string
	Args Args
}

// Day is worded as a date: «4 декабря».
type Day time.Time

// Moment is worded as a date with the hour: «4 декабря, 14:30».
type Moment time.Time

// Person is worded as a link to the person, for messages in groups.
type Person civic.PersonID

// Button stands under a message. Label is a [Term] or civic.Words; Data comes back
// when it is pressed, URL opens.
type Button struct {
	Label any
	Icon  string // before the label
	Data  string
	URL   string
	word  Word
}

// Word is a word that means a button for whoever types it.
type Word string

// The words; what counts as one is worded in the locales.
const (
	Yes Word = "word.yes"
	No  Word = "word.no"
)

// For is the button that is meant too by who types the word.
func (b Button) For(w Word) Button {
	b.word = w
	return b
}

// Keys are buttons under the field for writing. What is pressed comes as an input
// whose Label is the key of the button's wording. Locate, where set, is the one
// that sends the person's own location.
type Keys struct {
	Rows   [][]string
	Locate string
	Hint   string
}

// LinkTo words a person as a link, or as nothing where they asked to be forgotten.
func LinkTo(p civic.PersonID) Term {
	if p <= 0 {
		return Term{}
	}
	return Term{Key: "person", Args: Args{"Person": Person(p)}}
}

// Address is somebody or something that a message goes to.
type Address struct {
	Person civic.PersonID
	Desk   civic.Desk
	chat   storage.ChatID
	thread int
}

// To addresses a person, in their private chat.
func To(p civic.PersonID) Address { return Address{Person: p} }

// AtDesk addresses a desk: its chat where one is bound, else its people, else the
// Centre.
func AtDesk(d civic.Desk) Address { return Address{Desk: d} }

// AtSeat addresses a chat, whatever it is: for what is said where a desk was.
func AtSeat(s Seat) Address { return Address{chat: s.Chat, thread: s.Thread} }

// Row is a row with one button, the usual shape.
func Row(b ...Button) []Button { return b }
