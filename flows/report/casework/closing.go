package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// The jobs that a closing starts. They are done in room proof.
const (
	ProofJob = "proof"
	PairJob  = "pair"
)

// Proving is the closing whose photos are compared.
type Proving struct {
	Report civic.ReportID `json:"report"`
	Event  int            `json:"event"` // in the timeline
}

// Pair is two photos to be put side by side for a channel.
type Pair struct {
	Report civic.ReportID `json:"report"`
	Before civic.Photo    `json:"before"`
	After  civic.Photo    `json:"after"`
}

// startProof has the photos of a closing compared; one without photos moderators see
// at once.
func startProof(t *flows.Turn, c change) error {
	r, e := c.r, c.e
	switch {
	case e.What == reports.Close && len(e.Photos) > 0:
		return t.Later(ProofJob, Proving{Report: r.ID, Event: len(r.Timeline) - 1})
	case e.What == reports.Close:
		ShowProof(t, r, flows.Term{}, true)
	case e.What == reports.Return && t.Stands(cards.Proof.Of(r.ID)):
		ShowProof(t, r, flows.Term{Key: "proof.returned"}, false)
	}
	return nil
}

// pairUp begins to put the photos together when a report that a channel shows is closed.
func pairUp(t *flows.Turn, c change) error {
	r, e := c.r, c.e
	if e.What != reports.Close || len(e.Photos) == 0 || !t.Stands(cards.Feed.Of(r.ID)) {
		return nil
	}
	p := Pair{Report: r.ID}
	if p.Before, p.After = cards.Pair(r); p.Before.ID == "" {
		return nil
	}
	return t.Later(PairJob, p)
}

// ShowProof puts a closing before the moderators.
func ShowProof(t *flows.Turn, r reports.Report, outcome flows.Term, anew bool) {
	m := cards.ForProof(t, r, outcome)
	m.Anew = anew
	t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
}
