package casework

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
)

// written is what was said about a report since it was filed: the district's answers
// and what the author added, oldest first.
func written(r civic.Report) []civic.Event {
	var out []civic.Event
	for _, e := range r.Timeline {
		switch {
		case e.What == civic.Answer, e.What == civic.Promise, e.What == civic.Close, e.What == civic.Add && e.Text != "":
			out = append(out, e)
		}
	}
	return out
}

// withAdditions is the text of a report and what its author added, as there is room.
func withAdditions(r civic.Report) (string, []flows.Term) {
	all := slices.DeleteFunc(written(r), func(e civic.Event) bool { return e.What != civic.Add })
	text, added := fit(r.Text, all, 0)
	var lines []flows.Term
	for _, e := range added {
		lines = append(lines, line(e))
	}
	return text, lines
}

// line words one of them on a card.
func line(e civic.Event) flows.Term {
	key := "card.answer"
	switch e.What {
	case civic.Add:
		key = "card.added"
	case civic.Promise:
		key = "card.promise"
	}
	return flows.Term{Key: key, Args: flows.Args{"At": flows.Day(e.At), "Due": flows.Day(e.Due), "Text": e.Text}}
}

// leave takes the author from a report that neighbours go on with: their name, their
// voice, their card and what they were asked go.
func leave(t *flows.Turn, r *civic.Report) {
	if stands(t, *r, Question) {
		t.Say(flows.To(r.Author), flows.Message{Key: "card.left", Args: flows.Args{"ID": r.ID}, Live: CardName(r.ID, Question), Remove: true})
	}
	t.Say(flows.To(r.Author), flows.Message{Key: "card.left", Args: flows.Args{"ID": r.ID}, Live: CardName(r.ID, "mine")})
	disown(r)
}

// disown takes the author from a report.
func disown(r *civic.Report) {
	unname(r, r.Author)
	r.Author, r.Voice = 0, ""
}

// unname takes a person from the timeline.
func unname(r *civic.Report, p civic.PersonID) {
	for i := range r.Timeline {
		if r.Timeline[i].By == p {
			r.Timeline[i].By = 0
		}
	}
}
