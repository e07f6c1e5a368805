package civic

import (
	"maps"
	"slices"
)

// Words is one thing said in several languages: language code to text.
type Words map[string]string

// In is the text in the language, else in Russian, else in whatever language there is; empty if there is none.
func (w Words) In(lang string) string {
	for _, l := range []string{lang, "ru"} {
		if s := w[l]; s != "" {
			return s
		}
	}
	for _, l := range slices.Sorted(maps.Keys(w)) {
		if w[l] != "" {
			return w[l]
		}
	}
	return ""
}
