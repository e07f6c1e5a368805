package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// showProof puts a closing before the moderators.
func showProof(t *flows.Turn, r reports.Report, outcome flows.Term, anew bool) {
	m := cards.ForProof(t, r, outcome)
	m.Anew = anew
	t.Say(flows.AtDesk(civic.ModeratorsDesk), m)
}

// Accept is what a moderator says who looked at a proof and found it fine.
func Accept(t *flows.Turn, id civic.ReportID) (reports.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	role, ok := May(t, r, reports.Return)
	switch {
	case !ok:
		return r, fmt.Errorf("accept the proof of report %d: %w", id, ErrNotYours)
	case !settled(r):
		return r, fmt.Errorf("accept the proof of report %d: %w", id, reports.ErrNotNow)
	}
	showProof(t, r, flows.Term{Key: "proof.fine", Args: flows.Args{"By": flows.LinkTo(t.Input.Person)}}, false)
	was := r
	r.Doubts = nil
	if err := commit(t, was, r, reports.Event{}); err != nil {
		return r, err
	}
	return r, t.Record(civic.Act{What: "proof_fine", Role: role, Report: id, Place: r.District})
}
