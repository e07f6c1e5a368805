package cards

import (
	"slices"

	"veche/flows"
	"veche/flows/civic/reports"
)

// written is what was said about a report since it was filed: the district's answers
// and what the author added, oldest first.
func written(r reports.Report) []reports.Event {
	var out []reports.Event
	for _, e := range r.Timeline {
		if e.What.Is().Answers || e.What == reports.Add && e.Text != "" {
			out = append(out, e)
		}
	}
	return out
}

// withAdditions is the text of a report and what its author added, as there is room.
func withAdditions(r reports.Report) (string, []flows.Term) {
	all := slices.DeleteFunc(written(r), func(e reports.Event) bool { return e.What != reports.Add })
	text, added := fit(r.Text, all, 0)
	var lines []flows.Term
	for _, e := range added {
		lines = append(lines, line(e))
	}
	return text, lines
}

// line words one of them on a card.
func line(e reports.Event) flows.Term {
	key := "card.answer"
	switch e.What {
	case reports.Add:
		key = "card.added"
	case reports.Promise:
		key = "card.promise"
	}
	return flows.Term{Key: key, Args: flows.Args{"At": flows.Day(e.At), "Due": flows.Day(e.Due), "Text": e.Text}}
}

// asked is what was asked of the author last, with the reply where there is one. Both
// were also sent by themselves, so that the card needs no more than their beginning.
func asked(r reports.Report) []flows.Term {
	question, ok := r.Last(reports.Ask)
	if !ok {
		return nil
	}
	lines := []flows.Term{{Key: "card.asked", Args: flows.Args{"At": flows.Day(question.At), "Text": Shorten(question.Text, glance)}}}
	if reply, ok := r.Last(reports.Reply); ok && reply.At.After(question.At) {
		lines = append(lines, flows.Term{Key: "card.replied", Args: flows.Args{
			"At": flows.Day(reply.At), "Text": Shorten(reply.Text, glance), "Photos": len(reply.Photos)}})
	}
	return lines
}

// glance is how much of a question, a reply or a note stands on a card.
const glance = 200

// besides is how much of the card the lines beside the text and the answers may take.
func besides(r reports.Report) int {
	n := 0
	if _, ok := r.Last(reports.Ask); ok {
		n += 2 * (glance + LineRoom)
	}
	if _, ok := r.Last(reports.Note); ok {
		n += notesShown * (glance + LineRoom)
	}
	return n
}
