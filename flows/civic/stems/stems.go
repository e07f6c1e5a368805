// Package stems compares what people write. A text becomes stems: its words without their
// endings, as numbers, of which each says whether it is of a thing, of a trouble, of a
// number or of what reports are full of. By stems reports are found, and those that may be
// about the same: a table of pairs in the tests of package civic says how well.
//
// A typed place becomes stems too, of its street, house and landmarks.
package stems

import (
	"hash/fnv"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// Max is how many stems of a text are kept: the index of a million reports has an
// entry for each.
const Max = 12

// A stem is 32 bits: a hash, and above it what kind of word it is of.
const (
	thingStem   = 1 << 29 // what a report is about
	troubleStem = 2 << 29 // what is wrong with it
	asideStem   = 3 << 29 // what reports are full of
	numberStem  = 4 << 29
	kindBits    = 7 << 29
)

// Of returns the words of a text without their endings, as hashes, in the order of
// the text, none twice: by them reports are found and compared. Different words for
// one thing have the same stem. Of a long text those are kept that say most.
func Of(text string) []uint32 {
	var stems []uint32
	for m := range meant(text) {
		stems = addNew(stems, m...)
	}
	return telling(stems)
}

// Sought returns a stem for each word that somebody looks for: where a word means
// several things the first, which every text with that word has.
func Sought(text string) []uint32 {
	var stems []uint32
	for m := range meant(text) {
		stems = addNew(stems, m[:min(1, len(m))]...)
	}
	return stems
}

// meant walks over what each word of a text means.
func meant(text string) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		denied := false
		for _, w := range Words(text) {
			if !yield(stemsOf(w, denied)) {
				return
			}
			denied = w == "не" || w == "ни"
		}
	}
}

func addNew(stems []uint32, more ...uint32) []uint32 {
	for _, s := range more {
		if !slices.Contains(stems, s) {
			stems = append(stems, s)
		}
	}
	return stems
}

// telling keeps Max: things and troubles first, asides last.
func telling(stems []uint32) []uint32 {
	for _, drop := range []func(kind uint32) bool{
		func(kind uint32) bool { return kind == asideStem },
		func(kind uint32) bool { return kind != thingStem && kind != troubleStem },
	} {
		for i := len(stems) - 1; i >= 0 && len(stems) > Max; i-- {
			if drop(stems[i] & kindBits) {
				stems = slices.Delete(stems, i, i+1)
			}
		}
	}
	return stems[:min(len(stems), Max)]
}

// stemsOf hashes a folded word, with all that it may mean; none where it says nothing.
func stemsOf(word string, denied bool) []uint32 {
	switch {
	case isNumber(word):
		return []uint32{hashOf(word) | numberStem}
	case stopWords[word]:
		return nil
	}
	stem := rootOf(word)
	m := meaning(word, stem, denied)
	switch {
	case m == nil && (stopWords[stem] || utf8.RuneCountInString(word) < 3):
		return nil
	case m == nil:
		return []uint32{hashOf(ear(stem))}
	case m[0] == asideStem:
		return []uint32{hashOf(ear(stem)) | asideStem}
	}
	return m
}

// rootOf cuts the ending off a word.
func rootOf(word string) string {
	env := snowballstem.NewEnv(word)
	russian.Stem(env)
	return env.Current()
}

// meaning looks a word up, and what its denial means: "не работает", "неработает".
func meaning(word, stem string, denied bool) []uint32 {
	heard := ear(word)
	rest, joined := strings.CutPrefix(heard, "ни")
	if denied {
		rest, joined = heard, true
	}
	if joined {
		if m := russianWords.meanings("", "ни_"+rest); m != nil {
			return m
		}
	}
	return russianWords.meanings(ear(stem), heard)
}

// OfNumber reports whether a stem is that of a number: a house perhaps.
func OfNumber(stem uint32) bool { return stem&kindBits == numberStem }

func isNumber(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsDigit(first)
}

func hashOf(word string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(word))
	return h.Sum32() &^ kindBits
}

// stopWords say nothing about what is wrong. Also here: what nearly every report says.
var stopWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(saysNothing) {
		m[Fold(w)] = true
	}
	return m
}()

const saysNothing = `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще о из ему
теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть надо ней для
мы тебя их чем была сам чтоб будто чего раз тоже себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы
нее сейчас были куда зачем всех никогда можно при наконец два об другой хоть после над больше тот через эти нас про всего них какая много разве три эту моя
впрочем свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно всю между очень это эта нам наш наша наше наши нашей нашем нашего нашу
который которая которые которое около возле рядом напротив просто пока также просьба прошу просим пожалуйста здравствуйте добрый день вечер утро помогите
помощь сделайте примите меры разберитесь решите вопрос проблема проблему проблемы уважаемый уважаемые администрация спасибо жители жалоба обращаюсь
обращение сколько никто нужно давно дней день дня неделя неделю недели недель месяц месяца месяцев год года лет вчера сегодня завтра третий второй первый
стоит стоят находится имеется большой большая большие огромный огромная весь вся невозможно постоянно каждый каждую ходить люди человек дети
the and for are not with this that there has have our from was been near very please help`
