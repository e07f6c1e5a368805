package mask

import (
	"regexp"
	"slices"
	"strings"
)

// numbers finds those of phones, cards and papers: whole ones by how many digits they
// have and begin with, and short ones of a town where the words around say what they are.
func numbers(low string, figures []figure) (found []stretch) {
	calls := containsAny(low, callStems)
	for k := 0; k < len(figures); {
		all := chainAt(low, figures[k:])
		s, n := cardAt(low, all)
		if n == 0 {
			s, n = phoneAt(low, all)
		}
		if n == 0 {
			s, n = snilsAt(low, all)
		}
		if n == 0 && calls {
			s, n = shortAt(low, figures, k)
		}
		if n > 0 {
			found = append(found, s)
		}
		k += max(n, 1)
	}
	return found
}

// phoneAt reads a number of a mobile or with the code of a town: +7, 8 or 7 and ten
// digits, ten digits that begin with 9 or have their code in brackets, or any other
// country's after a plus. It returns how many figures that takes; 0 where there is none.
func phoneAt(low string, all chain) (stretch, int) {
	for _, n := range []int{11, 12, 13, 10} {
		run, digits, ok := all.of(n)
		if !ok {
			continue
		}
		s, opening := opened(low, whole(run))
		if !dials(digits, opening) || other(low, run) {
			continue
		}
		if mobile := n == 11 && (strings.HasPrefix(digits, "89") || strings.HasPrefix(digits, "79")); mobile || s.alone(low) {
			return s, len(run)
		}
	}
	return stretch{}, 0
}

// opened takes the plus or the bracket before a number to it, and says which there was.
func opened(low string, s stretch) (stretch, byte) {
	if s.from == 0 {
		return s, 0
	}
	switch b := low[s.from-1]; {
	case b == '+', b == '(' && strings.Contains(s.in(low), ")"):
		return stretch{s.from - 1, s.to}, b
	}
	return s, 0
}

// dials reports whether digits are those of a phone number.
func dials(digits string, opening byte) bool {
	n, home := len(digits), strings.ContainsAny(digits[:1], "78")
	switch {
	case n == 11 && home && (digits[1:4] == "800" || digits[1:4] == "804"):
		return false // everybody's hotline
	case opening == '+':
		return n > 10 || digits[0] != '7'
	case n == 11:
		return home && strings.ContainsAny(digits[1:2], "349")
	case n == 10:
		return digits[0] == '9' || opening == '(' && strings.ContainsAny(digits[:1], "34")
	}
	return false
}

var (
	ofPaper = regexp.MustCompile(`(?:инн|огрн|огрнип|кпп|окпо|окато|октмо|бик|уин|унп)[ :№-]*$`)
	isMoney = regexp.MustCompile(`^ ?(?:руб|р\.|р |₽|тыс|млн|млрд|кг|тонн|кв|м2|rub)`)
)

// other reports whether what looks like a phone is a date with the hour, a sum, or the
// number of a firm.
func other(low string, run []figure) bool {
	if len(run) > 2 && len(run[0].digits) <= 2 && len(run[1].digits) <= 2 && len(run[2].digits) == 4 &&
		(strings.HasPrefix(run[2].digits, "19") || strings.HasPrefix(run[2].digits, "20")) {
		return true
	}
	s := whole(run)
	thousands := !slices.ContainsFunc(run[1:], func(f figure) bool { return len(f.digits) != 3 })
	return thousands && isMoney.MatchString(after(low, s.to, 12)) || ofPaper.MatchString(before(low, s.from, 20))
}

// A short number of a town is one with these words around.
var (
	callStems = []string{"тел", "тлф", "моб", "сот", "звон", "ватсап", "вотсап", "вайбер", "набер", "набра", "т.", "whatsapp", "viber", "tel", "phone", "call"}
	// callMe ends right before a number.
	callMe = regexp.MustCompile(`(?:^|[^\pL\d])(?:тел|тлф|телефон[а-я]*|моб|мобильн[а-я]*|сот|сотов[а-я]*|(?:по|пере)?звон[а-я]*|наб(?:ер|р)[а-я]+|ватсап[а-я]*|вотсап[а-я]*|вайбер[а-я]*|whatsapp|viber|tel|phone|call)` +
		`[.:,]?(?:\s*(?:мой|моя|мне|нам|по|на|номеру|номер|дом|домашн[а-я]*|раб|рабоч[а-я]*|тел|телефон[а-я]*|me|at|on|number|my|is|№)[.:]?)*\s*[.:-]?\s*$`)
	// callNear stands anywhere near a number written as one: 38-12-34.
	callNear = regexp.MustCompile(`(?:^|[^\pL\d])(?:тел[. :,№]|тлф|телефон|моб[. :]|мобил|сот[. :]|сотов|(?:по|пере)?звон[иоя]|наб(?:ер|р)[а-я]+|ватсап|вотсап|вайбер|whatsapp|viber|tel[. :]|phone|call)`)
	callT    = regexp.MustCompile(`(?:^|[^\pL\d.]|[,;(] ?)т\. ?$`)
	called   = regexp.MustCompile(`звон(?:ил|ок|к)[а-я]*\s*$`)
)

const (
	leastShort = 5
	mostShort  = 7
	nearby     = 80 // bytes before a number in which its words are looked for, and half of it behind
)

// shortAt reads a number of a town.
func shortAt(low string, figures []figure, k int) (stretch, int) {
	run := shortRun(low, figures, k)
	if run == nil {
		return stretch{}, 0
	}
	s := whole(run)
	lead := before(low, s.from, nearby)
	shaped := isShaped(low, run)
	switch {
	case shaped && isDay(run) && (called.MatchString(lead) || !callMe.MatchString(lead)):
	case callMe.MatchString(lead),
		shaped && (callT.MatchString(lead) || callNear.MatchString(lead) || callNear.MatchString(" "+after(low, s.to, nearby/2))):
		return s, len(run)
	}
	return stretch{}, 0
}

// shortRun are the figures of a short number from the k-th on, nil if there is none:
// 2-34-56, 38 12 34, 234567.
func shortRun(low string, figures []figure, k int) []figure {
	n, end := 0, k
	for j := k; j < len(figures) && (j == k || tight(low[figures[j-1].to:figures[j].from])); j++ {
		n, end = n+len(figures[j].digits), j+1
	}
	run := figures[k:end]
	if s := whole(run); n < leastShort || n > mostShort || !s.alone(low) || k > 0 && tight(low[figures[k-1].to:s.from]) {
		return nil
	}
	return run
}

func tight(between string) bool {
	switch between {
	case "-", " ", "_", "/", "*", " - ":
		return true
	}
	return false
}

// isShaped reports whether a number is written as those of towns are: 38-12-34.
func isShaped(low string, run []figure) bool {
	if len(run) != 3 || len(run[1].digits) != 2 || len(run[2].digits) != 2 || len(run[0].digits) > 3 {
		return false
	}
	return low[run[0].to:run[1].from] == "-" && low[run[1].to:run[2].from] == "-"
}

// isDay reports whether a number may be a date: 22-11-26.
func isDay(run []figure) bool {
	d, m, y := run[0].digits, run[1].digits, run[2].digits
	return (len(d) == 1 || d <= "31" && len(d) == 2) && m >= "01" && m <= "12" && y >= "20" && y <= "30"
}
