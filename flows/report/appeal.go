package report

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// objection is what the author says to a refusal.
type objection struct {
	Report civic.ReportID `json:"report"`
	Text   string         `json:"text,omitempty"`
}

var appealForm = flows.Flow[objection]{
	Name:  "appeal",
	Given: true,
	First: "text",
	Table: flows.Line("text"),
	Steps: flows.Steps[objection]{
		"text": flows.Optional("appeal.text", "key.appeal_bare", civic.MaxReason,
			func(o *objection, s string) { o.Text = s }, func(o objection) string { return o.Text }),
	},
	Finish: func(t *flows.Turn, o objection) error {
		r, err := casework.Move(t, o.Report, reports.Appeal, reports.Event{Text: o.Text})
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		t.Reply(flows.Message{Key: "appeal.sent", Args: flows.Args{"ID": r.ID}, Under: flows.MainMenu})
		return nil
	},
}

func beginAppeal(t *flows.Turn, v flows.Values) error {
	r, err := casework.Check(t, cards.ID(v), reports.Appeal)
	switch {
	case err != nil && r.By(t.Input.Person) && r.Status == reports.Refused:
		t.Warn("appeal.over", flows.Args{"ID": r.ID})
		return nil
	case err != nil:
		return casework.Excuse(t, r, err)
	}
	return appealForm.Start(t, objection{Report: r.ID})
}
