package civic

import (
	"maps"
	"slices"
	"strings"
)

// Captions are what somebody wrote under pictures, by the message.
type Captions map[int]string

// Below returns a text with the captions below it, in the order of the messages. What
// stands there already is not said twice.
func (c Captions) Below(text string) string {
	for _, message := range slices.Sorted(maps.Keys(c)) {
		caption := c[message]
		if !slices.Contains(strings.Split(text, "\n"), caption) {
			text = strings.TrimPrefix(text+"\n"+caption, "\n")
		}
	}
	return text
}
