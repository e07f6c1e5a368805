package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
)

// Show brings the cards of a report up to date: the author's, the moderators' and,
// once it is published, the district's.
func Show(t *flows.Turn, r civic.Report) error {
	if r.Author != 0 {
		m, err := Mine(t, r)
		if err != nil {
			return err
		}
		m.InPlace = r.Status == civic.Sent && r.Sent.Equal(t.Now) // the preview becomes the card
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
	m, err := ForDistrict(t, r)
	if err != nil {
		return err
	}
	m.Anew = again(t, r)
	t.Say(flows.AtDesk(flows.DistrictDesk(r.District)), m)
	for _, e := range r.Timeline {
		if e.From != "" && e.From != r.District && stands(t, r, string(e.From)) {
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

// CardOf reads the name of a live message of a report: whose it is, and its reader.
func CardOf(live string) (id civic.ReportID, reader string, ok bool) {
	n, _ := fmt.Sscanf(live, "report/%d/%s", &id, &reader)
	return id, reader, n == 2
}

// pictures are all that was shown: with the report, with answers, in reply to a question.
func pictures(r civic.Report) []civic.Photo {
	all := r.Photos[:len(r.Photos):len(r.Photos)]
	for _, e := range r.Timeline {
		switch e.What {
		case civic.Answer, civic.Promise, civic.Close, civic.Reply:
			all = append(all, e.Photos...)
		}
	}
	return all
}

func looks(r civic.Report) []flows.Button { return looksAt(r, pictures(r)) }

func looksAt(r civic.Report, all []civic.Photo) []flows.Button {
	var row []flows.Button
	if n := len(all); n > 0 {
		b := flows.Do("key.photos", "photos", r.ID)
		b.Label = flows.Term{Key: "key.photos", Args: flows.Args{"Count": n}}
		row = append(row, b)
	}
	if r.Place.Point != nil {
		row = append(row, flows.Do("key.place", "place", r.ID))
	}
	return row
}
