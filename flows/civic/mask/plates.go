package mask

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// The letters of car plates look alike in Cyrillic and Latin.
const (
	plateLetters = `АВЕКМНОРСТУХABEKMHOPCTYXавекмнорстухabekmhopctyx`
	plateLetter  = `[` + plateLetters + `]`
	plateGap     = `[ \n_*/-]{0,2}`
	ofRegion     = `(?:` + plateGap + `\d{2,3}(?:[ \n-]?(?:rus|RUS|рус|РУС))?)`
)

// plateForms are the ways to write a plate.
var plateForms = []*regexp.Regexp{
	regexp.MustCompile(`(` + plateLetter + `\d{3}` + plateLetter + `{2}` + ofRegion + `?)`),                            // а123вс67
	regexp.MustCompile(`(` + plateLetter + plateGap + `[\dОоOo]{3}` + plateGap + plateLetter + `{2}` + ofRegion + `)`), // А 123 ВС 67
	regexp.MustCompile(`([АВЕКМНОРСТУХABEKMHOPCTYX]{2} ?(?:\d{4} ?67|\d{3} ?67|\d{4}[ -]\d{2,3}))`),                    // taxis, trailers
	regexp.MustCompile(`(\d{4}` + plateGap + plateLetter + `{2}` + plateGap + `\d{2,3})`),                              // 1234АВ67: motorcycles
	regexp.MustCompile(`(?i)(?:номер[а-я]*|гос[. ]?номер[а-я]*|г/н|г\.н\.|гос[. ]?знак[а-я]*|plate)[: №-]{1,3}` + `(` + plateLetter + // номер а 123 вс
		plateGap + `\d{3}` + plateGap + plateLetter + `{2}` + ofRegion + `?)`),
}

// plates finds those of cars, where digits stand beside their letters at all.
func plates(f folded, part stretch) (found []stretch) {
	if !besidePlateLetter(part.in(f.as)) {
		return nil
	}
	for _, re := range plateForms {
		each(re, f.as, part, func(m []int) {
			if s := (stretch{m[2], m[3]}); s.alone(f.as) && !speaks(s.in(f.as)) {
				found = append(found, s)
			}
		})
	}
	return found
}

// besidePlateLetter reports whether three digits in a row have a letter of plates near
// before them, or four behind them.
func besidePlateLetter(as string) bool {
	for i := 0; i < len(as); i++ {
		if as[i] < '0' || as[i] > '9' {
			continue
		}
		end := i
		for end < len(as) && as[end] >= '0' && as[end] <= '9' {
			end++
		}
		last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before(as, i, 6), " \n_*/-"))
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after(as, end, 6), " \n_*/-"))
		if n := end - i; n >= 3 && strings.ContainsRune(plateLetters, last) || n == 4 && strings.ContainsRune(plateLetters, next) {
			return true
		}
		i = end
	}
	return false
}

var (
	twoLetters = regexp.MustCompile(plateLetter + `{2}`)
	// oftenWords are pairs of such letters that are words and units, and rarely anything else.
	oftenWords = regexp.MustCompile(`^(?:не|на|от|то|он|ну|во|со|ко|ее|км|см|мм|кв|ст|те|та|ту|тв|ру|мс)$`)
	everWords  = regexp.MustCompile(`^(?:не|на|от|км|см|мм)$`)
	norms      = regexp.MustCompile(`^(?:ТУ|СТ|РУ|НЕ|НА|ОТ|КМ) ?\d`)
)

// speaks reports whether the letters of what looks like a plate are words: с 100 не
// 20, в 100 км. In capitals they are those of a plate, but for a few behind a preposition.
func speaks(s string) bool {
	pair := strings.ToLower(twoLetters.FindString(s))
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case norms.MatchString(s):
		return true
	case strings.ToUpper(s) != s, isDigit(first):
		return oftenWords.MatchString(pair)
	case strings.ContainsRune("ВСКОУBCKOY", first):
		return everWords.MatchString(pair)
	}
	return false
}
