package cards

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// Holder says who owes the next word: the head of the district, or the Centre
// while the district has nobody.
func Holder(t *flows.Turn, r reports.Report) (flows.Term, error) {
	manned, err := flows.Manned(t.Tx, civic.DistrictDesk(r.District))
	d, _ := t.Region.District(r.District)
	if manned {
		return flows.Term{Key: "holder.head", Args: flows.Args{"Head": d.Head}}, err
	}
	return flows.Term{Key: "holder.centre", Args: flows.Args{"In": d.In}}, err
}

// Reason words why a report was refused, with what to do now.
func Reason(t *flows.Turn, e reports.Event) flows.Term {
	if listed, ok := t.Region.Refusal(e.Reason); ok {
		return flows.Term{Key: "words", Args: flows.Args{"Text": listed.Text}}
	}
	return flows.Term{Key: "reason.typed", Args: flows.Args{"Text": e.Text}}
}

// Role words in which office something was done, or nothing where it happened by
// itself.
func Role(r civic.Role) flows.Term {
	if r == "" {
		return flows.Term{}
	}
	return flows.Term{Key: "role." + string(r)}
}
