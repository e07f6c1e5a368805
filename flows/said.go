package flows

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"veche/storage"
)

// How often a question is asked again before the menu is offered.
const patience = 3

// mostRemembered is how many messages are known to have answered something.
const mostRemembered = 40

// albumSettles is how long after a photo of an album the answer waits for the rest.
const albumSettles = time.Second

// said takes an answer to the question that stands.
func (e *Engine) said(t *Turn) error {
	s := t.session
	f, ok := e.forms[s.Flow]
	switch {
	case s.Flow == "":
		return e.loose(t)
	case ok && !t.talksHere(f):
		t.end()
		t.Elsewhere()
		return nil
	case !ok || !f.reads(t, s):
		return e.restart(t, f, ok)
	}
	t.mean(f)
	switch {
	case s.Held != "":
		return e.decide(t, f)
	case t.Input.Edited:
		return e.corrected(t, f)
	case t.Value == valueCancel || t.Label() == "key.cancel":
		return cancel(t)
	case strings.HasPrefix(t.Value, valuePage):
		s.Page, _ = strconv.Atoi(t.Value[1:])
		return f.ask(t, s)
	}
	return e.answer(t, f)
}

func (e *Engine) answer(t *Turn, f Form) error {
	s := t.session
	state := s.State
	event, err := f.answer(t, s)
	var wrong Wrong
	if errors.As(err, &wrong) {
		return e.again(t, f, wrong)
	}
	if err != nil {
		return err
	}
	s.Wrong = 0
	if t.Input.Kind == Photo || t.Input.Kind == Text && t.Label() == "" && t.Value == "" && event != Stay {
		remember(s, t.Input, state)
	}
	switch {
	case event == Stay:
		return nil
	case s.State == Done:
		return e.finish(t, f)
	}
	if event != Again { // the list may have been asked for
		s.Page = 0
	}
	return f.ask(t, s)
}

// remember keeps which message answered which state: of words the newest, of photos all.
func remember(s *storage.Session, in Input, state string) {
	if s.Wrote == nil {
		s.Wrote = map[int]string{}
	}
	for m, st := range s.Wrote {
		if st == state && (in.Kind != Photo || len(s.Wrote) > mostRemembered) {
			delete(s.Wrote, m)
		}
	}
	s.Wrote[in.Message] = state
}

func (e *Engine) finish(t *Turn, f Form) error {
	done := *t.session
	t.end()
	return f.finish(t, &done)
}

// again puts the question once more with the reason; after three times it offers
// the menu, and keeps the draft.
func (e *Engine) again(t *Turn, f Form, why Wrong) error {
	s := t.session
	if t.sameAlbum() {
		return nil
	}
	s.Wrong++
	if t.Input.Kind == Press {
		t.Notice = &Notice{Key: why.Key, Args: why.Args, Alert: true}
		return nil
	}
	if s.Wrong < patience {
		t.Reply(Message{Key: why.Key, Args: why.Args})
		return f.ask(t, s)
	}
	s.Wrong = 0
	s.Held = Menu.data()
	t.either(Message{Key: "wrong.thrice", Args: Args{"Why": Term(why)}}, "key.to_menu")
	return nil
}

// decide hears whether to go on with the draft or to throw it away for the command or
// the card's button that is held.
func (e *Engine) decide(t *Turn, f Form) error {
	s := t.session
	held := s.Held
	if held == cancelled && t.Value == "throw" {
		return cancel(t)
	}
	s.Held = ""
	if t.Value != "throw" {
		if t.Value == "go_on" || t.Value == valueCancel {
			return f.ask(t, s)
		}
		return e.said(t)
	}
	t.end()
	t.Value = ""
	return e.press(t, held)
}

// corrected takes over an edit of a message that answered a question of the draft.
func (e *Engine) corrected(t *Turn, f Form) error {
	s := t.session
	state, ok := s.Wrote[t.Input.Message]
	if !ok || t.Input.Kind != Text && t.Input.Kind != Photo {
		return nil
	}
	here, silent := s.State, f.silent(t, s, state)
	s.State = state
	event, err := f.answer(t, s)
	var wrong Wrong
	switch {
	case errors.As(err, &wrong):
		s.State = here
		t.Reply(Message{Key: wrong.Key, Args: wrong.Args})
		return nil
	case err != nil || event == Stay:
		return err
	case event == Again, event == Next && (!silent || f.silent(t, s, state)):
		s.State = here
	} // else the new words lead elsewhere: to a warning, or to a question passed over before
	t.Reply(Message{Key: "corrected"})
	if s.State == Done {
		return e.finish(t, f)
	}
	return f.ask(t, s)
}

// restart begins a form again that this release can no longer read, if it can begin
// from nothing.
func (e *Engine) restart(t *Turn, f Form, known bool) error {
	t.end()
	if !known || f.given() {
		t.Reply(Message{Key: "draft_gone", Under: MainMenu})
		return nil
	}
	t.Reply(Message{Key: "draft_lost"})
	return t.begin(f, nil)
}

// sameAlbum reports whether the photo belongs to an album that was answered already.
func (t *Turn) sameAlbum() bool {
	album := t.Input.Album
	same := album != "" && album == t.session.Album
	if album != "" {
		t.session.Album = album
	}
	return same
}

// AnsweredAlbum reports whether the input is a photo of an album of which another one
// was answered already: one answer is enough.
func (t *Turn) AnsweredAlbum() bool { return t.sameAlbum() }

// loose hears what is said outside any form.
func (e *Engine) loose(t *Turn) error {
	if t.Input.Group || t.sameAlbum() {
		return nil
	}
	if e.stray != nil {
		if taken, err := e.stray(t); taken || err != nil {
			return err
		}
	}
	if t.Input.Kind == Text && !t.Input.Edited && t.Input.Label == "" {
		t.session.Said, t.loose = Clean(t.Input.Text), true
	}
	return e.fallback(t)
}

// cancelled is what is held while somebody is asked whether to throw their words away.
var cancelled = CommandName("cancel").data()

// cancel leaves a form. Where something was written or sent in it, that is a question first.
func cancel(t *Turn) error {
	s := t.session
	f, known := t.engine.forms[s.Flow]
	switch {
	case s.Flow == "":
		t.Reply(Message{Key: "nothing_to_cancel", Under: MainMenu})
		return nil
	case known && s.Held != cancelled && (len(s.Wrote) > 0 || f.told(s)):
		s.Held = cancelled
		t.either(Message{Key: "cancel.sure"}, "key.throw")
		return nil
	}
	t.end()
	t.Reply(Message{Key: "cancelled", Under: MainMenu, InPlace: t.Input.Kind == Press})
	return nil
}

// own is what the engine does by itself.
func (e *Engine) own() Conversation {
	return Conversation{
		Name:   "flows",
		Opens:  []Door{Menu, Mute},
		Topics: []Topic{{Name: OfDigest}},
		Commands: []CommandFor{
			{Name: "cancel", Keeps: true, Group: true, Do: cancel},
		},
		Timers: []TimerKind{{Name: "album", Do: e.settled}, {Name: "sweep", Daily: true, Do: startSweep},
			{Name: "broadcast", Do: e.spread}, {Name: onceName, Do: nextOnce}, {Name: digestName, Daily: true, Do: startDigest}},
		Jobs: []JobKind{InParts("sweep", findOld, dropOld), InParts("cards", e.findCards, dropCards), InParts(releaseKind, findWith, releaseAll),
			{Name: digestName, Run: e.lookBack, Done: func(t *Turn) error { return t.Broadcast(digestName, t.Input.Args) }}},
		Broadcasts: []BroadcastKind{{Name: digestName, To: everybody, Say: e.giveDigest}},
	}
}

// Settle asks again a second after the last photo of an album has come.
func (t *Turn) Settle() error {
	s := t.session
	s.Album = t.Input.Album
	return t.setFor(s.Person, albumTimer(s), "album", t.Now.Add(albumSettles), storage.SessionKey{Chat: s.Chat, Person: s.Person})
}

func albumTimer(s *storage.Session) string {
	return "album/" + strconv.FormatInt(int64(s.Chat), 10) + "/" + strconv.FormatInt(int64(s.Person), 10)
}

// settled answers an album once.
func (e *Engine) settled(t *Turn) error {
	var key storage.SessionKey
	if err := t.Args(&key); err != nil {
		return err
	}
	if err := t.As(key); err != nil {
		return err
	}
	s := t.session
	if s.Album == "" {
		return nil
	}
	s.Album = ""
	if f, ok := e.forms[s.Flow]; ok && f.reads(t, s) {
		return f.ask(t, s)
	}
	return nil
}

// As makes the turn somebody's own: for timers and jobs, which nobody sent.
func (t *Turn) As(key storage.SessionKey) error {
	t.Input.Chat, t.Input.Person, t.Input.Group = key.Chat, key.Person, key.Chat < 0
	return t.who()
}
