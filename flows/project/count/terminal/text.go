package terminal

import (
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columns is how much room the text takes in a terminal: marks above a letter take none,
// letters of East Asia two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// clip shortens the text to so many columns, the last of them "…".
func clip(s string, most int) string {
	if columns(s) <= most {
		return s
	}
	n := 0
	for i, r := range s {
		if n += columnsOf(r); n >= most {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// plain takes out of a file's words what would move the cursor or colour the screen.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf) {
			return ' '
		}
		return r
	}, s)
}

// thousands groups the digits of a number: 6,112,868.5.
func thousands(number string) string {
	sign, digits := "", number
	if strings.HasPrefix(number, "-") {
		sign, digits = "-", number[1:]
	}
	whole, fraction, point := strings.Cut(digits, ".")
	var groups []string
	for ; len(whole) > 3; whole = whole[:len(whole)-3] {
		groups = append([]string{whole[len(whole)-3:]}, groups...)
	}
	s := sign + strings.Join(append([]string{whole}, groups...), ",")
	if point {
		s += "." + fraction
	}
	return s
}

func number[T int | int64](n T) string { return thousands(strconv.FormatInt(int64(n), 10)) }

// counted is a number of things in English.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// percent is what part is of the whole, cut off and not rounded: 100 is the whole.
func percent(part, whole *big.Rat) string {
	if whole.Sign() == 0 {
		return "–"
	}
	x := new(big.Rat).Quo(part, whole)
	tenths := new(big.Int).Quo(new(big.Int).Mul(x.Num(), big.NewInt(1000)), x.Denom())
	return new(big.Rat).SetFrac(tenths, big.NewInt(10)).FloatString(1) + " %"
}

// ratio is a number in as few decimals as say something, at most two.
func ratio(x *big.Rat) string {
	if x.IsInt() {
		return thousands(x.Num().String())
	}
	return thousands(x.FloatString(2))
}

// purse words amounts of an election's money.
type purse struct {
	decimals int
	currency string // "" if the file names none
}

func (p purse) unit() *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(p.decimals)), nil)
}

// exact is an amount of the smallest unit as a number of the currency.
func (p purse) exact(amount *big.Rat) *big.Rat {
	return new(big.Rat).Quo(amount, new(big.Rat).SetInt(p.unit()))
}

// sum words an amount that is whole in the smallest unit: without decimals if the
// election has none, else with two at least.
func (p purse) sum(amount int64) string {
	places := p.decimals
	if places > 0 {
		places = max(places, 2)
	}
	return thousands(p.exact(new(big.Rat).SetInt64(amount)).FloatString(places))
}

// part words an amount that need not be whole, to the hundredth.
func (p purse) part(amount *big.Rat) string {
	return thousands(p.exact(amount).FloatString(max(2, p.decimals)))
}

// with adds the currency.
func (p purse) with(words string) string { return strings.TrimSpace(words + " " + p.currency) }
