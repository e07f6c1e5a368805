package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// hear lets those in office notice what concerns them: their cards change without a
// sound too.
func hear(t *flows.Turn, c change) error {
	was, r, e := c.was, c.r, c.e
	if !e.What.Is().Heard {
		return nil
	}
	desk := flows.AtDesk(civic.DistrictDesk(r.District))
	m := flows.Message{Answers: cards.District.For(r.ID, r.District), Args: flows.Args{"ID": r.ID, "Text": e.Text}}
	switch e.What {
	case reports.Add:
		if r.Status.Held() {
			m.Key, m.Photos, m.Urgent = "told.add", e.Photos, was.Emergency != r.Emergency
			t.Say(desk, m)
		}
	case reports.Reply:
		m.Key, m.Photos, m.Urgent = "heard.reply", e.Photos, was.Emergency != r.Emergency
		t.Say(desk, m)
	case reports.Leave:
		if !was.Asked.IsZero() {
			tellDistrict(t, r, "unasked")
		}
	case reports.Return:
		m.Key, m.Args["Due"] = "heard.return", flows.Day(r.Due())
		t.Say(desk, m)
	case reports.Assign:
		if e.Whom == t.Input.Person {
			return nil
		}
		m.Key, m.Answers, m.Args["Due"] = "heard.assign", "", flows.Day(r.Due())
		m.Rows = [][]flows.Button{flows.Row(cards.OpenCard.Button("key.open", r.ID))}
		t.Say(flows.To(e.Whom), m)
	case reports.Refer, reports.Correct, reports.Redirect:
		heardWhose(t, was, r, e)
	}
	return nil
}
