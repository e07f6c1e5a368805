package cards

import (
	"veche/flows"
	"veche/flows/civic/reports"
)

// body is what every reader sees of a report.
func body(t *flows.Turn, r reports.Report) flows.Args {
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
func facts(t *flows.Turn, r reports.Report) (flows.Args, error) {
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
