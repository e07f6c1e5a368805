package report

import (
	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
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
	Steps: flows.Steps[objection]{"text": why()},
	Finish: func(t *flows.Turn, o objection) error {
		r, err := casework.Move(t, o.Report, civic.Appeal, civic.Event{Text: o.Text})
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		t.Reply(flows.Message{Key: "appeal.sent", Args: flows.Args{"ID": r.ID}, Home: true})
		return nil
	},
}

func beginAppeal(t *flows.Turn, v flows.Values) error {
	r, err := casework.Check(t, v.Report(0), civic.Appeal)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	return appealForm.Start(t, objection{Report: r.ID})
}

// why asks for words that may be left out.
func why() flows.Step[objection] {
	step := flows.Write("appeal.text", civic.MaxReason, func(o *objection, s string) { o.Text = s }, func(o *objection) string { return o.Text })
	ask, write := step.Ask, step.Answer
	step.Ask = func(t *flows.Turn, o *objection) flows.Message {
		m := ask(t, o)
		m.Ask = false // there is a button too
		m.Rows = [][]flows.Button{flows.Row(flows.Pick(flows.Term{Key: "key.appeal_bare"}, "bare"))}
		return m
	}
	step.Answer = func(t *flows.Turn, o *objection) (string, error) {
		if t.Value == "bare" {
			o.Text = ""
			return flows.Next, nil
		}
		return write(t, o)
	}
	return step
}
