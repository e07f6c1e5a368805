package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Show brings the cards of a report up to date: the author's, the moderators' and,
// once it is published, the district's.
func Show(t *flows.Turn, r civic.Report) error {
	if r.Author != 0 {
		m, err := Mine(t, r)
		if err != nil {
			return err
		}
		m.InPlace = r.Status == civic.Sent && len(r.Timeline) == 1 // the preview becomes the card
		t.Say(flows.To(r.Author), m)
	}
	t.Say(flows.AtDesk(flows.Moderators), ForModerators(t, r))
	if r.FirstDue.IsZero() {
		return nil
	}
	m, err := ForDistrict(t, r)
	if err != nil {
		return err
	}
	t.Say(flows.AtDesk(flows.DistrictDesk(r.District)), m)
	for _, e := range r.Timeline {
		if e.From != "" && e.From != r.District && stands(t, r, e.From) {
			t.Say(flows.AtDesk(flows.DistrictDesk(e.From)), gone(t, r, e.From))
		}
	}
	return nil
}

// CardName is the name of the live message of a report for a reader: "mine",
// "moderation" or a district.
func CardName(id civic.ReportID, reader string) string {
	return fmt.Sprintf("report/%d/%s", id, reader)
}

// Mine is the card of the author.
func Mine(t *flows.Turn, r civic.Report) (flows.Message, error) {
	args, err := facts(t, r)
	if err != nil {
		return flows.Message{}, err
	}
	m := flows.Message{Key: "card.mine", Args: args, Live: CardName(r.ID, "mine")}
	look := looks(r)
	if r.Status.Can(civic.Add) && len(r.Photos) < civic.MaxPhotos {
		look = append(look, flows.Do("key.add_photos", "add_photos", r.ID))
	}
	m.Rows = [][]flows.Button{look, {flows.Do("key.timeline", "timeline", r.ID)}}
	if r.Status.Can(civic.Withdraw) {
		m.Rows[1] = append(m.Rows[1], flows.Do("key.withdraw", "withdraw", r.ID))
	}
	return m, nil
}

// Preview shows a draft just as others will see it.
func Preview(t *flows.Turn, r civic.Report) flows.Message {
	return flows.Message{Key: "card.preview", Args: body(t, r), Photos: r.Photos}
}

// ForModerators is the card in the moderators' chat.
func ForModerators(t *flows.Turn, r civic.Report) flows.Message {
	args := body(t, r)
	args["Status"] = decided(r)
	m := flows.Message{Key: "card.moderation", Args: args, Live: CardName(r.ID, "moderation"), Urgent: r.Emergency != "" && r.Status == civic.Sent}
	m.Rows = [][]flows.Button{looks(r)}
	if r.Status == civic.Sent {
		m.Rows = append(m.Rows,
			flows.Row(flows.Do("key.publish", "publish", r.ID), flows.Do("key.refuse", "refuse", r.ID)))
	}
	if r.Status.Can(civic.Correct) {
		m.Rows = append(m.Rows,
			flows.Row(flows.Do("key.fix_district", "fix_district", r.ID), flows.Do("key.fix_category", "fix_category", r.ID)))
	}
	return m
}

// ForDistrict is the card at the desk of the district.
func ForDistrict(t *flows.Turn, r civic.Report) (flows.Message, error) {
	args, err := facts(t, r)
	if err != nil {
		return flows.Message{}, err
	}
	m := flows.Message{Key: "card.district", Args: args, Live: CardName(r.ID, string(r.District)), Rows: [][]flows.Button{looks(r)},
		Urgent: r.Emergency != "" && r.Status == civic.Published}
	if !r.Status.Can(civic.Answer) {
		return m, nil
	}
	act := []flows.Button{flows.Do("key.answer", "answer", r.ID)}
	if r.Status.Can(civic.Take) {
		act = append([]flows.Button{flows.Do("key.take", "take", r.ID)}, act...)
	}
	m.Rows = append(m.Rows, act, flows.Row(flows.Do("key.hand_over", "hand_over", r.ID), flows.Do("key.close", "close", r.ID)))
	return m, nil
}

// stands reports whether a district has a card of the report: one that was corrected
// before it was published does not.
func stands(t *flows.Turn, r civic.Report, d civic.DistrictID) bool {
	return storage.LivesNamed.Count(t.Tx, storage.Tuple(CardName(r.ID, string(d))), 1) > 0
}

// gone is what the card becomes at the desk that a report left.
func gone(t *flows.Turn, r civic.Report, from civic.DistrictID) flows.Message {
	d, _ := t.Region.District(r.District)
	return flows.Message{Key: "card.gone", Args: flows.Args{"ID": r.ID, "District": d.Name}, Live: CardName(r.ID, string(from))}
}

func looks(r civic.Report) []flows.Button {
	var row []flows.Button
	n := len(r.Photos)
	for _, e := range r.Answers() {
		n += len(e.Photos)
	}
	if n > 0 {
		b := flows.Do("key.photos", "photos", r.ID)
		b.Label = flows.Term{Key: "key.photos", Args: flows.Args{"Count": n}}
		row = append(row, b)
	}
	if r.Place.Point != nil {
		row = append(row, flows.Do("key.place", "place", r.ID))
	}
	return row
}
