package proof

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// objection is what a moderator says to a proof.
type objection struct {
	Report civic.ReportID `json:"report"`
	Text   string         `json:"text,omitempty"`
}

// sendBack returns a closed report to its district, with words for it and for the
// author.
var sendBack = flows.Flow[objection]{
	Name:  "send_back",
	Given: true,
	First: "text",
	Table: flows.Line("text"),
	Steps: flows.Steps[objection]{
		"text": flows.Write("send_back.text", civic.MaxReason,
			func(o *objection, s string) { o.Text = s }, func(o objection) string { return o.Text }),
	},
	Finish: func(t *flows.Turn, o objection) error {
		r, err := casework.Move(t, o.Report, reports.Return, reports.Event{Text: o.Text})
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		t.Reply(flows.Message{Key: "send_back.done", Args: flows.Args{"ID": r.ID}, InPlace: true})
		return nil
	},
}

func beginSendBack(t *flows.Turn, v flows.Values) error {
	r, err := casework.Check(t, cards.ID(v), reports.Return)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return sendBack.Start(t, objection{Report: r.ID})
}
