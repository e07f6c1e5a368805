package report

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// dangerousCategory stops before anything else where the category may mean danger.
func dangerousCategory(t *flows.Turn, r *reports.Report) string {
	c, _ := t.Region.Category(r.Category)
	if c.Outside.In(t.Language()) != "" && c.Authority == "" { // somebody else decides about it
		t.Reply(flows.Message{Key: "words", Args: flows.Args{"Text": c.Outside}})
	}
	r.Emergency = c.Emergency
	if r.Emergency == "" {
		return flows.Next
	}
	return "danger"
}

// dangerousWords stops when the text betrays a danger that was not warned of yet.
func dangerousWords(t *flows.Turn, r *reports.Report) string {
	e, found := t.Region.Danger(r.Whole().Text)
	if !found || r.Emergency == e.ID {
		return flows.Next
	}
	r.Emergency = e.ID
	return "danger"
}

// numberOf is the number to call in a danger, and what to do.
func numberOf(e civic.Emergency) flows.Message {
	return flows.Message{Key: "report.danger", Args: flows.Args{"Name": e.Name, "Phone": e.Phone, "Text": e.Text}}
}

// warning shows the number to call. "Not urgent" is taken at its word.
func warning() flows.Step[reports.Report] {
	return flows.Step[reports.Report]{
		Ask: func(t *flows.Turn, r reports.Report) flows.Message {
			e, _ := t.Region.EmergencyByID(r.Emergency)
			m := numberOf(e)
			m.Rows = [][]flows.Button{
				flows.Row(flows.Pick(flows.Term{Key: "key.called"}, "called")),
				flows.Row(flows.Pick(flows.Term{Key: "key.no_danger"}, "none")),
			}
			return m
		},
		Answer: func(t *flows.Turn, r *reports.Report) (string, error) {
			switch t.Value {
			case "none":
				r.Emergency = ""
			case "called":
			default:
				return "", flows.Wrong{Key: "wrong.press"}
			}
			return flows.Next, nil
		},
	}
}
