package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// proofReader names the moderators' card about the proof of a closing.
const proofReader = "proof"

// showProof puts a closing before the moderators, with the photos that are alike and
// why there are none. What they or others made of it stands below; without that there
// are buttons. Nobody is accused: they look.
func showProof(t *flows.Turn, r civic.Report, outcome flows.Term, anew bool) {
	c, _ := t.Region.Category(r.Category)
	e, _ := r.Last(civic.Close)
	m := flows.Message{Key: "card.proof", Live: CardName(r.ID, proofReader), Anew: anew, Args: flows.Args{
		"ID": r.ID, "Category": c.Name, "Text": shorten(e.Text, textRoom), "NoProof": e.NoProof, "Outcome": outcome}}
	m.Photos, m.Args["Doubts"] = doubts(r)
	if outcome.Key == "" {
		m.Rows = [][]flows.Button{flows.Row(flows.Do("key.proof_fine", "proof_fine", r.ID), flows.Do("key.send_back", "send_back", r.ID))}
	}
	t.Say(flows.AtDesk(flows.Moderators), m)
}

// doubts are the photos side by side, with a line for each pair.
func doubts(r civic.Report) (photos []civic.Photo, lines []flows.Term) {
	blind := 0
	for _, d := range r.Doubts {
		switch {
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
	return photos, lines
}

// Accept is what a moderator says who looked at a proof and found it fine.
func Accept(t *flows.Turn, id civic.ReportID) (civic.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	role, ok := May(t, r, civic.Return)
	switch {
	case !ok:
		return r, fmt.Errorf("accept the proof of report %d: %w", id, ErrNotYours)
	case !settled(r):
		return r, fmt.Errorf("accept the proof of report %d: %w", id, civic.ErrNotNow)
	}
	showProof(t, r, flows.Term{Key: "proof.fine", Args: flows.Args{"By": flows.LinkTo(t.Input.Person)}}, false)
	r.Doubts = nil
	if err := storage.Reports.Put(t.Tx, id, r); err != nil {
		return r, err
	}
	return r, t.Record(civic.Act{What: "proof_fine", Role: role, Report: id, Place: r.District})
}
