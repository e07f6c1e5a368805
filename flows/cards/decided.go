package cards

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
)

// pending says since when a report waits at the desk, and who looks at it.
func pending(t *flows.Turn, r civic.Report) flows.Term {
	args := flows.Args{"At": flows.Moment(r.AtDesk())}
	key := "decided.sent"
	if e, ok := r.Last(civic.Appeal); ok {
		refusal, _ := r.Last(civic.Refuse)
		key, args["By"], args["Text"] = "decided.appeal", flows.LinkTo(refusal.By), e.Text
	}
	args["Claimed"] = flows.Term{}
	if r.Claim.Holds(civic.Nobody, t.Now) {
		args["Claimed"] = flows.Term{Key: "decided.claimed", Args: flows.Args{"By": flows.LinkTo(r.Claim.By), "At": flows.Moment(r.Claim.Since)}}
	}
	return flows.Term{Key: key, Args: args}
}

// decided says what moderators did, for their own card.
func decided(t *flows.Turn, r civic.Report) flows.Term {
	switch r.Status {
	case civic.Sent:
		return pending(t, r)
	case civic.Withdrawn:
		return flows.Term{Key: "decided.withdrawn"}
	case civic.Merged:
		return flows.Term{Key: "stands.merged", Args: flows.Args{"Into": r.Into}}
	case civic.Outside:
		return redirected(t, r)
	}
	if e, ok := r.Last(civic.Refer); ok && r.Referred {
		return flows.Term{Key: "decided.refer", Args: flows.Args{"Text": e.Text, "At": flows.Moment(e.At)}}
	}
	for _, e := range slices.Backward(r.Timeline) {
		if e.What == civic.Publish || e.What == civic.Refuse {
			return flows.Term{Key: "decided." + string(e.What), Args: flows.Args{"By": flows.LinkTo(e.By), "At": flows.Moment(e.At)}}
		}
	}
	return flows.Term{}
}

// redirected says who sent a report to an authority outside, for the moderators' card.
func redirected(t *flows.Turn, r civic.Report) flows.Term {
	e, _ := r.Last(civic.Redirect)
	authority, _ := t.Region.AuthorityByID(r.Authority)
	return flows.Term{Key: "decided.redirect", Args: flows.Args{"Authority": authority.Name, "By": flows.LinkTo(e.By), "At": flows.Moment(e.At)}}
}
