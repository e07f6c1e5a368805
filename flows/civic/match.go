package civic

import (
	"cmp"
	"slices"
	"strings"

	"veche/flows/civic/stems"
)

// kindWords say what sort of place it is, which does not tell one district from another.
var kindWords = strings.Fields("район района районе округ округа округе муниципальный муниципального муниципальном муниципальное " +
	"городской городского городское город города городе г го мо мр образование сельское поселение область области р н в во с " +
	"district municipal urban rural okrug city town of the in region oblast")

// placeWords is the words of a text that tell places apart. Where only kind words stand it is all of them: "г" is then
// not "город" but the beginning of "Гагарин".
func placeWords(text string) []string {
	words := stems.Words(text)
	telling := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(kindWords, w) })
	if len(telling) == 0 {
		return words
	}
	return telling
}

// Match finds districts by what a person typed: first letters, a word of the name, the town, another known place, in any
// of the region's languages and in most cases of the word ("вязьма", "Вязьме", "вяз"). The best comes first.
func (r *Region) Match(text string) []District {
	typed := placeWords(text)
	if len(typed) == 0 {
		return nil
	}
	type hit struct {
		District
		rank int
	}
	var hits []hit
	for _, d := range r.Districts {
		if rank, ok := d.rank(typed); ok {
			hits = append(hits, hit{d, rank})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	var found []District
	for _, h := range hits {
		if h.rank >= looseRank && hits[0].rank < looseRank {
			break // a likeness counts only where nothing fits
		}
		found = append(found, h.District)
	}
	return found
}

// Ranks: exact words from 0, beginnings from beginRank, likeness (other endings of the word) from looseRank.
const (
	beginRank = 1000
	looseRank = 2000
	noRank    = 3000
)

// rank says how well the typed words name the district, smaller is better. How well they fit comes first, then where.
func (d District) rank(typed []string) (best int, ok bool) {
	best = noRank
	for i, key := range d.keys(len([]rune(typed[0])) >= alsoFrom) {
		words := placeWords(key)
		switch {
		case slices.Equal(words, typed):
			best = min(best, i)
		case all(typed, words, strings.HasPrefix):
			best = min(best, beginRank+i)
		case all(typed, words, alike):
			best = min(best, looseRank+i)
		}
	}
	return best, best < noRank
}

// alsoFrom is from how many letters on other places are looked at: one letter should list the districts that begin with it.
const alsoFrom = 3

// keys is everything by which people look for the district, its own names first.
func (d District) keys(also bool) (keys []string) {
	for _, w := range []Words{d.Short, d.Name, d.Town} {
		for _, l := range languages {
			keys = append(keys, w[l.code])
		}
	}
	if !also {
		return keys
	}
	for _, p := range d.Parts {
		for _, l := range languages {
			keys = append(keys, p.Name[l.code])
		}
	}
	return append(keys, d.Also...)
}

// all tells whether each typed word fits some word.
func all(typed, words []string, fits func(word, typed string) bool) bool {
	for _, t := range typed {
		if !slices.ContainsFunc(words, func(w string) bool { return fits(w, t) }) {
			return false
		}
	}
	return true
}

// alike tells whether two words differ in their endings only: Вязьма and Вязьме, вяземского and вяземский.
func alike(a, b string) bool {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	ending := max(len(x), len(y)) - n
	return n >= 4 && ending <= 3 || n >= 3 && ending <= 1
}
