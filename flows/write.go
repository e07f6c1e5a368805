package flows

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"veche/storage"
)

// Write asks for words, up to so many characters.
func Write[D any](key string, limit int, set func(*D, string), get func(D) string) Step[D] {
	return Step[D]{
		Ask: func(*Turn, D) Message {
			return Message{Key: key, Args: Args{"Limit": limit}, Ask: true}
		},
		Answer: func(t *Turn, d *D) (string, error) {
			text, err := Words(t, limit)
			if err != nil {
				return "", err
			}
			set(d, text)
			return Next, nil
		},
		Kept: func(d D) bool { return get(d) != "" },
	}
}

// Optional asks for words that may be left out, by a button with the label skip.
func Optional[D any](key, skip string, limit int, set func(*D, string), get func(D) string) Step[D] {
	step := Write(key, limit, set, get)
	ask, write := step.Ask, step.Answer
	step.Ask = func(t *Turn, d D) Message {
		m := ask(t, d)
		m.Rows = [][]Button{Row(Pick(Term{Key: skip}, "skip").For(No))}
		return m
	}
	step.Answer = func(t *Turn, d *D) (string, error) {
		if t.Value == "skip" {
			set(d, "")
			return Next, nil
		}
		return write(t, d)
	}
	return step
}

// underTheField are the buttons that questions put under the field for writing. One
// that an earlier question left there is no words.
var underTheField = []string{"key.locate", "key.list", "key.skip", "key.send", "key.for_neighbour", "key.for_me"}

// Words reads what was written, as [Legible] has it.
func Words(t *Turn, limit int) (string, error) {
	switch {
	case t.Input.Kind != Text:
		return "", Wrong{Key: "wrong.write"}
	case slices.Contains(underTheField, t.Label()):
		return "", Wrong{Key: "old_button"}
	}
	return Legible(t.Input.Text, limit)
}

// Legible cleans a text; a [Wrong] where it is nothing to read or too long.
func Legible(text string, limit int) (string, error) {
	text = Clean(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", Wrong{Key: "wrong.empty"}
	case n > limit:
		return "", Wrong{Key: "wrong.long", Args: Args{"Limit": limit, "Over": n - limit}}
	}
	return text, nil
}

// Clean drops what cannot be seen and what turns the text around it: control
// characters, marks of direction, zero-width signs but those inside emoji and
// words. A text of nothing else becomes "".
func Clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case r == '\u200d' || r == '\ufe0f': // join emoji
			return r
		case r == utf8.RuneError || unicode.Is(unicode.C, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r):
			return -1
		}
		return r
	}, text)
	if strings.IndexFunc(text, visible) < 0 {
		return ""
	}
	return strings.TrimSpace(text)
}

func visible(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.M, r) && r != '\u3164' && r != '\u2800' && r != '\u115f' && r != '\u1160' && r != '\uffa0'
}

// underFor are the words that mean buttons under the field for writing.
var underFor = map[string]Word{"key.send": Yes, "key.skip": No}

// Label is the key of the button under the field that was pressed, or meant by what was typed.
func (t *Turn) Label() string {
	if t.Input.Label != "" {
		return t.Input.Label
	}
	return t.label
}

// Means reports whether what was typed is the word.
func (t *Turn) Means(w Word) bool { return slices.Contains(t.Input.Means, string(w)) }

// mean takes typed words for the button of the question that they mean, if there is one.
func (t *Turn) mean(f Form) {
	if t.Input.Kind != Text || t.Input.Edited || t.Input.Label != "" || t.Value != "" || len(t.Input.Means) == 0 {
		return
	}
	if held := t.session.Held; held != "" {
		stay, leave := Yes, Word("")
		if held == cancelled { // which asks whether to leave
			stay, leave = No, Yes
		}
		t.Value = t.meantOf([]Button{Pick(Term{Key: "key.go_on"}, "go_on").For(stay), Pick(Term{Key: "key.throw"}, "throw").For(leave), Pick(Term{Key: "key.to_menu"}, "throw")})
		return
	}
	m, buttons := f.offers(t, t.session)
	t.Value = t.meantOf(append(slices.Concat(m.Rows...), buttons...))
	keys, _ := m.Under.(Keys)
	for _, label := range slices.Concat(keys.Rows...) {
		if t.Value == "" && (slices.Contains(t.Input.Means, label) || t.Means(underFor[label])) {
			t.label = label
		}
	}
}

// meantOf is the value of the button that is worded so, or else of the one for that word.
func (t *Turn) meantOf(buttons []Button) (value string) {
	for _, b := range buttons {
		label, worded := b.Label.(Term)
		v, ok := strings.CutPrefix(b.Data, pressQuestion+":")
		switch {
		case !ok:
		case worded && slices.Contains(t.Input.Means, label.Key):
			return v
		case value == "" && b.word != "" && t.Means(b.word):
			value = v
		}
	}
	return value
}

// offers are the question that stands, with its buttons, and the ways out of it.
func (f *Flow[D]) offers(t *Turn, s *storage.Session) (Message, []Button) {
	d, err := f.draft(t, s)
	if err != nil {
		return Message{}, nil
	}
	step := f.Steps[s.State]
	return step.Ask(t, d), waysOut(f.can(s.State, Back), step.Kept != nil && step.Kept(d))
}
