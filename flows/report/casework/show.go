package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// Show brings the cards of a report up to date: the author's, the moderators' and,
// once it is published, the district's.
func Show(t *flows.Turn, r reports.Report) error {
	if r.Author != 0 {
		m, err := cards.Mine(t, r)
		if err != nil {
			return err
		}
		m.InPlace = r.Status == reports.Sent && r.Sent.Equal(t.Now) // the preview becomes the card
		t.Say(flows.To(r.Author), m)
	}
	if err := showModerators(t, r); err != nil {
		return err
	}
	if err := feed(t, r); err != nil {
		return err
	}
	if !r.Public() {
		recall(t, r)
		return nil
	}
	m, err := cards.ForDistrict(t, r)
	if err != nil {
		return err
	}
	m.Anew = again(t, r)
	t.Say(flows.AtDesk(civic.DistrictDesk(r.District)), m)
	for _, e := range r.Timeline {
		if e.From != "" && e.From != r.District && t.Stands(cards.District.For(r.ID, e.From)) {
			t.Say(flows.AtDesk(civic.DistrictDesk(e.From)), cards.Gone(t, r, e.From))
		}
	}
	return nil
}

// showModerators brings the card at the moderators' desk up to date, and shows it to
// the Centre where no moderator may decide about an appeal.
func showModerators(t *flows.Turn, r reports.Report) error {
	m, err := cards.ForModerators(t, r)
	if err != nil {
		return err
	}
	t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
	if r.Status != reports.Sent || r.Refuser() == 0 {
		return nil
	}
	others, err := others(t, civic.ModeratorsDesk, r.Refuser())
	if err == nil && !others {
		t.Say(flows.AtDesk(civic.CentreDesk), m)
	}
	return err
}
