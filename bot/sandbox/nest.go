package sandbox

import (
	"slices"
	"strings"
)

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
