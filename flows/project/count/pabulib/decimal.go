package pabulib

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// decimal is a number as a file writes it: digits / 10^places, without needless zeros.
type decimal struct {
	digits int64
	places int
}

// What a count takes: so much money in the smallest unit, so many points for a pick.
const (
	mostMoney  = 1 << 60
	mostPoints = math.MaxInt32
)

// mostPlaces of decimals are room enough for any currency, and leave room for a budget
// of 10^12 beside them.
const mostPlaces = 6

// parseDecimal reads 12, 12.50 or -3. What else people write is an error that says how.
func parseDecimal(s string) (decimal, error) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	switch {
	case s == "":
		return decimal{}, errors.New("a number is missing")
	case strings.Contains(s, ","):
		return decimal{}, fmt.Errorf("%q has a comma: write decimals with a point, thousands with nothing", s)
	case !onlyDigits(whole), point && !onlyDigits(fraction):
		return decimal{}, fmt.Errorf("%q is no number: write it like 1200 or 1200.50", s)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > mostPlaces {
		return decimal{}, fmt.Errorf("%s has more than %d decimals", s, mostPlaces)
	}
	d := decimal{places: len(fraction)}
	for _, c := range whole + fraction {
		digit := int64(c - '0')
		if d.digits > (math.MaxInt64-digit)/10 {
			return decimal{}, fmt.Errorf("%s is too large", s)
		}
		d.digits = d.digits*10 + digit
	}
	if s[0] == '-' {
		d.digits = -d.digits
	}
	return d, nil
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// at is the number, above zero, in units of 10^-places; it is not ok if that is more than
// can be counted.
func (d decimal) at(places int) (n int64, ok bool) {
	n = d.digits
	for range places - d.places {
		if n > math.MaxInt64/10 {
			return 0, false
		}
		n *= 10
	}
	return n, n <= mostMoney
}

// format writes n units of 10^-places, without needless zeros.
func format(n int64, places int) string {
	s := fmt.Sprintf("%0*d", places+1, max(n, -n))
	if whole, fraction := s[:len(s)-places], strings.TrimRight(s[len(s)-places:], "0"); fraction == "" {
		s = whole
	} else {
		s = whole + "." + fraction
	}
	if n < 0 {
		return "-" + s
	}
	return s
}
