package cards

import (
	"veche/flows"
	"veche/flows/civic/reports"
)

// notesShown is how many notes stand on the district's card, the newest.
const notesShown = 2

// notes are the newest notes of the district's people, for nobody else to read.
func notes(r reports.Report) (lines []flows.Term) {
	for i := len(r.Timeline) - 1; i >= 0 && len(lines) < notesShown; i-- {
		if e := r.Timeline[i]; e.What == reports.Note {
			line := flows.Term{Key: "card.note", Args: flows.Args{"At": flows.Day(e.At), "By": flows.LinkTo(e.By), "Text": Shorten(e.Text, glance)}}
			lines = append([]flows.Term{line}, lines...)
		}
	}
	return lines
}

// MaxOpinions is how many of those who wrote a few words with their verdict are looked
// at: more do not fit anyway.
const MaxOpinions = 200

// verdicts counts what those affected said; nothing while they said nothing.
func verdicts(r reports.Report) flows.Term {
	fixed, partly, notFixed := r.Verdict.Totals()
	if fixed+partly+notFixed == 0 {
		return flows.Term{}
	}
	return flows.Term{Key: "card.verdicts", Args: flows.Args{"Fixed": fixed, "Partly": partly, "NotFixed": notFixed}}
}
