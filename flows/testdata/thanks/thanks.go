// Package thanks is a whole small conversation, to be copied: somebody thanks a district,
// moderators read it first, the district gets it, and who wrote it hears so.
//
// It has one of each thing that a subject may have: a form, a command, a link, buttons, cards
// at desks, something that waits there, a notice with a topic, a part of the digest, of
// /help and of the sandbox's stage, and records that belong to people, in kept.go. Its words
// are in ru and en.
package thanks

import (
	"embed"
	"fmt"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/play"
	"veche/storage"
)

// Words are how it is worded.
//
//go:embed ru en
var Words embed.FS

// maxText is how many characters may be written.
const maxText = 500

// Where buttons and links lead, and the cards.
const (
	open flows.ActionName = "thanks.open"
	pass flows.ActionName = "thanks.pass"
	drop flows.ActionName = "thanks.drop"

	link flows.LinkPrefix = "thank_" // and a district

	moderators flows.CardKind[uint64] = "thanks/#/moderation"
	district   flows.CardKind[uint64] = "thanks/#/*"
)

const ofThanks civic.Topic = "thanks"

// Conversation is the conversation about thanks.
func Conversation() flows.Conversation {
	readers := []civic.Role{civic.Moderator, civic.Centre}
	return flows.Conversation{
		Name:     "thanks",
		Forms:    []flows.Form{form},
		Commands: []flows.CommandFor{{Name: "thank", Do: func(t *flows.Turn) error { return form.Start(t, Thanks{}) }}},
		Actions: []flows.Action{
			{Name: open, Roles: readers, Do: show},
			{Name: pass, Roles: readers, Do: func(t *flows.Turn, v flows.Values) error { return read(t, v, true) }},
			{Name: drop, Roles: readers, Do: func(t *flows.Turn, v flows.Values) error { return read(t, v, false) }},
		},
		Links:  []flows.Link{{Prefix: link, Do: func(t *flows.Turn, d string) error { return form.Start(t, Thanks{District: civic.DistrictID(d)}) }}},
		Topics: []flows.Topic{{Name: ofThanks}},
		Waits:  []flows.WaitKind{{Kind: Kind, Name: "thanks.name", Line: line, Open: open}},
		Cards: []flows.Card{
			flows.CardFor[uint64]{Kind: moderators, Ended: ended, Signs: []flows.ActionName{pass, drop}},
			flows.CardFor[uint64]{Kind: district, Ended: ended},
		},
		Help:    []flows.Help{{About: "thanks.help", Commands: "thanks.commands"}},
		Digests: []flows.Digest{{Name: "thanks", Look: lookBack, Say: sum}},
		Scene: []play.Cue{
			{Who: play.Anna, Writes: "/thank"}, play.Agrees(play.Anna),
			{Who: play.Anna, Writes: "Вязьма"}, {Who: play.Anna, Writes: "Спасибо за новый мост"}, {Who: play.Anna, Presses: "key.thanks_send"},
		},
	}
}

var form = &flows.Flow[Thanks]{
	Name:  "thanks",
	First: "district",
	Table: flows.Line("district", "text", "preview"),
	Steps: flows.Steps[Thanks]{
		"district": flows.District("thanks.district", func(x *Thanks) *civic.DistrictID { return &x.District }).When(noDistrict),
		"text":     flows.Write("thanks.text", maxText, func(x *Thanks, s string) { x.Text = s }, func(x Thanks) string { return x.Text }),
		"preview":  flows.Confirm("key.thanks_send", func(t *flows.Turn, x Thanks) flows.Message { return card(t, "thanks.preview", x) }),
	},
	Finish: send,
}

// noDistrict reports whether the link named none that there is.
func noDistrict(t *flows.Turn, x Thanks) bool {
	_, known := t.Region.District(x.District)
	return !known
}

func card(t *flows.Turn, key string, x Thanks) flows.Message {
	d, _ := t.Region.District(x.District)
	return flows.Message{Key: key, Args: flows.Args{"ID": x.ID, "District": d.Name, "Text": x.Text}}
}

// send keeps what was written, and shows it to moderators.
func send(t *flows.Turn, x Thanks) (err error) {
	if x.ID, err = storage.Next(t.Tx, "thanks"); err != nil {
		return fmt.Errorf("send thanks: %w", err)
	}
	x.Author, x.Sent = t.Person.ID, t.Now
	t.Reply(flows.Message{Key: "thanks.sent", Args: flows.Args{"Link": link.URL(t, x.District)}, Under: flows.MainMenu})
	t.Say(flows.AtDesk(civic.ModeratorsDesk), forModerators(t, x))
	return Kept.Put(t.Tx, x.ID, x)
}

func forModerators(t *flows.Turn, x Thanks) flows.Message {
	m := card(t, "thanks.moderation", x)
	m.Live = moderators.Of(x.ID)
	if x.Read.IsZero() {
		m.Rows = [][]flows.Button{flows.Row(pass.Button("key.thanks_pass", x.ID), drop.Button("key.thanks_drop", x.ID))}
	}
	return m
}

// show shows the card at the end of the chat.
func show(t *flows.Turn, v flows.Values) error {
	x, found, err := Kept.Find(t.Tx, v.Number(0))
	if err != nil || !found {
		t.Warn("old_button", nil)
		return err
	}
	m := forModerators(t, x)
	m.Anew = true
	t.Reply(m)
	return nil
}

// read takes the moderators' decision: who wrote is told of a good one.
func read(t *flows.Turn, v flows.Values, passed bool) error {
	x, found, err := Kept.Find(t.Tx, v.Number(0))
	if err != nil || !found || !x.Read.IsZero() {
		t.Warn("old_button", nil)
		return err
	}
	x.Read, x.Passed = t.Now, passed
	if err := Kept.Put(t.Tx, x.ID, x); err != nil {
		return fmt.Errorf("read thanks: %w", err)
	}
	t.Say(flows.AtDesk(civic.ModeratorsDesk), forModerators(t, x))
	if !passed {
		return nil
	}
	m := card(t, "thanks.card", x)
	m.Live = district.For(x.ID, x.District)
	t.Say(flows.AtDesk(civic.DistrictDesk(x.District)), m)
	return tell(t, x)
}

func tell(t *flows.Turn, x Thanks) error {
	p, found, err := storage.People.Find(t.Tx, x.Author)
	if err != nil || !found {
		return err
	}
	_, err = t.Push(p, ofThanks, card(t, "thanks.passed", x))
	return err
}

// line is how one stands in the list of what waits.
func line(t *flows.Turn, w civic.Waiting) (flows.Entry, error) {
	x, err := Kept.Get(t.Tx, w.Subject.ID)
	return flows.Entry{Icon: "💐", District: x.District,
		Stands: flows.Term{Key: "thanks.stands"}}, err
}

func ended(tx *storage.Tx, id uint64) (time.Time, bool, error) {
	x, _, err := Kept.Find(tx, id)
	return x.Read, !x.Read.IsZero(), err
}

// lookBack counts what a district was thanked for in the week.
func lookBack(tx *storage.Tx, d civic.DistrictID, since time.Time) any {
	n := 0
	for _, err := range passedIn.Keys(tx, storage.Tuple(d), storage.Span{From: storage.Tuple(d, since)}) {
		if err == nil {
			n++
		}
	}
	return n
}

func sum(_ *flows.Turn, _ civic.Person, w flows.Week) (lines []flows.Term, around flows.Term, err error) {
	n := 0
	if err := w.Found(&n); err != nil || n == 0 {
		return nil, around, err
	}
	return nil, flows.Term{Key: "thanks.week", Args: flows.Args{"Count": n}}, nil
}
