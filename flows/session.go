package flows

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"veche/storage"
)

// What a button of a question stands for, besides the choices of the question.
const (
	valueBack   = "<"
	valueKeep   = "="
	valueCancel = "x"
	valuePage   = ">" // with the number of the page
)

// Pick is the button of a choice in a question.
func Pick(label any, value string) Button {
	return Button{Label: label, Data: pressQuestion + ":" + value}
}

// begin puts the asker at the start of a form; first it asks, where that would throw
// away another draft.
func (t *Turn) begin(f Form, draft json.RawMessage) error {
	if !t.talksHere(f) {
		t.Elsewhere()
		return nil
	}
	if t.Writing() {
		return t.hold()
	}
	if !t.Consented() && !f.open() {
		return t.engine.gate(t, f.name(), draft)
	}
	s := t.session
	s.Flow, s.State, s.Draft = f.name(), f.first(), draft
	s.Wrong, s.Page, s.Album, s.Held, s.Offered, s.Wrote = 0, 0, "", "", false, nil
	if t.Input.Album != "" { // it begins with all of the album
		return t.Settle()
	}
	return f.ask(t, s)
}

// hold keeps what was pressed or written until the person decides about the draft.
func (t *Turn) hold() error {
	in := t.Input
	switch {
	case in.Kind == Press:
		t.session.Held = in.Data
	case in.Kind == Command:
		t.session.Held = CommandName(in.Command).data() + " " + t.Payload
	default:
		t.session.Held = t.engine.labels[in.Label].Name.data()
	}
	t.either(Message{Key: "held"}, "key.throw")
	return nil
}

// either asks whether to go on with the draft or to leave it. There is no third way.
func (t *Turn) either(m Message, leave string) {
	m.Rows = [][]Button{Row(Pick(Term{Key: "key.go_on"}, "go_on")), Row(Pick(Term{Key: leave}, "throw"))}
	m.Closed = true
	t.put(t.session, m, false, false)
}

// Consented reports whether the person agreed to the text as it stands now.
func (t *Turn) Consented() bool {
	return t.Person != nil && t.Person.Consent.Version == t.Region.Consent.Version
}

// Resume begins the form that consent was wanted for.
func (t *Turn) Resume(form string, draft json.RawMessage) error {
	f, ok := t.engine.forms[form]
	if !ok || !f.reads(t, &storage.Session{State: f.first(), Draft: draft}) {
		return t.engine.restart(t, f, ok)
	}
	return t.begin(f, draft)
}

// Aside puts what came in into the draft of a form that waits for something else first; see
// [Flow.Aside].
func (t *Turn) Aside(form string, draft json.RawMessage) (json.RawMessage, string, error) {
	f, ok := t.engine.forms[form]
	if !ok {
		return draft, "", Wrong{Key: "wrong.choose"}
	}
	return f.aside(t, draft)
}

// JustSaid is what the person of the turn wrote a step before, outside any form.
func (t *Turn) JustSaid() string { return t.session.Said }

// AskAgain puts the question that stands once more, if one does.
func (t *Turn) AskAgain() error {
	f, ok := t.engine.forms[t.session.Flow]
	if !ok || !f.reads(t, t.session) {
		return nil
	}
	return f.ask(t, t.session)
}

// Open does what the payload of a link says; it reports whether it knew how.
func (t *Turn) Open(payload string) (bool, error) {
	for _, l := range t.engine.links {
		if rest, ok := strings.CutPrefix(payload, string(l.Prefix)); ok {
			return true, l.Do(t, rest)
		}
	}
	return false, nil
}

// end takes the asker out of the form.
func (t *Turn) end() {
	s := t.session
	s.Flow, s.State, s.Draft, s.Wrong, s.Page, s.Album, s.Held, s.Wrote = "", "", nil, 0, 0, "", "", nil
}

// put says the question m with what every question has: a way back and a way out.
// Its buttons get the number of the question, so that old ones are known.
func (t *Turn) put(s *storage.Session, m Message, back, kept bool) {
	s.Count = max(s.Count+1, uint64(t.Now.UnixMilli()))
	if t.Input.Group {
		m.Under = nil
		m.Mention = s.Person
	}
	keys, under := m.Under.(Keys)
	switch {
	case under:
		m.Under = keys.with(back)
	case m.Mention != 0 && m.Ask && len(m.Rows) == 0:
		// A forced reply has no room for buttons; /cancel is the way out.
	case m.Closed:
	default:
		m.Rows = append(m.Rows, waysOut(back, kept))
		// What started the form, a card perhaps, stays; a question becomes the next.
		m.InPlace = len(m.Photos) == 0 && strings.HasPrefix(t.Input.Data, pressQuestion+":")
	}
	for _, row := range m.Rows {
		for i := range row {
			if v, ok := strings.CutPrefix(row[i].Data, pressQuestion+":"); ok {
				row[i].Data = pressQuestion + ":" + mark(s) + ":" + v
			}
		}
	}
	m.Haste = Prompt
	t.Reply(m)
}

func waysOut(back, kept bool) []Button {
	var row []Button
	if back {
		row = append(row, Pick(Term{Key: "key.back"}, valueBack))
	}
	if kept {
		row = append(row, Pick(Term{Key: "key.keep"}, valueKeep).For(Yes))
	}
	return append(row, Pick(Term{Key: "key.cancel"}, valueCancel))
}

func (k Keys) with(back bool) Keys {
	last := []string{"key.cancel"}
	if back {
		last = []string{"key.back", "key.cancel"}
	}
	k.Rows = append(k.Rows[:len(k.Rows):len(k.Rows)], last)
	return k
}

// mark tells the question that stands from all others. Two people may be asked in
// the same group in the same moment, so it names the person too.
func mark(s *storage.Session) string {
	return strconv.FormatUint(s.Count, 36) + "." + strconv.FormatInt(int64(s.Person), 36)
}

// chosen splits the data of a question's button; old is set when another question
// has been put since.
func chosen(s *storage.Session, data string) (value string, old bool) {
	of, value, _ := strings.Cut(strings.TrimPrefix(data, pressQuestion+":"), ":")
	return value, of != mark(s) || s.Flow == ""
}

func (t *Turn) load() error {
	key := storage.SessionKey{Chat: t.Input.Chat, Person: t.Input.Person}
	s, ok, err := storage.Sessions.Find(t.Tx, key)
	if err != nil {
		return fmt.Errorf("load session: %w", err)
	}
	if !ok {
		s = storage.Session{Chat: key.Chat, Person: key.Person}
	}
	t.session = &s
	return nil
}

// save keeps the session, unless there is nothing in it to keep.
func (t *Turn) save() error {
	s := t.session
	if s == nil || s.Count == 0 && s.Language == "" && s.Album == "" && s.Said == "" {
		return nil
	}
	if !t.loose {
		s.Said = ""
	}
	s.Touched = t.Now
	s.Offered = s.Offered && t.Input.Kind == Finished
	if err := storage.Sessions.Put(t.Tx, storage.SessionKey{Chat: s.Chat, Person: s.Person}, *s); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}
