package report

import (
	"strings"
	"unicode/utf8"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// What is told without being asked is at least so long: shorter words are a greeting, or
// thanks.
const (
	toldWords = 5
	toldRunes = 25
)

// stray takes what a resident tells outside any form for a report: many begin so, and would
// have to say it twice. The form asks for the rest, and can be cancelled. Whom to call in a
// danger comes before anything else.
func stray(t *flows.Turn) (bool, error) {
	if t.Input.Edited {
		return false, nil
	}
	var r reports.Report
	if warn(t, &r) {
		return true, strayDanger(t, r)
	}
	if t.Input.Voice != "" {
		return strayVoice(t)
	}
	text := flows.Clean(t.Input.Text)
	if t.Input.Kind != flows.Text || len(t.Roles) > 0 || !telling(text) {
		return false, nil
	}
	t.Reply(flows.Message{Key: "told_unasked"})
	r.Text = text
	return true, begin(t, r)
}

// strayDanger says whom to call, and goes on with the report, unless that would be a cold
// answer.
func strayDanger(t *flows.Turn, r reports.Report) error {
	all := told(t, r)
	m := cards.Danger(all...)
	if len(t.Roles) > 0 || all[0].Alone {
		offered := t.Offered()
		m.Rows = [][]flows.Button{offered[:min(len(offered), 1)]}
		t.Reply(m)
		return nil
	}
	t.Reply(m)
	r.Text = flows.Clean(t.Input.Text)
	return begin(t, r)
}

func telling(text string) bool {
	n := utf8.RuneCountInString(text)
	return len(strings.Fields(text)) >= toldWords && n >= toldRunes && n <= civic.MaxText
}
