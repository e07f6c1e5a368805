package sandbox

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// formatted is a text with its entities, as it is kept and shown.
type formatted struct {
	text     string
	entities []Entity
}

func units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// Units counts the UTF-16 code units of s, in which the Bot API measures offsets.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += units(r)
	}
	return n
}

// formatted reads a text parameter with its parse_mode or entities and brings it into the shape that Telegram keeps.
func (q *request) formatted(name, mode, entities string) (formatted, error) {
	text := q.params[name]
	if !utf8.ValidString(text) {
		return formatted{}, bad("strings must be encoded in UTF-8")
	}
	if len(text) > 32768 {
		return formatted{}, bad("text is too long")
	}
	var f formatted
	switch strings.ToLower(q.params[mode]) {
	case "":
		f.text = text
		if err := q.object(entities, "MessageEntity", &f.entities); err != nil {
			return formatted{}, err
		}
	case "html":
		var err error
		if f.text, f.entities, err = parseHTML(text); err != nil {
			return formatted{}, bad("can't parse entities: " + err.Error())
		}
	default:
		// Markdown modes exist at Telegram; the bots of this sandbox write HTML.
		return formatted{}, bad("unsupported parse_mode")
	}
	return tidy(f), nil
}

// tidy does what TDLib's fix_formatted_text does: cleans the characters, trims, clips and joins the entities,
// finds commands, mentions and links.
func tidy(f formatted) formatted {
	f = clean(f)
	f = trim(f)
	f.entities = nest(f.entities)
	f.entities = append(f.entities, find(f)...)
	slices.SortStableFunc(f.entities, func(a, b Entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
	if len(f.entities) > 100 {
		f.entities = f.entities[:100]
	}
	if len(f.entities) == 0 {
		f.entities = nil
	}
	return f
}

// clean drops \r and marks that break lines or turn their direction, and makes other control characters spaces.
func clean(f formatted) formatted {
	unclean := func(r rune) bool { return r < ' ' && r != '\n' || dropped(r) }
	if strings.IndexFunc(f.text, unclean) < 0 {
		return f
	}
	var out strings.Builder
	moved := []int{} // for each unit of the old text, where it is in the new one
	at := 0
	for _, r := range f.text {
		for range units(r) {
			moved = append(moved, at)
		}
		if dropped(r) {
			continue
		}
		if r < ' ' && r != '\n' {
			r = ' '
		}
		out.WriteRune(r)
		at += units(r)
	}
	moved = append(moved, at)
	return formatted{out.String(), remap(f.entities, moved)}
}

func dropped(r rune) bool { return r == '\r' || r >= 0x2028 && r <= 0x202e }

func remap(entities []Entity, moved []int) []Entity {
	last := len(moved) - 1
	var kept []Entity
	for _, e := range entities {
		if e.Offset < 0 || e.Offset > last || e.Length <= 0 || e.Length > last-e.Offset {
			continue
		}
		from, to := moved[e.Offset], moved[e.Offset+e.Length]
		if e.Offset, e.Length = from, to-from; e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return kept
}

// trim cuts the space around the text; what an entity covers at its beginning stays.
func trim(f formatted) formatted {
	text := strings.TrimRightFunc(f.text, unicode.IsSpace)
	first := Units(text)
	for _, e := range f.entities {
		first = min(first, max(e.Offset, 0))
	}
	cut := 0
	for _, r := range text {
		if !unicode.IsSpace(r) || cut >= first {
			break
		}
		text = text[utf8.RuneLen(r):]
		cut += units(r)
	}
	end := Units(text)
	var kept []Entity
	for _, e := range f.entities {
		from, to := min(max(e.Offset-cut, 0), end), min(max(e.Offset+e.Length-cut, 0), end)
		if e.Offset, e.Length = from, to-from; e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return formatted{text, kept}
}

// visible tells whether a text shows anything at all.
func visible(text string) bool {
	for _, r := range text {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !unicode.IsControl(r) && r != 0x2800 && r != 0x3164 && r != 0x115f {
			return true
		}
	}
	return false
}

// slice is the part of text that the entity covers.
func (e Entity) slice(text string) string {
	all := utf16.Encode([]rune(text))
	return string(utf16.Decode(all[min(e.Offset, len(all)):min(e.Offset+e.Length, len(all))]))
}
