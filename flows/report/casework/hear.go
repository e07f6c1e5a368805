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
			m.Key, m.Photos, m.Haste = "told.add", e.Photos, flows.UrgentIf(was.Emergency != r.Emergency)
			t.Say(desk, m)
		}
	case reports.Reply:
		m.Key, m.Photos, m.Haste = "heard.reply", e.Photos, flows.UrgentIf(was.Emergency != r.Emergency)
		t.Say(desk, m)
	case reports.Lapse, reports.Break:
		m.Key, m.Args["Due"] = ended(r, e), flows.Day(r.Due())
		t.Say(desk, m)
	case reports.Leave:
		if !was.Asked.IsZero() {
			m.Key, m.Args["Due"] = "unasked", flows.Day(r.Due())
			t.Say(desk, m)
		}
	case reports.Return:
		m.Key, m.Args["Due"] = "heard.return", flows.Day(r.Due())
		t.Say(desk, m)
	case reports.Assign:
		if e.Whom == t.Input.Person {
			return nil
		}
		m.Key, m.Answers, m.Args["Due"] = "heard.assign", nil, flows.Day(r.Due())
		m.Rows = [][]flows.Button{flows.Row(cards.OpenCard.Button("key.open", r.ID))}
		t.Say(flows.To(e.Whom), m)
	case reports.Refer, reports.Correct, reports.Redirect:
		heardWhose(t, was, r, e)
	}
	return nil
}

// ended is what the district hears of a question that nobody replied to, or of a promise
// that nobody says was kept.
func ended(r reports.Report, e reports.Event) string {
	switch {
	case e.What == reports.Break:
		return "broken"
	case r.Author == 0: // who was asked is forgotten
		return "unasked"
	}
	return "lapsed"
}

// heardWhose lets those in office notice that a moderator is to decide, or has decided,
// whose the report is.
func heardWhose(t *flows.Turn, was, r reports.Report, e reports.Event) {
	m := flows.Message{Answers: cards.District.For(r.ID, was.District), Args: flows.Args{"ID": r.ID}}
	switch {
	case e.What == reports.Refer:
		m.Key, m.Answers = "heard.refer", cards.Moderators.Of(r.ID)
		m.Args["Text"] = e.Text
		t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
		return
	case e.What == reports.Redirect && e.Role.OfDistrict(), !was.Status.Held():
		return
	case r.Status == reports.Outside:
		authority, _ := t.Region.AuthorityByID(r.Authority)
		m.Key, m.Args["Authority"] = "heard.outside", authority.Name
	case was.Referred && was.District == r.District:
		m.Key = "heard.stays"
	case was.Referred:
		d, _ := t.Region.District(r.District)
		m.Key, m.Args["District"] = "heard.moved", d.Name
	default:
		return
	}
	t.Say(flows.AtDesk(civic.DistrictDesk(was.District)), m)
}
