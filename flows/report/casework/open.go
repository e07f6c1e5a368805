package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// line is how a report stands in a list of what waits.
func line(t *flows.Turn, id uint64) (flows.Entry, error) {
	r, err := storage.Reports.Get(t.Tx, civic.ReportID(id))
	c, _ := t.Region.Category(r.Category)
	return flows.Entry{Icon: c.Emoji, About: c.Name, District: r.District,
		Stands: flows.Term{Key: "status." + string(r.Status)}}, err
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
