package mask

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	email    = regexp.MustCompile(`[\pL\d._%+-]+@[\pL\d-]+(?:\.[\pL\d-]+)*\.\pL{2,}`)
	nickname = regexp.MustCompile(`@[a-z][a-z\d_]{3,31}`)
	ofChat   = regexp.MustCompile(`(?:t|telegram)\.me/\+?[\w-]+`)
)

// addresses finds e-mail, names and links by which somebody can be written to.
func addresses(low string) (found []stretch) {
	if strings.Contains(low, "@") {
		for _, m := range email.FindAllStringIndex(low, -1) {
			found = append(found, stretch{m[0], m[1]})
		}
		found = append(found, onTheirOwn(low, nickname)...)
	}
	if strings.Contains(low, ".me/") {
		found = append(found, onTheirOwn(low, ofChat)...)
	}
	return found
}

func onTheirOwn(low string, re *regexp.Regexp) (found []stretch) {
	for _, m := range re.FindAllStringIndex(low, -1) {
		if s := (stretch{m[0], m[1]}); s.alone(low) {
			found = append(found, s)
		}
	}
	return found
}

// passports finds those whose words say so.
func passports(low string) (found []stretch) {
	if !containsAny(low, passportWords) {
		return nil
	}
	for _, m := range passport.FindAllStringSubmatchIndex(low, -1) {
		found = append(found, stretch{m[2], m[3]})
	}
	return found
}

var passportWords = []string{"паспорт", "сери", "passport"}

var passport = regexp.MustCompile(`(?:паспорт[а-я]*|сери[яи]|passport)(?:[\s:,.№-]|рф|россии|гражданина|мой|серия|серии|сер|номер|no|is|my|number){0,8}` +
	`(\d\d\s?\d\d(?:[\s,;:.№-]|номер|ном|no|n|number){0,6}\d{6})(?:\D|$)`)

// cardAt reads the number of a bank card: of 16, 18 or 19 digits, the last of which
// proves the others.
func cardAt(low string, all chain) (stretch, int) {
	for _, n := range []int{16, 18, 19} {
		run, digits, ok := all.of(n)
		if ok && strings.ContainsAny(digits[:1], "2456") && luhn(digits) && whole(run).alone(low) {
			return whole(run), len(run)
		}
	}
	return stretch{}, 0
}

func luhn(digits string) bool {
	sum := 0
	for i, r := range digits {
		d := int(r - '0')
		if (len(digits)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// snilsAt reads an insurance number: its last two digits prove the others, or the word
// before says what it is.
func snilsAt(low string, all chain) (stretch, int) {
	run, digits, ok := all.of(11)
	if !ok || !whole(run).alone(low) {
		return stretch{}, 0
	}
	shaped := len(run) == 1 || len(run) == 4 && len(run[0].digits) == 3 && len(run[1].digits) == 3 && len(run[2].digits) == 3
	if shaped && snils(digits) || strings.Contains(before(low, run[0].from, 30), "снилс") {
		return whole(run), len(run)
	}
	return stretch{}, 0
}

func snils(digits string) bool {
	sum := 0
	for i, r := range digits[:9] {
		sum += int(r-'0') * (9 - i)
	}
	want, err := strconv.Atoi(digits[9:])
	return err == nil && digits[:9] > "001001998" && sum%101%100 == want
}
