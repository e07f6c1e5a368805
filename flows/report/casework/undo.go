package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// recall is what the district's card becomes when the publishing was taken back.
func recall(t *flows.Turn, r reports.Report) {
	if _, undone := r.Last(reports.Undo); undone && t.Stands(cards.District.For(r.ID, r.District)) {
		t.Say(flows.AtDesk(civic.DistrictDesk(r.District)),
			flows.Message{Key: "card.recalled", Args: flows.Args{"ID": r.ID}, Live: cards.District.For(r.ID, r.District)})
	}
}

// again reports whether the district just gets a report that was taken back from it
// before: an edit far up in the chat would not be noticed.
func again(t *flows.Turn, r reports.Report) bool {
	_, undone := r.Last(reports.Undo)
	last := r.Timeline[len(r.Timeline)-1]
	return undone && last.What == reports.Publish && last.At.Equal(t.Now) && t.Stands(cards.District.For(r.ID, r.District))
}
