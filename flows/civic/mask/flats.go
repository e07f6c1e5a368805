package mask

import (
	"regexp"
	"strings"
)

// flatForm is a way to write a flat, or a room of a hostel: what has to stand in the text for
// it, and what around the number says that it is another one.
type flatForm struct {
	needs []string
	re    *regexp.Regexp // of the number
	not   func(f folded, m []int) bool
}

const (
	aFlat = `(?:кв-р[а-я]|квартир[а-я]*|кварт\.|кв\.?|ком\.|комн\.?|комнат[аеуы]|flat|apartment|apt\.?|room)`
	aNo   = `\d{1,4}[а-дa-d]?`
)

var flatForms = []flatForm{
	{[]string{"кв", "ком", "flat", "ap", "room"},
		regexp.MustCompile(aFlat + `\s?(?:№|no\.?|номер|n)?[\s.:-]{0,2}(` + aNo + `(?:(?:\s?-\s?|\sи\s|,\sи\s)` + aNo + `)*)`), countedOrYear},
	{[]string{"кв", "ком"}, regexp.MustCompile(`(\d{1,4})-?(?:я|й|ая|ой|ей|ю|ую)\s+(?:кв(?:\.|артир[аеуы]?)|ком(?:\.|н\.?|нат[аеуы]))`), nil},
	{[]string{"квартир", "комнат"}, regexp.MustCompile(`(` + aNo + `)\s(?:квартир|комнат)(?:а|е|у|ы|ой)`), someFlats},
	{[]string{"кв", "комн."}, regexp.MustCompile(`(` + aNo + `)\s?(?:кв\.?|комн\.)`), measured},
	{[]string{"-"}, regexp.MustCompile(`(?:д\.|дом)\s?\d{1,4}[а-дa-d]?(?:/\d{1,3})?(?:\s?(?:корп|к)\.?\s?\d{1,2})?\s?-\s?(\d{1,4})`), counts},
	{[]string{"-"}, regexp.MustCompile(`(?:ул|улиц[аеуы]|пр|пр-т|пр-кт|просп|проспект[а-я]?|пер|переул[а-я]+|б-р|бульвар[а-я]?|наб|набережн[а-я]+|ш|шоссе|проезд[а-я]?|пл|площад[а-я]+|мкр|микрорайон[а-я]?)[.,]?\s?` +
		`(?:(?:\d{1,3}(?:-[а-я]+)?\s)?[а-яё][а-яё.-]*(?:\s[а-яё][а-яё-]*)?,?\s)?(?:д\.?\s?|дом\s)?\d{1,3}[а-дa-d]?(?:/\d{1,3})?(?:\s?(?:корп|к)\.?\s?\d{1,2})?\s?-\s?(\d{1,4})`), betweenTwo},
}

func flatsIn(f folded, part stretch) (found []stretch) {
	for _, form := range flatForms {
		if !containsAny(part.in(f.low), form.needs) {
			continue
		}
		each(form.re, f.low, part, func(m []int) {
			if (stretch{m[0], m[1]}).alone(f.low) && (form.not == nil || !form.not(f, m)) {
				found = append(found, stretch{m[2], m[3]})
			}
		})
	}
	return found
}

// counted is what stands behind a number that counts something in a flat.
var counted = regexp.MustCompile(`^\s?(?:[,.]\d|°|º|%|град|гр\PL|c\b|чел|дет|реб|метр|м(?:\PL|$)|м²|м2|кв|раз|лет|год|дн|день|недел|месяц|час|мин|проц|сем|комн|бат|окн|окон|соб|кош|руб|тыс|литр|л(?:\PL|$)|этаж|розет|ламп|degr|people|child|room|day|week|month|hour|min|year|win|sq|metre|meter|per)`)

func counts(f folded, m []int) bool { return counted.MatchString(f.low[m[3]:]) }

var (
	aYear    = regexp.MustCompile(`^20\d\d$`)
	aQuarter = regexp.MustCompile(`(?:^|[^\d])[1-4i]v?i{0,2}\s?$`)
)

// countedOrYear: 3 кв. 2026 is a quarter.
func countedOrYear(f folded, m []int) bool {
	return counts(f, m) || aYear.MatchString(f.low[m[2]:m[3]]) && aQuarter.MatchString(before(f.low, m[0], 8))
}

var (
	whose     = regexp.MustCompile(`(?:^|\s)(?:в|во|из|с|со|от|у|до|возле|около|для|под|над|жил[а-я]+|житель|жительниц[а-я]|сосед[а-я]*|хозя[а-я]+|двер[а-я]+|окн[а-я]|балкон[а-я]*|собственник[а-я]*|владел[а-я]+)\s$`)
	flatPower = []string{"лэп", "вл-", "вл ", "линия", "линии", "напряж", "подстанц", "кабел", "фидер"}
)

// someFlats: 2 квартиры are counted, who lives из 2 квартиры lives in that one.
func someFlats(f folded, m []int) bool {
	number, form := f.low[m[2]:m[3]], f.low[m[3]:m[1]]
	last := number[len(number)-1]
	teen := len(number) > 1 && number[len(number)-2] == '1'
	asked := whose.MatchString(before(f.low, m[0], 40))
	switch {
	case strings.HasSuffix(form, "ы"):
		return !asked && !teen && last >= '2' && last <= '4'
	case strings.HasSuffix(form, "а"), strings.HasSuffix(form, "у"):
		return !asked && !teen && last == '1'
	}
	return false
}

var (
	ofMeasure = regexp.MustCompile(`^\s?(?:м(?:\PL|$)|м2|метр|км|см|дм|ft|20\d\d|\d+\s?г)`)
	ofSize    = regexp.MustCompile(`(?:^|\s)(?:на|в доме|домах|площад[а-я]*|площадью|всего|более|свыше|почти|ещё|еще|все|всех|метраж[а-я]*|ровно|примерно|общей)\s$`)
	furtherNo = regexp.MustCompile(`^\s?(?:№\s?)?[\d▒]`)
	isVolts   = regexp.MustCompile(`^(?:6|10|20|35|110|220|330|500|750)$`)
)

// measured: 60 кв. м is how large something is, дом на 60 кв. how many flats it has, 10 кВ
// a current, and in Ленина 5 кв. 12 the first number is the house.
func measured(f folded, m []int) bool {
	rest, lead := f.low[m[1]:], before(f.low, m[0], 30)
	unit := f.as[m[3]:m[1]]
	switch {
	case strings.HasSuffix(lead, ","), strings.HasSuffix(lead, "."), ofMeasure.MatchString(rest), ofSize.MatchString(lead):
		return true
	case furtherNo.MatchString(rest) && !counted.MatchString(digitsOff(rest)):
		return true
	case strings.HasSuffix(unit, "кВ"), strings.HasSuffix(unit, "КВ"):
		return true
	}
	return isVolts.MatchString(f.low[m[2]:m[3]]) && !strings.HasSuffix(unit, ".") && containsAny(f.low, flatPower)
}

// digitsOff is what stands behind the number that a text begins with.
func digitsOff(s string) string {
	return strings.TrimLeft(strings.TrimLeft(s, " \n№"), "0123456789")
}

var between = regexp.MustCompile(`^\s?(?:-|дом|подъезд|км|см|мм|шт|ям|машин|дерев|столб|янв|фев|март|апр|мая|июн|июл|авг|сент|окт|нояб|дек|утра|вечер|ноч|собак|жител|фонар|люк|провал|ночи|км/ч)`)

// betweenTwo: ул. Ленина 10-15 минут, 22-23 ноября.
func betweenTwo(f folded, m []int) bool {
	return counts(f, m) || between.MatchString(f.low[m[3]:])
}
