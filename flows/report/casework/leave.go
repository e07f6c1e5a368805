package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// leave takes the author from a report that neighbours go on with: their name, their
// voice, their card and what they were asked go.
func leave(t *flows.Turn, r *reports.Report) {
	if cards.Stands(t, *r, cards.Question) {
		t.Say(flows.To(r.Author), flows.Message{Key: "card.left", Args: flows.Args{"ID": r.ID}, Live: cards.Name(r.ID, cards.Question), Remove: true})
	}
	t.Say(flows.To(r.Author), flows.Message{Key: "card.left", Args: flows.Args{"ID": r.ID}, Live: cards.Name(r.ID, cards.Author)})
	disown(r)
}

// letGo drops the follower's record that an author has who once gave a verdict.
func letGo(t *flows.Turn, r *reports.Report, author civic.PersonID, e reports.Event) error {
	if e.What != reports.Leave {
		return nil
	}
	return dropFollower(t, r, author)
}

// disown takes the author from a report.
func disown(r *reports.Report) {
	unname(r, r.Author)
	r.Author, r.Voice = 0, ""
}

// unname takes a person from the timeline.
func unname(r *reports.Report, p civic.PersonID) {
	for i := range r.Timeline {
		if r.Timeline[i].By == p {
			r.Timeline[i].By = 0
		}
	}
}
