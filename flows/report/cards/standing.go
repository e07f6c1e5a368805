package cards

import (
	"veche/flows"
	"veche/flows/civic/reports"
)

// standing words where a report stands: who holds it and until when, and if that is
// over, who knows of it.
func standing(t *flows.Turn, r reports.Report) (flows.Term, error) {
	holder, err := Holder(t, r)
	if err != nil {
		return flows.Term{}, err
	}
	authority, _ := t.Region.AuthorityByID(r.Authority)
	args := flows.Args{"Holder": holder, "Due": flows.Day(r.Due()), "Into": r.Into, "Authority": authority.Name}
	key := "stands." + string(r.Status)
	switch {
	case r.Waiting():
		key = "stands.waiting"
	case r.Overdue(t.Now):
		key = "stands.overdue"
		if r.Status == reports.Promised {
			key = "stands.promise_over"
		}
		args["Knows"] = knows(r)
	case r.Status == reports.Refused:
		key = "stands.refused"
		e, _ := r.Last(reports.Refuse)
		args["Reason"] = Reason(t, e)
	}
	return flows.Term{Key: key, Args: args}, nil
}

// knows words how far up it is known that a deadline is over.
func knows(r reports.Report) flows.Term {
	switch r.Rung {
	case reports.TellDeputy.Height():
		return flows.Term{Key: "knows.deputy"}
	case reports.TellCentre.Height():
		return flows.Term{Key: "knows.centre"}
	}
	return flows.Term{}
}
