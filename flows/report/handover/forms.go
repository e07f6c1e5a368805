package handover

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Where a report may go.
const (
	toDistrict = "district"
	outside    = "authority"
)

var handOverForm = flows.Flow[transfer]{
	Name:  "hand_over",
	Given: true,
	First: "where",
	Table: append(flows.Line("where", "district", "reason"),
		flows.Event(outside, "where", "authority"),
		flows.Event(flows.Next, "authority", "reason"),
		flows.Event(flows.Back, "authority", "where")),
	Steps: flows.Steps[transfer]{
		"where": flows.Choose("hand_over.where", ways, func(a *transfer, way string) { a.Where = way }).
			Then(func(_ *flows.Turn, a *transfer) string {
				a.To, a.Authority = "", ""
				if a.Where == outside {
					return outside
				}
				return flows.Next
			}),
		"district":  another(),
		"authority": authority(),
		"reason":    reason("hand_over.reason"),
	},
	Finish: func(t *flows.Turn, a transfer) error {
		if a.Where == outside {
			return passOn(t, "redirect.done", a, reports.Redirect, reports.Event{Authority: a.Authority, Text: a.Text})
		}
		return passOn(t, "hand_over.done", a, reports.HandOver, reports.Event{To: a.To, Text: a.Text})
	},
}

// ways are those that a report can go; without authorities there is one.
func ways(t *flows.Turn, _ transfer) []flows.Option[string] {
	out := []flows.Option[string]{{ID: toDistrict, Label: flows.Term{Key: "key.to_district"}}}
	if len(t.Region.Authorities) > 0 {
		out = append(out, flows.Option[string]{ID: outside, Label: flows.Term{Key: "key.to_authority"}})
	}
	return out
}

// another asks for a district that does not have the report already.
func another() flows.Step[transfer] {
	step := flows.AnyDistrict("hand_over.district", func(a *transfer) *civic.DistrictID { return &a.To })
	answer := step.Answer
	step.Answer = func(t *flows.Turn, a *transfer) (string, error) {
		event, err := answer(t, a)
		if err != nil || event != flows.Next {
			return event, err
		}
		r, err := storage.Reports.Get(t.Tx, a.Report)
		if err == nil && r.District == a.To {
			err = flows.Wrong{Key: "hand_over.same"}
		}
		return event, err
	}
	return step
}

// authority asks who outside has the power, and shows what each is there for.
func authority() flows.Step[transfer] {
	step := flows.Choose("redirect.authority", authorities, func(a *transfer, id string) { a.Authority = id })
	ask := step.Ask
	step.Ask = func(t *flows.Turn, a transfer) flows.Message {
		m := ask(t, a)
		var lines []flows.Term
		for _, x := range t.Region.Authorities {
			lines = append(lines, flows.Term{Key: "redirect.line", Args: flows.Args{"Name": x.Name, "For": x.For}})
		}
		m.Args = flows.Args{"Lines": lines}
		return m
	}
	return step
}

func authorities(t *flows.Turn, _ transfer) []flows.Option[string] {
	var out []flows.Option[string]
	for _, x := range t.Region.Authorities {
		out = append(out, flows.Option[string]{ID: x.ID, Label: x.Name})
	}
	return out
}

func reason(key string) flows.Step[transfer] {
	return flows.Write(key, civic.MaxReason, func(a *transfer, s string) { a.Text = s }, func(a transfer) string { return a.Text })
}

var referForm = flows.Flow[transfer]{
	Name:  "refer",
	Given: true,
	First: "reason",
	Table: flows.Line("reason"),
	Steps: flows.Steps[transfer]{"reason": reason("refer.reason")},
	Finish: func(t *flows.Turn, a transfer) error {
		return passOn(t, "refer.done", a, reports.Refer, reports.Event{Text: a.Text})
	},
}

// redirectForm is the moderators'.
var redirectForm = flows.Flow[transfer]{
	Name:  "redirect",
	Given: true,
	First: "authority",
	Table: flows.Line("authority", "reason"),
	Steps: flows.Steps[transfer]{"authority": authority(), "reason": reason("redirect.reason")},
	Finish: func(t *flows.Turn, a transfer) error {
		r, err := storage.Reports.Get(t.Tx, a.Report)
		if err != nil {
			return err
		}
		return finish(t, "redirect.done", a, reports.Redirect, reports.Event{From: r.District, Authority: a.Authority, Text: a.Text})
	},
}
