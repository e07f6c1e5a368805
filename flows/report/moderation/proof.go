package moderation

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// sendBack returns a closed report to its district, with words for it and for the
// author.
var sendBack = flows.Flow[decision]{
	Name:  "send_back",
	Given: true,
	First: "text",
	Table: flows.Line("text"),
	Steps: flows.Steps[decision]{
		"text": flows.Write("send_back.text", civic.MaxReason,
			func(d *decision, s string) { d.Text = s }, func(d *decision) string { return d.Text }),
	},
	Finish: func(t *flows.Turn, d decision) error {
		return done(t, "send_back.done", d, reports.Return, reports.Event{Text: d.Text})
	},
}

// proofFine says that there is nothing wrong with a proof.
func proofFine(t *flows.Turn, v flows.Values) error {
	r, err := casework.Accept(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("proof_fine", flows.Args{"ID": r.ID})
	return nil
}
