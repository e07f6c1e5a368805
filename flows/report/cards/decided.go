package cards

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// pending says since when a report waits at the desk, and who looks at it.
func pending(t *flows.Turn, r reports.Report) flows.Term {
	args := flows.Args{"At": flows.Moment(r.AtDesk())}
	key := "decided.sent"
	if e, ok := r.Last(reports.Appeal); ok {
		refusal, _ := r.Last(reports.Refuse)
		key, args["By"], args["Text"] = "decided.appeal", flows.LinkTo(refusal.By), e.Text
	}
	args["Claimed"] = flows.Term{}
	if r.Claim.Holds(civic.Nobody, t.Now) {
		args["Claimed"] = flows.Term{Key: "decided.claimed", Args: flows.Args{"By": flows.LinkTo(r.Claim.By), "At": flows.Moment(r.Claim.Since)}}
	}
	return flows.Term{Key: key, Args: args}
}

// decided says what moderators did, for their own card.
func decided(t *flows.Turn, r reports.Report) flows.Term {
	switch r.Status {
	case reports.Sent:
		return pending(t, r)
	case reports.Withdrawn:
		return flows.Term{Key: "decided.withdrawn"}
	case reports.Merged:
		return flows.Term{Key: "stands.merged", Args: flows.Args{"Into": r.Into}}
	case reports.Outside:
		return redirected(t, r)
	}
	if e, ok := r.Last(reports.Refer); ok && r.Referred {
		return flows.Term{Key: "decided.refer", Args: flows.Args{"Text": e.Text, "At": flows.Moment(e.At)}}
	}
	for _, e := range slices.Backward(r.Timeline) {
		if e.What == reports.Publish || e.What == reports.Refuse {
			return flows.Term{Key: "decided." + string(e.What), Args: flows.Args{"By": flows.LinkTo(e.By), "At": flows.Moment(e.At)}}
		}
	}
	return flows.Term{}
}

// redirected says who sent a report to an authority outside, for the moderators' card.
func redirected(t *flows.Turn, r reports.Report) flows.Term {
	e, _ := r.Last(reports.Redirect)
	authority, _ := t.Region.AuthorityByID(r.Authority)
	return flows.Term{Key: "decided.redirect", Args: flows.Args{"Authority": authority.Name, "By": flows.LinkTo(e.By), "At": flows.Moment(e.At)}}
}
