package stems

import (
	"hash/fnv"
	"strings"
	"unicode/utf8"
)

// sameLeast is how many characters a text needs before that it is the same says
// anything: everybody writes "A pothole".
const sameLeast = 25

// SameWords names what a text says word for word, whatever its signs and capitals;
// false where it is too short to tell.
func SameWords(text string) (uint64, bool) {
	words := strings.Join(Words(text), " ")
	h := fnv.New64a()
	_, _ = h.Write([]byte(words))
	return h.Sum64(), utf8.RuneCountInString(words) >= sameLeast
}
