package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// line is how a report stands in a list of what waits.
func line(t *flows.Turn, w civic.Waiting) (flows.Entry, error) {
	r, err := storage.Reports.Get(t.Tx, civic.ReportID(w.Subject.ID))
	if err != nil {
		return flows.Entry{}, err
	}
	c, _ := t.Region.Category(r.Category)
	with, err := dealing(t, w, r)
	return flows.Entry{Icon: c.Emoji, About: c.Name, District: r.District, With: with, Stands: flows.Term{Key: "status." + string(r.Status)}}, err
}

// dealing is the role of who deals with it at a desk. A moderator's claim ends by itself.
func dealing(t *flows.Turn, w civic.Waiting, r reports.Report) (civic.Role, error) {
	if w.Desk == civic.ModeratorsDesk {
		if !r.Claim.Holds(civic.Nobody, t.Now) {
			return "", nil
		}
		return r.Claim.Role, nil
	}
	held, err := flows.RolesOf(t.Tx, w.With)
	if err != nil {
		return "", err
	}
	for _, role := range []civic.Role{civic.Head, civic.Deputy, civic.Staff, civic.Centre} {
		if held.May(r.District, role) {
			return role, nil
		}
	}
	return "", nil
}

// openCard shows the card of a report here, at the end of the chat.
func openCard(t *flows.Turn, v flows.Values) error {
	r, err := storage.Reports.Get(t.Tx, cards.ID(v))
	if err == nil && !Sees(t, r) {
		err = Serves(t, r)
	}
	if err != nil {
		return Excuse(t, r, err)
	}
	m, err := forReader(t, r)
	if err != nil {
		return Excuse(t, r, err)
	}
	t.Reply(m)
	return nil
}

// forReader is the card that the reader can work with; somebody who only looks on gets
// the district's without its buttons.
func forReader(t *flows.Turn, r reports.Report) (m flows.Message, err error) {
	_, decides := May(t, r, reports.Publish)
	_, answers := May(t, r, reports.Answer)
	switch {
	case decides && (r.Status == reports.Sent || r.Referred || !answers):
		m, err = cards.ForModerators(t, r)
	case !r.Public():
		return m, NotYours(t, r, reports.Publish.Movers())
	default:
		m, err = cards.ForDistrict(t, r)
	}
	if m.Anew = true; !decides && !answers {
		m.Live, m.Rows = "", m.Rows[:min(1, len(m.Rows))]
		m.Args["Notes"] = []flows.Term{} // for the district's own
	}
	return m, err
}
