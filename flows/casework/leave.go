package casework

import (
	"veche/flows"
	"veche/flows/cards"
	"veche/flows/civic"
)

// leave takes the author from a report that neighbours go on with: their name, their
// voice, their card and what they were asked go.
func leave(t *flows.Turn, r *civic.Report) {
	if cards.Stands(t, *r, cards.Question) {
		t.Say(flows.To(r.Author), flows.Message{Key: "card.left", Args: flows.Args{"ID": r.ID}, Live: cards.Name(r.ID, cards.Question), Remove: true})
	}
	t.Say(flows.To(r.Author), flows.Message{Key: "card.left", Args: flows.Args{"ID": r.ID}, Live: cards.Name(r.ID, cards.Author)})
	disown(r)
}

// letGo drops the follower's record that an author has who once gave a verdict.
func letGo(t *flows.Turn, r *civic.Report, author civic.PersonID, e civic.Event) error {
	if e.What != civic.Leave {
		return nil
	}
	return dropFollower(t, r, author)
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
