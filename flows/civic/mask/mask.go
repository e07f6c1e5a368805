// Package mask hides in what people write what leads to a person and is not needed to put
// a street right.
//
// A text is first read as people would read it, whatever signs it is written with ([fold]);
// then its numbers are found, also those in words (figuresIn), and looked at one by one:
// phones, cards, papers. What has letters in it, plates and flats, is looked for around
// the numbers only. Each rule of the kind has its texts in the test: those in which it has
// to hide something, and as many that look like them and have to stay as they are.
package mask

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sign stands where something private stood.
const Sign = "▒▒▒"

// Text hides in a text phone numbers, addresses in the net, papers and cards, car plates
// and, unless flats may be read, the numbers of flats. House numbers, dates, prices, roads
// and the free hotlines (8-800) stay, and so does every sign around what is hidden.
func Text(text string, flats bool) string {
	for {
		// What is hidden brings closer what stood around it: until nothing more is found.
		masked := once(text, flats)
		if masked == text {
			return text
		}
		text = masked
	}
}

func once(text string, flats bool) string {
	f := fold(text)
	hide := f.private(flats)
	if len(hide) == 0 {
		return text
	}
	slices.SortFunc(hide, func(a, b stretch) int { return a.from - b.from })
	var out strings.Builder
	end := 0
	for _, s := range hide {
		from, to := f.origin(s)
		if from > end || end == 0 {
			out.WriteString(text[end:from])
			out.WriteString(Sign)
		}
		end = max(end, to)
	}
	return out.String() + text[end:]
}

// private finds what is to be hidden. Most texts hold little of what may be private, and
// looking for it is slow: whatever is looked for has something cheap to be seen first.
func (f folded) private(flats bool) (hide []stretch) {
	if strings.ContainsAny(f.low, "@/") {
		hide = addresses(f.low)
	}
	if !strings.ContainsAny(f.low, "0123456789") && !containsAny(f.low, inWords) {
		return hide
	}
	figures := figuresIn(f.low)
	hide = slices.Concat(hide, numbers(f.low, figures), passports(f.low))
	for _, part := range around(f.low, figures) {
		hide = append(hide, plates(f, part)...)
		if !flats {
			hide = append(hide, flatsIn(f, part)...)
		}
	}
	return hide
}

// stretch is a part of a text, in bytes.
type stretch struct{ from, to int }

func (s stretch) in(text string) string { return text[s.from:s.to] }

// alone reports whether neither a letter nor a digit stands next to the stretch.
func (s stretch) alone(text string) bool { return !s.gluedBefore(text) && !s.gluedAfter(text) }

func (s stretch) gluedBefore(text string) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:s.from])
	return wordly(before)
}

func (s stretch) gluedAfter(text string) bool {
	after, _ := utf8.DecodeRuneInString(text[s.to:])
	return wordly(after)
}

func wordly(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// How far from a number what it is may be said, in bytes.
const (
	ahead  = 100
	behind = 60
)

// around are the parts of a text where figures are: expressions are slow, and have nothing
// to look for elsewhere.
func around(text string, figures []figure) (parts []stretch) {
	for _, f := range figures {
		from, to := f.from-len(before(text, f.from, ahead)), f.to+len(after(text, f.to, behind))
		if n := len(parts); n > 0 && from <= parts[n-1].to {
			parts[n-1].to = to
			continue
		}
		parts = append(parts, stretch{from, to})
	}
	return parts
}

// each calls do with what an expression finds in a part of a text.
func each(re *regexp.Regexp, text string, part stretch, do func(m []int)) {
	for _, m := range re.FindAllStringSubmatchIndex(part.in(text), -1) {
		for i := range m {
			m[i] += part.from
		}
		do(m)
	}
}

// before is what stands ahead of a place in a text, so many bytes at most and whole signs.
func before(text string, at, most int) string {
	from := max(at-most, 0)
	for from < at && !utf8.RuneStart(text[from]) {
		from++
	}
	return text[from:at]
}

// after is what follows a place.
func after(text string, at, most int) string {
	to := min(at+most, len(text))
	for to > at && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[at:to]
}

func containsAny(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(s string) bool { return strings.Contains(text, s) })
}
