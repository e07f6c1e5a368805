package script

import (
	"fmt"
	"strings"
)

// Differ says where two transcripts part, "" if they do not.
func Differ(was, is string) string {
	if was == is {
		return ""
	}
	old, now := strings.Split(was, "\n"), strings.Split(is, "\n")
	for i := range min(len(old), len(now)) {
		if old[i] != now[i] {
			return fmt.Sprintf("line %d\n  was %q\n  is  %q", i+1, old[i], now[i])
		}
	}
	return fmt.Sprintf("%d lines, was %d", len(now), len(old))
}
