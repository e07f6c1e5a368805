package report

import (
	"errors"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// takeVoice keeps a voice message in place of words: a moderator types it out. No
// danger can be heard in it before that.
func takeVoice(t *flows.Turn, r *reports.Report) error {
	if t.Input.Length > civic.MaxVoice {
		return flows.Wrong{Key: "wrong.voice_long", Args: flows.Args{"Minutes": int(civic.MaxVoice.Minutes())}}
	}
	r.Voice, r.Text = t.Input.Voice, ""
	return nil
}

// unlessVoiced goes past the question for words where a voice message has said them.
func unlessVoiced(_ *flows.Turn, r *reports.Report) string {
	if r.Voice != "" {
		return "voiced"
	}
	return flows.Next
}

// strayVoice takes a voice message that came outside any form for a report: the form
// asks for the rest, and can be cancelled.
func strayVoice(t *flows.Turn) (bool, error) {
	if t.Input.Voice == "" || t.Input.Edited {
		return false, nil
	}
	var r reports.Report
	var wrong flows.Wrong
	if err := takeVoice(t, &r); errors.As(err, &wrong) {
		t.Reply(flows.Message{Key: wrong.Key, Args: wrong.Args})
		return true, nil
	}
	t.Reply(flows.Message{Key: "voice.heard"})
	return true, begin(t, r)
}
