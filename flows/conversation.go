package flows

import (
	"context"
	"slices"
	"strconv"
	"time"

	"veche/flows/civic"
	"veche/flows/play"
)

// Conversation is all that belongs to one subject: what people fill in, the words
// after a slash, the buttons on cards, what happens by itself.
type Conversation struct {
	// Name is that of the subject; the names of its actions begin with it. Rooms of one
	// subject share it.
	Name     string
	Forms    []Form
	Commands []CommandFor
	Actions  []Action
	// Opens are the doors of others to which its buttons lead.
	Opens []Door
	// Retired are the names that actions had in buttons which people still have in their
	// chats, and what these do now.
	Retired map[string]ActionName
	Links   []Link
	Timers  []TimerKind
	Jobs    []JobKind
	// Topics are what it tells people about unasked.
	Topics []Topic
	// Waits are the kinds of what waits at desks.
	Waits []WaitKind
	// Help is what it has to say in /help.
	Help []Help
	// Digests are its parts of the digest of the week.
	Digests []Digest
	// Scene is its part of the sandbox's stage.
	Scene []play.Cue
	// Walk is its part of the load; nil for none.
	Walk func(*civic.Region) play.Walk
	// Cards are the kinds of live message.
	Cards []Card
	// Open is the action that shows what has a number anew, in the card that the reader
	// may have. The number is the first value of it, and of the actions in About.
	Open  ActionName
	About []ActionName
	// Forgets takes people out of the records of which storage leaves that to it.
	Forgets []Forgetting
	// Broadcasts are what many people are told.
	Broadcasts []BroadcastKind
	// Membership hears that the bot was added to a chat or removed from it.
	Membership func(*Turn) error
	// Unserved hears that a message was put aside, because its chat does not take it.
	Unserved func(*Turn) error
	// Gate asks for consent before the first thing is kept: it begins the form that asks.
	// The form and the draft given are what the person wanted, for [Turn.Resume]. One
	// conversation has it.
	Gate Gate
	// Stray hears what a person tells in private outside any form, and takes it where it
	// reports so. One conversation has it, or none.
	Stray func(*Turn) (bool, error)
	// Fallback answers what nobody else takes. One conversation has it.
	Fallback func(*Turn) error
}

// CommandFor is a word after a slash, or a button of the main menu.
type CommandFor struct {
	Name   CommandName
	Label  string       // key of the button in the main menu; "" for none
	Roles  []civic.Role // who finds it in the menu and may use it; none means everybody
	Simple bool         // is in the main menu of the simple mode too
	// Offered has its button offered to those who do not know what to do: the first one
	// to who comes, all of them to who writes something that nobody waits for.
	Offered bool
	Group   bool // may be used in a group
	Keeps   bool // leaves a draft as it is
	Quiet   bool // is not listed
	Binds   bool // is heard in a group that is not bound as a desk yet
	Do      func(*Turn) error
}

// Help is a part of /help: words for those in one of the roles, or for those without an
// office. Whoever holds the Centre reads what is for the Centre.
type Help struct {
	Roles    []civic.Role
	About    string // key of what it is about
	Commands string // key of its commands, a line each
}

func (h Help) isFor(who civic.Roles) bool {
	switch {
	case len(h.Roles) == 0:
		return len(who) == 0
	case who.Has(civic.Centre):
		return slices.Contains(h.Roles, civic.Centre)
	}
	return allowed(who, h.Roles)
}

// Action is what a button on a card does. Roles is who may do it somewhere; what it
// is done to may ask for more.
type Action struct {
	Name  ActionName
	Roles []civic.Role // none means everybody
	Do    func(*Turn, Values) error
}

// Link is what t.me/<bot>?start=<Prefix>… opens.
type Link struct {
	Prefix LinkPrefix
	Do     func(t *Turn, rest string) error
}

// Topic is what messages that nobody asked for are about. Each can be muted.
type Topic struct {
	Name civic.Topic
	// Capped topics share how many messages somebody gets on a day; what is held back is
	// for the digest.
	Capped bool
}

// WaitKind is a kind of subject that waits at desks; see [civic.Waiting].
type WaitKind struct {
	Kind civic.Kind
	// Name is the key of what the one of the number is called, in lists and on the record.
	Name string
	// Line is how one stands in a list.
	Line func(*Turn, civic.Waiting) (Entry, error)
	// Open opens it; the number is the value of its button.
	Open ActionName
	// Release lets somebody go who dealt with it and is dismissed; nil where nobody can be
	// named.
	Release func(*Turn, civic.Subject, civic.PersonID) error
}

// Entry is how a subject stands in a list of what waits.
type Entry struct {
	Icon     string
	About    civic.Words // what it is about, in a word or two; may be empty
	District civic.DistrictID
	Stands   Term       // where it stands, which is said where no day is set
	With     civic.Role // of who deals with it at that desk; "" for nobody
}

// Gate begins the form that asks for consent.
type Gate func(t *Turn, form string, draft []byte) error

// TimerKind is what happens when a timer of the kind is due. A daily one has the one
// timer of its name and needs nobody to set it.
type TimerKind struct {
	Name  string
	Daily bool
	Do    func(*Turn) error
}

// JobKind is work too long for a round. Run may take its time, and runs again after a
// crash; Done gets what it returned, in a later round.
type JobKind struct {
	Name string
	Run  func(context.Context, Work) (any, error)
	Done func(*Turn) error
	// Fetches says that Run fetches files, and so may wait long: none of the others waits
	// for it.
	Fetches bool
	// Every is how long a person who asked for one waits for the next, which they cannot
	// have before the first is done either; Already is what they read then. It is for
	// [Turn.Once]; 0 for a kind that nobody asks for.
	Every   time.Duration
	Already string
}

// Values are what an action's button carries. They come from outside and may be
// forged.
type Values []string

// At returns the value at i, or "".
func (v Values) At(i int) string {
	if i < len(v) {
		return v[i]
	}
	return ""
}

// Number reads the value at i; what is no number is 0.
func (v Values) Number(i int) uint64 {
	n, err := strconv.ParseUint(v.At(i), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
