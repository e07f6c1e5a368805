package report

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
)

// outsideCategory stops before the words where an authority outside has the power: the
// right address at once is worth more than a report that comes back.
func outsideCategory(t *flows.Turn, r *reports.Report) string {
	if c, _ := t.Region.Category(r.Category); c.Authority != "" {
		return "outside"
	}
	return flows.Next
}

// address shows who decides and how to reach them. Somebody who sends it all the same is
// taken at their word.
func address() flows.Step[reports.Report] {
	return flows.Step[reports.Report]{
		Ask: func(t *flows.Turn, r reports.Report) flows.Message {
			c, _ := t.Region.Category(r.Category)
			a, _ := t.Region.AuthorityByID(c.Authority)
			official := t.Region.Way()
			return flows.Message{Key: "outside.title",
				Args: flows.Args{"Note": c.Outside, "Authority": a.Name, "How": a.How, "Phone": a.Phone, "URL": a.URL, "Official": official.Name, "Way": official.URL},
				Rows: [][]flows.Button{
					flows.Row(flows.Pick(flows.Term{Key: "key.go_there"}, "go")),
					flows.Row(flows.Pick(flows.Term{Key: "key.send_anyway"}, "send")),
				}}
		},
		Answer: func(t *flows.Turn, r *reports.Report) (string, error) {
			switch t.Value {
			case "go":
				r.Status = reports.Outside
				return "leave", nil
			case "send":
				return flows.Next, nil
			}
			return "", flows.Wrong{Key: "wrong.press"}
		},
	}
}

// left takes note of a draft whose author goes where the power is: it is counted, and
// nothing of it is kept.
func left(t *flows.Turn, r reports.Report) error {
	if err := casework.Unsent(t, r.District); err != nil {
		return err
	}
	c, _ := t.Region.Category(r.Category)
	a, _ := t.Region.AuthorityByID(c.Authority)
	t.Reply(flows.Message{Key: "outside.left", Args: flows.Args{"Authority": a.Name}, Under: flows.MainMenu})
	return nil
}
