package stems

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// addressWords stand in addresses and do not tell one from another.
var addressWords = strings.Fields("улица улице улицы ул проспект просп пр т переулок пер площадь пл дом дома доме д кв квартира корпус корп к строение стр " +
	"город г поселок пос село с деревня дер шоссе ш бульвар набережная наб проезд напротив возле около рядом у на в во по за перед между и " +
	"двор дворе угол сторону остановка ост street st avenue ave house no near by at the")

// entranceWords name a part of a house. The first one is a settlement as well: it
// tells of an entrance where it stands before a number.
var entranceWords = strings.Fields("п под подъезд подъезда подъезде этаж этаже")

// OfPlace returns the stems of a typed place: the street, the house, a landmark; the
// entrance comes last. "ул. Ленина, д. 12 а" and "Ленина 12А" have the same.
func OfPlace(text string) []uint32 {
	words := slices.DeleteFunc(Words(text), func(w string) bool { return w == "й" || w == "я" }) // of "2-й"
	var stems, entrances []uint32
	for i := 0; i < len(words); i++ {
		w := numeral(words[i])
		switch {
		case isNumber(w):
			inside := i > 0 && slices.Contains(entranceWords, words[i-1])
			if i+1 < len(words) && houseLetter(words[i+1]) { // "12 а"
				i++
				w += words[i]
			}
			if inside || i+1 < len(words) && slices.Contains(entranceWords[1:], words[i+1]) {
				entrances = addNew(entrances, hashOf(w)|numberStem)
			} else {
				stems = addNew(stems, hashOf(w)|numberStem)
			}
		case !slices.Contains(entranceWords, w) && !slices.Contains(addressWords, w):
			stems = addNew(stems, stemsOf(w, false)...)
		}
	}
	stems = addNew(stems, entrances...)
	return stems[:min(len(stems), Max)]
}

// houseLetter reports whether a word is the letter of a house, and not an entrance, a
// house or a part of it shortened.
func houseLetter(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && unicode.IsLetter(r) && !strings.ContainsRune("пдкеу", r)
}

// numeral writes an ordinal number in digits: "первый" and "2й".
func numeral(word string) string {
	for i, begins := range []string{"перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм"} {
		if strings.HasPrefix(word, begins) {
			return strconv.Itoa(i + 1)
		}
	}
	if isNumber(word) {
		return strings.TrimRight(word, "йяе")
	}
	return word
}

// How near places count that are not two points.
const (
	unknownPlace  = 0.45 // nothing can be said: never enough alone
	perhapsHere   = 0.7  // the text of one names a sort of place like that of the other
	otherHouse    = 0.35
	houseUnnamed  = 0.8 // in one; or the other names the entrance too
	otherLandmark = 0.8 // each names something that the other does not
)

// SameAddress compares typed places: the street or landmark, and then the house.
func SameAddress(a, b []uint32) float64 {
	if len(a) == 0 || len(b) == 0 {
		return unknownPlace
	}
	one, other, both := weigh(withNumbers(a, false), withNumbers(b, false), placeWeight)
	if both == 0 {
		return 0
	}
	if both+placeWeight(0) <= min(one, other) {
		both *= otherLandmark
	}
	street := overlapping*both/min(one, other) + (1-overlapping)*2*both/(one+other)
	x, y := withNumbers(a, true), withNumbers(b, true)
	n := min(len(x), len(y))
	switch {
	case slices.Equal(x, y):
		return street
	case slices.Equal(x[:n], y[:n]):
		return street * houseUnnamed
	}
	return street * otherHouse
}

// Mention says whether a text names the typed place of another report: all that can
// be said where one has a point and the other has none.
func Mention(text, place []uint32) float64 {
	near := unknownPlace
	for _, s := range place {
		switch {
		case OfNumber(s) || !slices.Contains(text, s):
		case s&kindBits == 0:
			return 1
		default:
			near = perhapsHere
		}
	}
	numbers := withNumbers(place, true)
	if near == perhapsHere && len(numbers) > 0 && slices.Contains(text, numbers[0]) { // "school 3"
		return 1
	}
	return near
}

// Landmarks are the stems of a text that may be those of a typed place.
func Landmarks(text []uint32) (landmarks []uint32) {
	for _, s := range text {
		if kind := s & kindBits; kind == 0 || kind == asideStem {
			landmarks = append(landmarks, s)
		}
	}
	return landmarks
}

// placeWeight: the name of a street tells more than that there is a school.
func placeWeight(stem uint32) float64 {
	if stem&kindBits != 0 {
		return 0.2
	}
	return 1
}

func withNumbers(stems []uint32, numbers bool) (out []uint32) {
	for _, s := range stems {
		if OfNumber(s) == numbers {
			out = append(out, s)
		}
	}
	return out
}
