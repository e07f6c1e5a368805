package casework

import (
	"veche/flows"
	"veche/flows/civic"
)

// Question names, for [CardName], the message that asks the author something.
const Question = "question"

// asked is what was asked of the author last, with the reply where there is one. Both
// were also sent by themselves, so that the card needs no more than their beginning.
func asked(r civic.Report) []flows.Term {
	question, ok := r.Last(civic.Ask)
	if !ok {
		return nil
	}
	lines := []flows.Term{{Key: "card.asked", Args: flows.Args{"At": flows.Day(question.At), "Text": shorten(question.Text, glance)}}}
	if reply, ok := r.Last(civic.Reply); ok && reply.At.After(question.At) {
		lines = append(lines, flows.Term{Key: "card.replied", Args: flows.Args{
			"At": flows.Day(reply.At), "Text": shorten(reply.Text, glance), "Photos": len(reply.Photos)}})
	}
	return lines
}

// glance is how much of a question, a reply or a note stands on a card.
const glance = 200

// notesShown is how many notes stand on the district's card, the newest.
const notesShown = 2

// notes are the newest notes of the district's people, for nobody else to read.
func notes(r civic.Report) (lines []flows.Term) {
	for i := len(r.Timeline) - 1; i >= 0 && len(lines) < notesShown; i-- {
		if e := r.Timeline[i]; e.What == civic.Note {
			line := flows.Term{Key: "card.note", Args: flows.Args{"At": flows.Day(e.At), "By": flows.LinkTo(e.By), "Text": shorten(e.Text, glance)}}
			lines = append([]flows.Term{line}, lines...)
		}
	}
	return lines
}

// besides is how much of the card the lines beside the text and the answers may take.
func besides(r civic.Report) int {
	n := 0
	if _, ok := r.Last(civic.Ask); ok {
		n += 2 * (glance + lineRoom)
	}
	if _, ok := r.Last(civic.Note); ok {
		n += notesShown * (glance + lineRoom)
	}
	return n
}
