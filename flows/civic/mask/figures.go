package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// figure is a run of digits in a text, also with О for 0, or a number in words.
type figure struct {
	stretch
	digits string
	open   int // of one in words: up to how many digits the next word may fill in
}

// figuresIn finds them all in a folded text without capitals.
func figuresIn(low string) (all []figure) {
	for i := 0; i < len(low); {
		r, size := utf8.DecodeRuneInString(low[i:])
		switch {
		case isDigit(r) || isNought(r) && startsNumber(low, i):
			f := digitsAt(low, i)
			all = append(all, f)
			i = f.to
		case unicode.IsLetter(r):
			end := wordEnd(low, i)
			if n, ok := spelled[low[i:end]]; ok {
				all = spell(low, all, stretch{i, end}, n)
			}
			i = end
		default:
			i += size
		}
	}
	return all
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isNought(r rune) bool { return r == 'о' || r == 'o' }

// wordEnd is where the letters from i on end.
func wordEnd(low string, i int) int {
	if end := strings.IndexFunc(low[i:], func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		return i + end
	}
	return len(low)
}

// startsNumber reports whether the letters О at i stand for noughts: digits follow, or
// they are two between spaces.
func startsNumber(low string, i int) bool {
	if (stretch{i, i}).gluedBefore(low) {
		return false
	}
	rest := strings.TrimLeft(low[i:], "оo")
	next, _ := utf8.DecodeRuneInString(rest)
	run := low[i : len(low)-len(rest)]
	return isDigit(next) || !wordly(next) && utf8.RuneCountInString(run) == 2
}

// digitsAt reads a run of digits, and of letters О among them that begin no word.
func digitsAt(low string, i int) figure {
	run := low[i:]
	if end := strings.IndexFunc(run, func(r rune) bool { return !isDigit(r) && !isNought(r) }); end >= 0 {
		run = run[:end]
		if next, _ := utf8.DecodeRuneInString(low[i+end:]); unicode.IsLetter(next) {
			run = strings.TrimRight(run, "оo")
		}
	}
	return figure{stretch: stretch{i, i + len(run)}, digits: noughts.Replace(run)}
}

var noughts = strings.NewReplacer("о", "0", "o", "0")

// spelled are the words that numbers are told by.
var spelled = map[string]string{
	"ноль": "0", "нуль": "0", "один": "1", "одна": "1", "два": "2", "две": "2", "три": "3", "четыре": "4", "пять": "5",
	"шесть": "6", "семь": "7", "восемь": "8", "девять": "9", "десять": "10", "одиннадцать": "11", "двенадцать": "12",
	"тринадцать": "13", "четырнадцать": "14", "пятнадцать": "15", "шестнадцать": "16", "семнадцать": "17",
	"восемнадцать": "18", "девятнадцать": "19", "двадцать": "20", "тридцать": "30", "сорок": "40", "пятьдесят": "50",
	"шестьдесят": "60", "семьдесят": "70", "восемьдесят": "80", "девяносто": "90", "сто": "100", "двести": "200",
	"триста": "300", "четыреста": "400", "пятьсот": "500", "шестьсот": "600", "семьсот": "700", "восемьсот": "800",
	"девятьсот": "900",
	"zero":      "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
	"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
	"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
	"forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}

// inWords are what no whole number in words alone can do without: it begins with seven
// or eight, or has a nine.
var inWords = []string{"семь", "девя", "seven", "eight", "nine"}

// spell adds a word to the figures: сто, двадцать and три are one of three digits.
func spell(low string, all []figure, s stretch, digits string) []figure {
	if n := len(all); n > 0 {
		last := &all[n-1]
		if digits != "0" && len(digits) <= last.open && strings.Trim(low[last.to:s.from], " \n-") == "" {
			last.digits = last.digits[:len(last.digits)-len(digits)] + digits
			last.to, last.open = s.to, openness(digits)
			return all
		}
	}
	return append(all, figure{stretch: s, digits: digits, open: openness(digits)})
}

// openness is how many digits of a number in words may be filled in by the next word:
// two after сто, one after двадцать, none after десять and три.
func openness(digits string) int {
	if digits == "0" || digits == "10" {
		return 0
	}
	return len(digits) - len(strings.TrimRight(digits, "0"))
}

// chain is what belongs together from a figure on: only what people put between the
// parts of one number stands between its figures.
type chain struct {
	figures []figure
	digits  string
	ends    [longest + 1]int // how many figures make so many digits
}

// longest is how many digits a number that is looked for has at most.
const longest = 19

func chainAt(low string, figures []figure) (s chain) {
	var digits [longest]byte
	n := 0
	for j, f := range figures {
		if n+len(f.digits) > longest ||
			j > 0 && !joined(low[figures[j-1].to:f.from], f.open > 0 || f.spelled(low)) {
			break
		}
		n += copy(digits[n:], f.digits)
		s.figures, s.ends[n] = figures[:j+1], j+1
	}
	s.digits = string(digits[:n])
	return s
}

// of is the part of the chain that makes n digits, if whole figures do.
func (s chain) of(n int) (run []figure, digits string, ok bool) {
	if s.ends[n] == 0 {
		return nil, "", false
	}
	return s.figures[:s.ends[n]], s.digits[:n], true
}

func (f figure) spelled(low string) bool {
	r, _ := utf8.DecodeRuneInString(low[f.from:])
	return unicode.IsLetter(r) && !isNought(r)
}

// widest is how much may stand between two parts of one number.
const widest = 4

func joined(between string, inWords bool) bool {
	if len(between) > widest {
		return false
	}
	return strings.Trim(between, " \n-.()_/*|~·•") == "" || inWords && strings.Trim(between, " \n-,") == ""
}

func whole(run []figure) stretch { return stretch{run[0].from, run[len(run)-1].to} }
