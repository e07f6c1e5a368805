package moderation

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// edition is what the words of a report are to become.
type edition struct {
	Report civic.ReportID `json:"report"`
	Was    string         `json:"was"`
	Text   string         `json:"text,omitempty"`
}

var editForm = flows.Flow[edition]{
	Name:   "edit",
	Given:  true,
	First:  "text",
	Table:  flows.Line("text"),
	Steps:  flows.Steps[edition]{"text": newText()},
	Finish: saveEdit,
}

func beginEdit(t *flows.Turn, v flows.Values) error {
	r, err := casework.Claim(t, cards.ID(v), reports.Edit)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	if r.Text == "" {
		return transcribe(t, v)
	}
	return editForm.Start(t, edition{Report: r.ID, Was: r.Text})
}

// newText shows the text as it is, ready to be copied.
func newText() flows.Step[edition] {
	step := flows.Write("edit.text", civic.MaxText, func(e *edition, s string) { e.Text = s }, func(e edition) string { return e.Text })
	step.Ask = func(_ *flows.Turn, e edition) flows.Message {
		return flows.Message{Key: "edit.text", Args: flows.Args{"Limit": civic.MaxText, "Text": e.Was}, Ask: true}
	}
	answer := step.Answer
	step.Answer = func(t *flows.Turn, e *edition) (string, error) {
		event, err := answer(t, e)
		if err == nil && event == flows.Next && e.Text == e.Was {
			return "", flows.Wrong{Key: "edit.same"}
		}
		return event, err
	}
	return step
}

func saveEdit(t *flows.Turn, e edition) error {
	r, err := storage.Reports.Get(t.Tx, e.Report)
	if err != nil {
		return err
	}
	return done(t, "edit.done", decision{Report: r.ID}, reports.Edit, reports.Event{Text: e.Text, Was: r.Text})
}
