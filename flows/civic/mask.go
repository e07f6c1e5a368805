package civic

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Masked stands where something private stood.
const Masked = "▒▒▒"

// Mask hides in a text what leads to a person and is not needed to put a street right:
// phone numbers, car plates and, unless flats may be read, the numbers of flats. House
// numbers, dates, prices, roads and the free hotlines (8-800) stay.
func Mask(text string, flats bool) string {
	var hide []stretch
	// Most texts hold few digits, and looking for what they may be is slow.
	n := digits(text)
	if n >= leastPhone {
		hide = phones(text)
	}
	if n >= leastPlate {
		hide = append(hide, plates(text)...)
	}
	if n > 0 && !flats {
		hide = append(hide, flatsIn(text)...)
	}
	if len(hide) == 0 {
		return text
	}
	slices.SortFunc(hide, func(a, b stretch) int { return a.from - b.from })
	var out strings.Builder
	end := 0
	for _, s := range hide {
		if s.from < end {
			continue // within the one before
		}
		out.WriteString(text[end:s.from])
		out.WriteString(Masked)
		end = s.to
	}
	return out.String() + text[end:]
}

// How many digits a phone number and a car plate have at least.
const (
	leastPhone = 5
	leastPlate = 3
)

// stretch is a part of a text, in bytes.
type stretch struct{ from, to int }

func (s stretch) in(text string) string { return text[s.from:s.to] }

// alone reports whether neither a letter nor a digit stands next to the stretch.
func (s stretch) alone(text string) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:s.from])
	after, _ := utf8.DecodeRuneInString(text[s.to:])
	return !wordly(before) && !wordly(after)
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// phones finds whole numbers by how many digits they have and begin with, and short
// ones of a town where the words before say what they are.
func phones(text string) (found []stretch) {
	for i := 0; i < len(text); {
		s, ok := phoneAt(text, i)
		if ok {
			found = append(found, s)
			i = s.to
			continue
		}
		i++
	}
	for _, m := range callMe.FindAllStringSubmatchIndex(text, -1) {
		s := stretch{m[2], m[3]}
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		if n := digits(s.in(text)); !wordly(before) && n >= leastPhone && n <= 7 {
			found = append(found, s)
		}
	}
	return found
}

// phoneAt reads a number of a mobile or with the code of a town: +7, 8 or 7 and ten
// digits, ten digits that begin with 9 or have their code in brackets, or any other
// country's after a plus.
func phoneAt(text string, i int) (stretch, bool) {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if wordly(before) || before == '+' || !strings.ContainsRune("+(0123456789", rune(text[i])) {
		return stretch{}, false
	}
	for _, n := range []int{11, 12, 13, 10} {
		s, number, ok := read(text, i, n)
		if !ok {
			continue
		}
		national := strings.TrimPrefix(strings.TrimPrefix(number, "7"), "8")
		switch {
		case text[i] == '+' && (n > 10 || number[0] != '7'),
			n == 11 && len(national) == 10 && strings.ContainsAny(national[:1], "3499") && !strings.HasPrefix(number, "8800"),
			n == 10 && number[0] == '9' && text[i] != '+',
			n == 10 && text[i] == '(' && strings.ContainsAny(number[:1], "34"):
			return s, true
		}
	}
	return stretch{}, false
}

// read takes n digits with what people put between them.
func read(text string, i, n int) (s stretch, number string, ok bool) {
	s.from = i
	between := 0
	for j, r := range text[i:] {
		switch {
		case r >= '0' && r <= '9':
			if len(number) == n {
				return s, number, between > 0
			}
			number, between, s.to = number+string(r), 0, i+j+1
		case between == 3 || r != '+' && !strings.ContainsRune(" -–—‑.()\u00a0", r) || r == '+' && j > 0:
			return s, number, len(number) == n && (between > 0 || !wordly(r))
		case len(number) > 0:
			between++
		}
	}
	return s, number, len(number) == n
}

// callMe is a short number with the words that make it one. A longer number after
// them is read whole.
var callMe = regexp.MustCompile(`(?i)(?:тел|телефон[а-я]*|моб|мобильн[а-я]*|сот|сотов[а-я]*|(?:по|пере)?звон[а-я]*|ватсап[а-я]*|вотсап[а-я]*|вайбер[а-я]*|whatsapp|viber|tel|phone|call)` +
	`[.:,]?(?:\s*(?:мой|моя|мне|нам|по|на|номеру|номер|дом|домашн[а-я]*|раб|рабоч[а-я]*|тел|телефон[а-я]*|me|at|on|number|my|is|№)[.:]?)*\s*[.:–—-]?\s*(\d(?:[ –—‑-]?\d){4,10})`)

func digits(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// The letters of car plates look alike in Cyrillic and Latin.
const (
	plateLetter = `[АВЕКМНОРСТУХABEKMHOPCTYXавекмнорстухabekmhopctyx]`
	upperLetter = `[АВЕКМНОРСТУХABEKMHOPCTYX]`
	ofRegion    = `(?:[ -]?\d{2,3}(?:[ -]?(?:rus|RUS|рус|РУС))?)`
)

var (
	plateTight  = regexp.MustCompile(plateLetter + `\d{3}` + plateLetter + `{2}` + ofRegion + `?`)     // а123вс67
	plateSpaced = regexp.MustCompile(upperLetter + `[ -]?\d{3}[ -]?` + upperLetter + `{2}` + ofRegion) // А 123 ВС 67
	plateNamed  = regexp.MustCompile(`(?i)(?:номер[а-я]*|гос[. ]?номер[а-я]*|г/н|г\.н\.|гос[. ]?знак[а-я]*|plate)[: №-]{1,3}(` + plateLetter + `[ -]?\d{3}[ -]?` + plateLetter + `{2}` + ofRegion + `?)`)
	plateOther  = regexp.MustCompile(upperLetter + `{2} ?(?:\d{4} ?67|\d{3} ?67|\d{4}[ -]\d{2,3})`) // taxis, trailers
	fewKm       = regexp.MustCompile(`^(?:В|С|К|О|У|B|C|K|O) ?\d{3} ?(?:КМ|KM|НЕ|НА|ОТ)`)
)

func plates(text string) (found []stretch) {
	for _, re := range []*regexp.Regexp{plateTight, plateSpaced, plateOther} {
		for _, m := range re.FindAllStringIndex(text, -1) {
			s := stretch{m[0], m[1]}
			if s.alone(text) && !fewKm.MatchString(s.in(text)) {
				found = append(found, s)
			}
		}
	}
	for _, m := range plateNamed.FindAllStringSubmatchIndex(text, -1) {
		if s := (stretch{m[2], m[3]}); s.alone(text) {
			found = append(found, s)
		}
	}
	return found
}

var (
	flatAfter  = regexp.MustCompile(`(?i)(?:кв-р[а-я]|квартир[а-я]*|кварт\.|кв\.?|flat|apartment|apt\.?)[ ]?(?:№|no\.?|номер|n)?[ .:-]{0,2}(\d{1,4}[а-дa-d]?(?:(?: ?[-–] ?| и |, ?и )\d{1,4}[а-дa-d]?)*)`)
	flatBefore = regexp.MustCompile(`(?i)(\d{1,4})(?:-?(?:я|й|ая|ой|ей|ю|ую))[ ]+кв(?:\.|артир[аеуы]?)`)
	flatHouse  = regexp.MustCompile(`(?i)(?:д\.|дом) ?\d{1,4}[а-дa-d]?(?:/\d{1,3})?(?: ?(?:корп|к)\.? ?\d{1,2})? ?- ?(\d{1,4})`)
	// counted is what stands behind a number that counts something in a flat.
	counted = regexp.MustCompile(`(?i)^ ?(?:[,.]\d|°|º|%|град|гр\b|c\b|с\b|чел|дет|реб|метр|м\b|м²|м2|кв|раз|лет|год|дн|день|недел|месяц|час|мин|проц|сем|комн|бат|окн|окон|соб|кош|руб|тыс|литр|л\b|этаж|розет|ламп|degr|people|child|room|day|week|month|hour|min|year|win|sq|metre|meter|per)`)
)

// flatForms are the ways to write a flat, each with what has to stand in the text for it.
var flatForms = []struct {
	needs   []string
	re      *regexp.Regexp
	counted bool // a number of something in the flat looks the same
}{
	{[]string{"кв", "flat", "ap"}, flatAfter, true},
	{[]string{"кв"}, flatBefore, false},
	{[]string{"-"}, flatHouse, true},
}

func flatsIn(text string) (found []stretch) {
	low := strings.ToLower(text)
	for _, f := range flatForms {
		if !slices.ContainsFunc(f.needs, func(s string) bool { return strings.Contains(low, s) }) {
			continue
		}
		for _, m := range f.re.FindAllStringSubmatchIndex(text, -1) {
			if (stretch{m[0], m[1]}).alone(text) && !(f.counted && counted.MatchString(text[m[3]:])) {
				found = append(found, stretch{m[2], m[3]})
			}
		}
	}
	return found
}
