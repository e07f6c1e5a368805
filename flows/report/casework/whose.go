package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

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
