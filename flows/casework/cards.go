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
		m.InPlace = r.Status == civic.Sent && len(r.Timeline) == 1 // the preview becomes the card
		t.Say(flows.To(r.Author), m)
	}
	t.Say(flows.AtDesk(flows.Moderators), ForModerators(t, r))
	if !r.Public() {
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
