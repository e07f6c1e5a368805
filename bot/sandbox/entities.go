package sandbox

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
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

var styles = []string{"bold", "italic", "underline", "strikethrough", "spoiler"}

// nest joins stretches of one style that touch and keeps code free of anything else, links free of links and
// quotes free of quotes.
func nest(entities []Entity) []Entity {
	var code, quotes, others, kept []Entity
	style := map[string][]Entity{}
	for _, e := range entities {
		switch {
		case e.Type == "pre" || e.Type == "code":
			code = append(code, e)
		case slices.Contains(styles, e.Type):
			style[e.Type] = append(style[e.Type], e)
		case strings.HasSuffix(e.Type, "blockquote"):
			quotes = append(quotes, e)
		default:
			others = append(others, e)
		}
	}
	code = apart(code, nil)
	kept = append(kept, code...)
	kept = append(kept, apart(quotes, nil)...)
	kept = append(kept, apart(others, code)...)
	for _, name := range styles {
		kept = append(kept, without(join(style[name]), code)...)
	}
	return kept
}

func meets(a, b Entity) bool {
	return a.Offset < b.Offset+b.Length && b.Offset < a.Offset+a.Length
}

// apart keeps the outermost of entities that overlap, and only those that meet none of taken.
func apart(entities, taken []Entity) []Entity {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
	var kept []Entity
	for _, e := range entities {
		clash := func(o Entity) bool { return meets(e, o) }
		if !slices.ContainsFunc(taken, clash) && !slices.ContainsFunc(kept, clash) {
			kept = append(kept, e)
		}
	}
	return kept
}

func join(entities []Entity) []Entity {
	slices.SortFunc(entities, func(a, b Entity) int { return a.Offset - b.Offset })
	var joined []Entity
	for _, e := range entities {
		if n := len(joined); n > 0 && e.Offset <= joined[n-1].Offset+joined[n-1].Length {
			last := &joined[n-1]
			last.Length = max(last.Offset+last.Length, e.Offset+e.Length) - last.Offset
			continue
		}
		joined = append(joined, e)
	}
	return joined
}

// without cuts the holes out of entities; holes are in order and do not overlap.
func without(entities, holes []Entity) []Entity {
	var kept []Entity
	for _, e := range entities {
		end := e.Offset + e.Length
		for _, h := range holes {
			if !meets(e, h) {
				continue
			}
			if h.Offset > e.Offset {
				kept = append(kept, Entity{Type: e.Type, Offset: e.Offset, Length: h.Offset - e.Offset})
			}
			e.Offset = h.Offset + h.Length
			e.Length = end - e.Offset
			if e.Length <= 0 {
				break
			}
		}
		if e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return kept
}

// linkEntity makes e a link to href, or to what stands in the tag when href is empty; false if that is no address.
func linkEntity(e *Entity, href, inside string) bool {
	if href == "" {
		href = inside
	}
	if id, ok := strings.CutPrefix(href, "tg://user?id="); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		if err == nil && n > 0 {
			e.Type, e.User = "text_mention", &User{ID: n}
			return true
		}
	}
	if e.URL = checkedLink(href); e.URL == "" {
		return false
	}
	e.Type = "text_link"
	return true
}

func checkedLink(href string) string {
	href = strings.TrimSpace(href)
	if strings.ContainsAny(href, " \n\t") || href == "" {
		return ""
	}
	if !strings.Contains(href, "://") && !strings.HasPrefix(href, "mailto:") && !strings.HasPrefix(href, "tel:") {
		href = "http://" + href
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		host := u.Hostname()
		if !strings.Contains(host, ".") && host != "localhost" {
			return ""
		}
		if u.Path == "" {
			u.Path = "/"
		}
		return u.String()
	case "tg", "ton", "tonsite", "mailto", "tel":
		return u.String()
	}
	return ""
}

// plain is what clients make tappable by themselves; the first group is the entity. No pattern is tried on a text
// without needs, for patterns are slow.
var plain = []struct {
	kind, needs string
	expr        *regexp.Regexp
}{
	{"url", "://", regexp.MustCompile(`(?:^|[\s(])(https?://[^\s<>"]*[^\s<>".,;:!?)»])`)},
	{"url", "t.me", regexp.MustCompile(`(?:^|[\s(])(t\.me(?:/[^\s<>"]*[^\s<>".,;:!?)»])?)`)},
	{"url", "www.", regexp.MustCompile(`(?:^|[\s(])(www\.[a-z0-9-]+\.[a-z]{2,}(?:/[^\s<>"]*[^\s<>".,;:!?)»])?)`)},
	{"email", "@", regexp.MustCompile(`(?:^|[\s(<])([a-zA-Z0-9._%+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,})`)},
	{"bot_command", "/", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_/<>])(/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?:$|[^\p{L}\p{N}_/<>@])`)},
	{"mention", "@", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_@/])(@[a-zA-Z0-9_]{3,32})(?:$|[^\p{L}\p{N}_@])`)},
	{"hashtag", "#", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_#&])(#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)`)},
}

func find(f formatted) []Entity {
	var found []Entity
	for _, p := range plain {
		for at := 0; at < len(f.text) && strings.Contains(f.text[at:], p.needs); {
			m := p.expr.FindStringSubmatchIndex(f.text[at:])
			if m == nil {
				break
			}
			e := Entity{Type: p.kind, Offset: Units(f.text[:at+m[2]]), Length: Units(f.text[at+m[2] : at+m[3]])}
			if !slices.ContainsFunc(found, func(o Entity) bool { return meets(e, o) }) && !taken(f.entities, e) {
				found = append(found, e)
			}
			at += m[3]
		}
	}
	return found
}

// taken tells whether something found by itself stands where the bot put an entity that bears nothing inside.
func taken(entities []Entity, e Entity) bool {
	return slices.ContainsFunc(entities, func(o Entity) bool {
		return meets(e, o) && !slices.Contains(styles, o.Type) && !strings.HasSuffix(o.Type, "blockquote")
	})
}

// slice is the part of text that the entity covers.
func (e Entity) slice(text string) string {
	all := utf16.Encode([]rune(text))
	return string(utf16.Decode(all[min(e.Offset, len(all)):min(e.Offset+e.Length, len(all))]))
}
