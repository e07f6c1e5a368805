package report

import (
	"strings"
	"unicode/utf8"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// What is told without being asked is at least so long: shorter words are a greeting, or
// thanks.
const (
	toldWords = 5
	toldRunes = 25
)

// stray takes what a resident tells outside any form for a report: many begin so, and would
// have to say it twice. The form asks for the rest, and can be cancelled.
func stray(t *flows.Turn) (bool, error) {
	if t.Input.Voice != "" {
		return strayVoice(t)
	}
	text := flows.Clean(t.Input.Text)
	if t.Input.Kind != flows.Text || t.Input.Edited || len(t.Roles) > 0 || !telling(text) {
		return false, nil
	}
	if _, danger := t.Region.Danger(text); danger { // the number to call comes before anything else
		return false, nil
	}
	t.Reply(flows.Message{Key: "told_unasked"})
	return true, begin(t, reports.Report{Text: text})
}

func telling(text string) bool {
	n := utf8.RuneCountInString(text)
	return len(strings.Fields(text)) >= toldWords && n >= toldRunes && n <= civic.MaxText
}
