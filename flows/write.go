package flows

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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
		m.Rows = [][]Button{Row(Pick(Term{Key: skip}, "skip"))}
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
	case slices.Contains(underTheField, t.Input.Label):
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
