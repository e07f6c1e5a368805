package casework

import (
	"veche/flows"
	"veche/flows/civic"
)

// passing is the district's button for a report that is not theirs: to pass it on, or
// after some hops to let a moderator decide.
func passing(r civic.Report) []flows.Button {
	switch {
	case r.Referred || r.Ruled():
		return nil
	case r.Hops >= civic.MaxHops && r.Status.Can(civic.Refer):
		return flows.Row(flows.Do("key.refer", "refer", r.ID))
	case r.Hops < civic.MaxHops && r.Status.Can(civic.HandOver):
		return flows.Row(flows.Do("key.hand_over", "hand_over", r.ID))
	}
	return nil
}

// heardWhose lets those in office notice that a moderator is to decide, or has decided,
// whose the report is.
func heardWhose(t *flows.Turn, was, r civic.Report, e civic.Event) {
	m := flows.Message{Answers: CardName(r.ID, string(was.District)), Args: flows.Args{"ID": r.ID}}
	switch {
	case e.What == civic.Refer:
		m.Key, m.Answers = "heard.refer", CardName(r.ID, "moderation")
		m.Args["Text"] = e.Text
		t.Say(flows.AtDesk(flows.Moderators), m)
		return
	case e.What == civic.Redirect && e.Role.OfDistrict(), !was.Status.Held():
		return
	case r.Status == civic.Outside:
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
	t.Say(flows.AtDesk(flows.DistrictDesk(was.District)), m)
}

// redirected says who sent a report to an authority outside, for the moderators' card.
func redirected(t *flows.Turn, r civic.Report) flows.Term {
	e, _ := r.Last(civic.Redirect)
	authority, _ := t.Region.AuthorityByID(r.Authority)
	return flows.Term{Key: "decided.redirect", Args: flows.Args{"Authority": authority.Name, "By": flows.LinkTo(e.By), "At": flows.Moment(e.At)}}
}
