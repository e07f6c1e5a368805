package report

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/civic/stems"
	"veche/flows/report/casework"
	"veche/storage"
)

// The very same words from so many people within a day are a wave: the next ones are
// offered to join instead. Moderators see one mark, on the card of the first.
const (
	copiedWithin = 24 * time.Hour
	copiedMost   = 3 // people
)

// copied reports whether several others have sent the very words of a draft today, and
// counts the draft once with the first report that has them.
func copied(t *flows.Turn, draft *reports.Report) (first reports.Report, many bool, err error) {
	words, long := stems.SameWords(draft.Masked().Text)
	if !long {
		return first, false, nil
	}
	people := map[civic.PersonID]bool{}
	for rec, err := range storage.ReportsSame.Backward(t.Tx, storage.Tuple(words)) { // by number, so by time
		if err != nil {
			return first, false, err
		}
		r := rec.Value
		if t.Now.Sub(r.Sent) >= copiedWithin {
			break
		}
		if r.Author == t.Input.Person {
			continue
		}
		people[r.Author] = true
		if r.Public() || !first.Public() {
			first = r
		}
	}
	if len(people) < copiedMost {
		return first, false, nil
	}
	if draft.Copies > 0 {
		return first, true, nil
	}
	draft.Copies = 1
	was := first
	first.Copies++
	return first, true, casework.Commit(t, was, first, reports.Event{})
}
