package civic

import (
	"fmt"
	"slices"
	"strings"

	"veche/flows/civic/stems"
)

// stemGap is how many other words and commas may stand between two words of a stem: "пахнет у нас сильно газом".
const stemGap = 3

// negations take the danger out of the word after them ("не пахнет газом"); "нет" does so backwards too ("газа нет").
var negations = []string{"не", "нет", "без", "ни", "no", "not", "without", "never"}

// Danger finds the first emergency of which a stem occurs in the text.
//
// A stem is a few words that stand near each other in one sentence, in any order. Each is a beginning of a word, or with
// a full stop a whole word, and alternatives are parted by a bar: "пахнет|запах газ.|газа.|газом." finds "газом сильно
// пахнет" and neither "пахнет газон" nor "газом не пахнет": a negation beside a word of the stem takes the danger away.
func (r *Region) Danger(text string) (Emergency, bool) {
	all := r.Dangers(text)
	if len(all) == 0 {
		return Emergency{}, false
	}
	return all[0], true
}

// Dangers are all that a text betrays, the most dangerous first.
func (r *Region) Dangers(text string) (all []Emergency) {
	var sentences [][]string
	for t := range strings.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune(".!?;\n", c) }) {
		sentences = append(sentences, wordsAndCommas(t))
	}
	for _, e := range r.Emergency {
		if slices.ContainsFunc(e.stems, func(s stem) bool { return slices.ContainsFunc(sentences, s.in) }) {
			all = append(all, e)
		}
	}
	return all
}

// Gravest is the more dangerous of two emergencies, by their ids; either may be "".
func (r *Region) Gravest(one, other string) string {
	for _, e := range r.Emergency {
		if e.ID == one || e.ID == other {
			return e.ID
		}
	}
	return ""
}

// wordsAndCommas keeps what parts a sentence as a word ",": a negation does not reach over it.
func wordsAndCommas(sentence string) (words []string) {
	for part := range strings.FieldsFuncSeq(sentence, func(c rune) bool { return strings.ContainsRune(",:()—–", c) }) {
		if len(words) > 0 {
			words = append(words, ",")
		}
		words = append(words, stems.Words(part)...)
	}
	return words
}

// stem is what must occur: for each of its words the alternatives.
type stem [][]string

func splitStem(s string) (st stem) {
	for w := range strings.FieldsSeq(s) {
		st = append(st, strings.Split(w, "|"))
	}
	return st
}

func checkStem(s string) error {
	st := splitStem(s)
	if len(st) == 0 || len(st) > 4 {
		return fmt.Errorf("stem %q must have one to four words", s)
	}
	for _, a := range slices.Concat(st...) {
		bare := strings.TrimSuffix(a, ".")
		if words := stems.Words(bare); len(words) != 1 || words[0] != bare {
			return fmt.Errorf("stem %q: %q must be small letters only, е for ё, with a full stop for a whole word", s, a)
		}
	}
	return nil
}

func (s stem) in(words []string) bool {
	for _, alternatives := range s { // most texts are done with here
		if !slices.ContainsFunc(words, func(w string) bool { return begins(w, alternatives) }) {
			return false
		}
	}
	for from := range words {
		to := min(len(words), from+len(s)+stemGap*(len(s)-1))
		if at, ok := s.match(words[from:to]); ok && !negated(words, from, at) {
			return true
		}
	}
	return false
}

// match finds every word of the stem at a place of its own, the first word of the window among them.
func (s stem) match(window []string) (at []int, ok bool) {
	for _, alternatives := range s {
		i := slices.IndexFunc(window, func(w string) bool { return begins(w, alternatives) })
		if i < 0 || slices.Contains(at, i) {
			return nil, false
		}
		at = append(at, i)
	}
	return at, slices.Contains(at, 0)
}

func begins(word string, alternatives []string) bool {
	for _, a := range alternatives {
		if a == "" || word[0] != a[0] {
			continue
		}
		whole, isWhole := strings.CutSuffix(a, ".")
		if word == whole || !isWhole && strings.HasPrefix(word, a) {
			return true
		}
	}
	return false
}

// negated tells whether a negation that is not itself a word of the stem stands beside one that is.
func negated(words []string, from int, at []int) bool {
	own := func(i int) bool { return slices.Contains(at, i-from) }
	for _, i := range at {
		before, after := from+i-1, from+i+1
		if before >= 0 && !own(before) && slices.Contains(negations, words[before]) {
			return true
		}
		if after < len(words) && !own(after) && words[after] == "нет" {
			return true
		}
	}
	return false
}
