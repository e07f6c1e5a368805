package stems

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable: small letters, ё as е, letters and their marks in one sign (phones send й in two).
func Fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(norm.NFC.String(s)), "ё", "е")
}

// Words is the folded words of a text: runs of letters and digits.
func Words(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
