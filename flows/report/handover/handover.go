// Package handover settles whose a report is: the district that has it passes it on to
// another district or to an authority outside, twice at most; then a moderator
// decides, for good. The clock runs on all the while.
package handover

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// Conversation is the conversation about whose a report is.
func Conversation() flows.Conversation {
	return flows.Conversation{
		Name:  "report",
		Forms: []flows.Form{&handOverForm, &referForm, &redirectForm},
		Actions: []flows.Action{
			{Name: cards.HandOver, Roles: reports.HandOver.Movers(), Do: begin(reports.HandOver, &handOverForm)},
			{Name: cards.Refer, Roles: reports.Refer.Movers(), Do: begin(reports.Refer, &referForm)},
			{Name: cards.Redirect, Roles: reports.Correct.Movers(), Do: begin(reports.Correct, &redirectForm)},
			{Name: cards.Stays, Roles: reports.Correct.Movers(), Do: stays},
		},
	}
}

// transfer is where a report is about to go, and why.
type transfer struct {
	Report    civic.ReportID   `json:"report"`
	Where     string           `json:"where,omitempty"`
	To        civic.DistrictID `json:"to,omitempty"`
	Authority string           `json:"authority,omitempty"`
	Text      string           `json:"text,omitempty"`
}

// begin opens a form, if the move is possible and nothing bars it. A moderator claims what
// waits with it.
func begin(move reports.Move, form *flows.Flow[transfer]) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := casework.Claim(t, cards.ID(v), move)
		if err != nil {
			return casework.Excuse(t, r, err)
		}
		if move != reports.Correct && barred(t, r, move) {
			return nil
		}
		return form.Start(t, transfer{Report: r.ID})
	}
}

// barred reports whether the district cannot pass the report on any more, and says why.
func barred(t *flows.Turn, r reports.Report, move reports.Move) bool {
	args := flows.Args{"ID": r.ID}
	switch {
	case r.Ruled():
		t.Warn("hand_over.ruled", args)
	case r.Referred:
		t.Warn("hand_over.referred", args)
	case move == reports.HandOver && r.Hops >= reports.MaxHops:
		t.Warn("hand_over.hops", args)
	case move == reports.Refer && r.Hops < reports.MaxHops:
		t.Warn("refer.early", args)
	default:
		return false
	}
	return true
}

// passOn makes the district's move, unless something came in between.
func passOn(t *flows.Turn, key string, a transfer, move reports.Move, e reports.Event) error {
	r, err := casework.Check(t, a.Report, move)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	asked := move
	if move == reports.Redirect {
		asked = reports.HandOver // a way to pass it on like the other
	}
	if barred(t, r, asked) {
		return nil
	}
	e.From = r.District
	return finish(t, key, a, move, e)
}

func finish(t *flows.Turn, key string, a transfer, move reports.Move, e reports.Event) error {
	r, err := casework.Move(t, a.Report, move, e)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: key, Args: flows.Args{"ID": r.ID}, InPlace: true})
	return nil
}

// stays is a moderator's decision that a report is with the right district.
func stays(t *flows.Turn, v flows.Values) error {
	r, err := casework.Check(t, cards.ID(v), reports.Correct)
	if err == nil && !r.Referred {
		err = reports.ErrNotNow
	}
	if err == nil {
		r, err = casework.Move(t, r.ID, reports.Correct, reports.Event{})
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("hand_over.stays", flows.Args{"ID": r.ID})
	return nil
}
