package script

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"veche/bot/sandbox"
)

// longest is how many characters of a line a transcript shows.
const longest = 350

var (
	escape = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`)
	repeat = regexp.MustCompile(`\{(\d+)×([^}]+)\}`)
)

// unfold makes characters of \u200b, \n and {4096×а}.
func unfold(s string) string {
	s = escape.ReplaceAllStringFunc(s, func(e string) string {
		r, _ := strconv.ParseInt(e[2:], 16, 32)
		return string(rune(r))
	})
	s = repeat.ReplaceAllStringFunc(s, func(e string) string {
		found := repeat.FindStringSubmatch(e)
		n, _ := strconv.Atoi(found[1])
		return strings.Repeat(found[2], n)
	})
	return strings.ReplaceAll(s, `\n`, "\n")
}

// fold makes visible what cannot be seen and cuts long lines.
func fold(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if r := []rune(line); len(r) > longest {
			line = fmt.Sprintf("%s … (%d)", string(r[:40]), len(r))
		}
		var b strings.Builder
		for _, r := range line {
			if unicode.Is(unicode.Cf, r) && r != '\u200d' {
				fmt.Fprintf(&b, "⟨%04x⟩", r)
			} else {
				b.WriteRune(r)
			}
		}
		lines[i] = strings.TrimRight(b.String(), " ")
	}
	return strings.Join(lines, "\n")
}

// indent moves all lines but the first.
func indent(s, by string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		if i > 0 && lines[i] != "" {
			lines[i] = by + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// marked shows formatting by signs: *bold*, _italic_, `code`, words ‹address›, and
// behind a mention who it is.
func (p *Play) marked(text string, entities []sandbox.Entity) string {
	units := utf16.Encode([]rune(text))
	type mark struct {
		at   int
		sign string
	}
	var marks []mark
	for _, e := range entities {
		end := e.Offset + e.Length
		switch e.Type {
		case "bold":
			marks = append(marks, mark{e.Offset, "*"}, mark{end, "*"})
		case "italic":
			marks = append(marks, mark{e.Offset, "_"}, mark{end, "_"})
		case "code", "pre":
			marks = append(marks, mark{e.Offset, "`"}, mark{end, "`"})
		case "text_mention":
			marks = append(marks, mark{end, " ‹" + p.name(e.User.ID) + "›"})
		case "text_link":
			marks = append(marks, mark{end, " ‹" + e.URL + "›"})
		}
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return a.at - b.at })
	var b strings.Builder
	from := 0
	for _, m := range marks {
		b.WriteString(string(utf16.Decode(units[from:m.at])) + m.sign)
		from = m.at
	}
	return b.String() + string(utf16.Decode(units[from:]))
}
