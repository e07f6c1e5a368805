package cards

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// ForProof is the moderators' card about a closing, with the photos that are alike and
// why there are none. What they or others made of it stands below; without that there
// are buttons. Nobody is accused: they look.
func ForProof(t *flows.Turn, r reports.Report, outcome flows.Term) flows.Message {
	c, _ := t.Region.Category(r.Category)
	e, _ := r.Last(reports.Close)
	m := flows.Message{Key: "card.proof", Live: Proof.Of(r.ID), Args: flows.Args{
		"ID": r.ID, "Category": c.Name, "Text": Shorten(e.Text, textRoom), "NoProof": e.NoProof, "Outcome": outcome}}
	m.Photos, m.Args["Doubts"] = doubts(r)
	if outcome.Key == "" {
		m.Rows = [][]flows.Button{flows.Row(ProofFine.Button("key.proof_fine", r.ID), SendBack.Button("key.send_back", r.ID))}
	}
	return m
}

// doubts are the photos side by side, with a line for each pair.
func doubts(r reports.Report) (photos []civic.Photo, lines []flows.Term) {
	var blind, vast int
	for _, d := range r.Doubts {
		switch {
		case d.Vast:
			vast++
		case d.Like.ID == "":
			blind++
		case len(photos)+2 <= civic.MaxPhotos:
			photos = append(photos, d.Photo, d.Like)
			args := flows.Args{"N": len(photos) - 1, "M": len(photos), "Of": d.Of}
			key := "proof.like"
			if d.Of == r.ID {
				key = "proof.own"
			}
			lines = append(lines, flows.Term{Key: key, Args: args})
		}
	}
	if blind > 0 {
		lines = append(lines, flows.Term{Key: "proof.blind", Args: flows.Args{"N": blind}})
	}
	if vast > 0 {
		lines = append(lines, flows.Term{Key: "proof.vast", Args: flows.Args{"N": vast}})
	}
	return photos, lines
}
