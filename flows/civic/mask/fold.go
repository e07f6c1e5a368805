package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as it reads, whatever signs it is written with: digits of any kind
// are 0 to 9, dashes are "-", spaces " ", and what only joins signs or rings them is left
// out. What stands where in it is known of the text as well.
type folded struct {
	text string
	as   string  // with its capitals
	low  string  // without them, byte by byte beside as
	at   []int32 // where in the text each byte comes from; nil: it stands there
}

// fold makes it. Most texts stand for themselves.
func fold(text string) folded {
	if !strings.ContainsFunc(text, func(r rune) bool { return !itself(r) || r == '\t' || r == '\r' }) {
		if low := strings.ToLower(text); len(low) == len(text) {
			return folded{text: text, as: text, low: low}
		}
	}
	return foldEach(text)
}

func foldEach(text string) folded {
	var as, low strings.Builder
	as.Grow(len(text))
	low.Grow(len(text))
	f := folded{text: text, at: make([]int32, 0, len(text)+1)}
	put := func(from int, r rune) {
		if r = foldRune(r); r < 0 {
			return
		}
		as.WriteRune(r)
		small := unicode.ToLower(r)
		if utf8.RuneLen(small) != utf8.RuneLen(r) {
			small = r
		}
		low.WriteRune(small)
		for range utf8.RuneLen(r) {
			f.at = append(f.at, int32(from))
		}
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if itself(r) && (i+size == len(text) || unmarked(text[i+size])) {
			put(i, r)
			i += size
			continue
		}
		size = max(norm.NFKC.NextBoundaryInString(text[i:], true), 1)
		for _, r := range norm.NFKC.String(text[i : i+size]) {
			put(i, r)
		}
		i += size
	}
	f.as, f.low, f.at = as.String(), low.String(), append(f.at, int32(len(text)))
	return f
}

// itself reports whether a sign is its own normal form, or better left as it is.
func itself(r rune) bool {
	return r < 0x80 || r >= 'Ѐ' && r <= 'ѿ' || strings.ContainsRune("№º°«»…“”„", r)
}

// unmarked reports whether what begins with the byte cannot belong to the sign before.
func unmarked(b byte) bool { return b < 0x80 || b == 0xD0 || b == 0xD1 }

// foldRune is what a sign stands for, −1 where for nothing.
func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		if r == '\t' || r == '\r' {
			return ' '
		}
		return r
	case r >= 'Ѐ' && r <= 'ѿ':
		return r
	case unicode.Is(unicode.Pd, r) || r == '−':
		return '-'
	case unicode.IsSpace(r), r == '\u3164', r == '\u2800', r == '\u115f', r == '\u1160':
		return ' '
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return -1
	case unicode.Is(unicode.Nd, r):
		return '0' + digitOf(r)
	}
	return r
}

// digitOf is the value of a digit of any script: they stand in tens, zero first.
func digitOf(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

// origin is where in the text a stretch of the folded text came from, with the joiners
// behind it.
func (f folded) origin(s stretch) (from, to int) {
	if f.at == nil {
		return s.from, s.to
	}
	end := s.to
	for end > s.from && end < len(f.at)-1 && f.at[end] == f.at[end-1] {
		end++ // the rest of one sign: ⑫ is two digits
	}
	return int(f.at[s.from]), int(f.at[end])
}
