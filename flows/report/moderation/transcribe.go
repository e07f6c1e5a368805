package moderation

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// transcript is a voice message being typed out: others read the words and never hear
// the voice.
var transcript = flows.Flow[decision]{
	Name:  "transcribe",
	Given: true,
	First: "words",
	Table: flows.Line("words"),
	Steps: flows.Steps[decision]{
		"words": flows.Write("voice.type", civic.MaxText, func(d *decision, s string) { d.Text = s }, func(d decision) string { return d.Text }),
	},
	Finish: func(t *flows.Turn, d decision) error {
		r, err := spoken(t, d.Report)
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		return done(t, "voice.typed", d, reports.Edit, reports.Event{Text: d.Text})
	},
}

// transcribe plays the voice message and asks for the words.
func transcribe(t *flows.Turn, v flows.Values) error {
	r, err := spoken(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	if r, err = casework.Claim(t, r.ID, reports.Edit); err != nil {
		return casework.Excuse(t, r, err)
	}
	if !t.Input.Group {
		t.Reply(flows.Message{Key: "voice.of", Args: flows.Args{"ID": r.ID}, With: flows.Voice(r.Voice)})
	}
	return transcript.Start(t, decision{Report: r.ID})
}

// spoken loads a report of which there is only a voice message so far.
func spoken(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := casework.Check(t, id, reports.Edit)
	if err == nil && (r.Voice == "" || r.Text != "") {
		err = fmt.Errorf("type out report %d: %w", id, reports.ErrNotNow)
	}
	return r, err
}
