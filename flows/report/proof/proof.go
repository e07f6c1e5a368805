// Package proof is about what closed a report: the photos of the closing are compared
// with all that are known, a moderator looks at it and finds it fine or sends the report
// back, and a channel gets the photos of before and after side by side.
package proof

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// Conversation is what moderators do with proof.
func Conversation() flows.Conversation {
	return flows.Conversation{
		Name:  "report",
		Forms: []flows.Form{&sendBack},
		Actions: []flows.Action{
			{Name: cards.SendBack, Roles: reports.Return.Movers(), Do: beginSendBack},
			{Name: cards.ProofFine, Roles: reports.Return.Movers(), Do: accept},
		},
		Jobs: []flows.JobKind{
			{Name: casework.ProofJob, Run: prove, Done: doubt, Fetches: true},
			{Name: casework.PairJob, Run: compose, Done: showPair, Fetches: true},
		},
		Cards: []flows.Card{flows.CardFor[civic.ReportID]{Kind: cards.Proof, Ended: casework.Ended, Again: showAgain, Reply: byButtons,
			Signs: []flows.ActionName{cards.ProofFine, cards.SendBack}}},
	}
}

// showAgain brings the card about a closing to whoever sits at the desk now.
func showAgain(t *flows.Turn, id civic.ReportID) error {
	r, found, err := storage.Reports.Find(t.Tx, id)
	if found && err == nil && r.Status.Settled() {
		casework.ShowProof(t, r, flows.Term{}, false)
	}
	return err
}

// byButtons says that words decide nothing.
func byButtons(t *flows.Turn, _ civic.ReportID) (bool, error) {
	t.Unsent(flows.Term{Key: "unsent.moderation"})
	return true, nil
}

// accept is what a moderator says who looked at a proof and found it fine.
func accept(t *flows.Turn, v flows.Values) error {
	r, err := storage.Reports.Get(t.Tx, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	role, ok := casework.May(t, r, reports.Return)
	switch {
	case !ok:
		return casework.Excuse(t, r, casework.NotYours(t, r, reports.Return.Movers()))
	case !r.Status.Settled():
		return casework.Excuse(t, r, reports.ErrNotNow)
	}
	was := r
	r.Doubts = nil
	if err := casework.Commit(t, was, r, reports.Event{}); err != nil {
		return err
	}
	casework.ShowProof(t, r, flows.Term{Key: "proof.fine", Args: flows.Args{"By": flows.LinkTo(t.Input.Person)}}, false)
	t.Tell("proof_fine", flows.Args{"ID": r.ID})
	return t.Record(civic.Act{What: "proof_fine", Role: role, Subject: reports.Subject(r.ID), Place: r.District})
}
