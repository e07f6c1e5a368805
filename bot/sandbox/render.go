package sandbox

import (
	"html"
	"slices"
	"strings"
	"unicode/utf16"
)

// renderHTML writes text with its entities as HTML that is safe to put into a page: only b, i, u, s, code, pre, a,
// blockquote and tg-spoiler. Entities that cross are closed and opened again.
func renderHTML(text string, entities []Entity) string {
	all := utf16.Encode([]rune(text))
	var out strings.Builder
	var open []Entity
	last := 0
	for _, at := range boundaries(entities, len(all)) {
		out.WriteString(html.EscapeString(string(utf16.Decode(all[last:at]))))
		last = at
		open = closeAt(&out, open, at, text)
		for _, e := range entities {
			if e.Offset == at && e.Length > 0 && openTagOf(e, text) != "" {
				out.WriteString(openTagOf(e, text))
				open = append(open, e)
			}
		}
	}
	return out.String()
}

// boundaries lists where an entity begins or ends, and the end of the text, in order.
func boundaries(entities []Entity, end int) []int {
	at := []int{0, end}
	for _, e := range entities {
		at = append(at, min(max(e.Offset, 0), end), min(max(e.Offset+e.Length, 0), end))
	}
	slices.Sort(at)
	return slices.Compact(at)
}

// closeAt closes the entities that end at a place, and what stands open inside them for the moment.
func closeAt(out *strings.Builder, open []Entity, at int, text string) []Entity {
	first := slices.IndexFunc(open, func(e Entity) bool { return e.Offset+e.Length <= at })
	if first < 0 {
		return open
	}
	for i := len(open) - 1; i >= first; i-- {
		out.WriteString("</" + tagOf(open[i]) + ">")
	}
	kept := slices.Clone(open[:first])
	for _, e := range open[first:] {
		if e.Offset+e.Length > at {
			out.WriteString(openTagOf(e, text))
			kept = append(kept, e)
		}
	}
	return kept
}

// tagOf is the element that an entity is shown by; empty for one that looks like plain text.
func tagOf(e Entity) string {
	switch e.Type {
	case "bold":
		return "b"
	case "italic":
		return "i"
	case "underline":
		return "u"
	case "strikethrough":
		return "s"
	case "spoiler":
		return "tg-spoiler"
	case "code", "pre":
		return e.Type
	case "blockquote", "expandable_blockquote":
		return "blockquote"
	case "text_link", "url", "email":
		return "a"
	}
	return ""
}

func openTagOf(e Entity, text string) string {
	switch tag := tagOf(e); tag {
	case "":
		return ""
	case "a":
		return `<a href="` + html.EscapeString(hrefOf(e, text)) + `" target="_blank" rel="noopener noreferrer">`
	default:
		return "<" + tag + ">"
	}
}

func hrefOf(e Entity, text string) string {
	switch e.Type {
	case "email":
		return "mailto:" + e.slice(text)
	case "url":
		return checkedLink(e.slice(text))
	}
	return checkedLink(e.URL)
}
