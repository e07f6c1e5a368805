package casework

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
)

// body is what every reader sees of a report.
func body(t *flows.Turn, r civic.Report) flows.Args {
	c, _ := t.Region.Category(r.Category)
	d, _ := t.Region.District(r.District)
	part, _ := d.Part(r.Part)
	e, _ := t.Region.EmergencyByID(r.Emergency)
	text, _ := fit(r.Text, nil, 0)
	args := flows.Args{
		"ID": r.ID, "Icon": c.Emoji, "Category": c.Name, "District": d.Name, "Part": part.Name, "Behalf": r.Behalf,
		"Place": r.Place.Words, "Map": r.Place.Point != nil, "Text": text, "Emergency": e.Name,
		"Joined": r.Joined, "Spots": r.Spots, "Ticked": r.Ticked,
	}
	if r.Untyped() {
		args["Text"] = flows.Term{Key: "voice.untyped"}
	}
	return args
}

// facts adds who holds the report, until when, and what was answered.
func facts(t *flows.Turn, r civic.Report) (flows.Args, error) {
	args := body(t, r)
	status, err := standing(t, r)
	if err != nil {
		return nil, err
	}
	args["Status"] = status
	if r.Referred {
		args["Status"] = flows.Term{Key: "stands.referred", Args: flows.Args{"Status": status}}
	}
	text, given := fit(r.Text, written(r), besides(r))
	if !r.Untyped() {
		args["Text"] = text
	}
	var answers []flows.Term
	for _, e := range given {
		answers = append(answers, line(e))
	}
	args["Answers"] = append(answers, asked(r)...)
	args["With"] = flows.LinkTo(r.Taken)
	return args, nil
}

// Holder says who owes the next word: the head of the district, or the Centre
// while the district has nobody.
func Holder(t *flows.Turn, r civic.Report) (flows.Term, error) {
	manned, err := flows.Manned(t.Tx, flows.DistrictDesk(r.District))
	d, _ := t.Region.District(r.District)
	if manned {
		return flows.Term{Key: "holder.head", Args: flows.Args{"Head": d.Head}}, err
	}
	return flows.Term{Key: "holder.centre", Args: flows.Args{"In": d.In}}, err
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

// reason words why a report was refused, with what to do now.
func reason(t *flows.Turn, e civic.Event) flows.Term {
	if listed, ok := t.Region.Refusal(e.Reason); ok {
		return flows.Term{Key: "words", Args: flows.Args{"Text": listed.Text}}
	}
	return flows.Term{Key: "reason.typed", Args: flows.Args{"Text": e.Text}}
}

// role words in which office something was done, or nothing where it happened by
// itself.
func role(r civic.Role) flows.Term {
	if r == "" {
		return flows.Term{}
	}
	return flows.Term{Key: "role." + string(r)}
}
