package report

import (
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
