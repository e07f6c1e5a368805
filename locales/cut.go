package locales

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// farBack is how far a cut may go back to the end of a word, in characters.
const farBack = 80

// Cut shortens HTML to so many visible characters (UTF-16 units, the stricter way
// to count), at the end of a word, closes what is open, and marks the cut by "…".
// It understands what wordings and escaped text hold: tags and entities.
func Cut(html string, limit int) string {
	if len(html) <= limit {
		return html // a visible character has at least one byte
	}
	parts := split(html)
	fits, length := 0, 0
	for _, p := range parts {
		length += p.width
		if length <= limit-1 {
			fits++
		}
	}
	if length <= limit {
		return html
	}
	end := fits
	for back := 0; back < farBack && end > 0; back++ {
		if parts[end].space {
			return join(parts[:end])
		}
		end--
	}
	return join(parts[:fits])
}

// part is a tag, an entity or a character.
type part struct {
	html  string
	width int
	space bool
}

func split(html string) []part {
	var out []part
	for len(html) > 0 {
		p := first(html)
		out = append(out, p)
		html = html[len(p.html):]
	}
	return out
}

func first(s string) part {
	if end := strings.IndexByte(s, '>'); s[0] == '<' && end > 0 {
		return part{html: s[:end+1]}
	}
	if end := strings.IndexByte(s, ';'); s[0] == '&' && end > 0 {
		return part{html: s[:end+1], width: 1}
	}
	r, n := utf8.DecodeRuneInString(s)
	width := 1
	if r > 0xFFFF {
		width = 2
	}
	return part{html: s[:n], width: width, space: unicode.IsSpace(r)}
}

// join puts parts together with the mark of the cut and the tags that are open.
func join(parts []part) string {
	var b strings.Builder
	var open []string
	for _, p := range parts {
		b.WriteString(p.html)
		switch {
		case strings.HasPrefix(p.html, "</"):
			open = open[:max(0, len(open)-1)]
		case strings.HasPrefix(p.html, "<"):
			name, _, _ := strings.Cut(strings.Trim(p.html, "<>"), " ")
			open = append(open, name)
		}
	}
	b.WriteString("…")
	for _, name := range slices.Backward(open) {
		b.WriteString("</" + name + ">")
	}
	return b.String()
}
