package casework

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// goodbye is what becomes of the cards of an author who leaves a report to the
// neighbours: nothing leads from them to it any more.
func goodbye(t *flows.Turn, c change) error {
	was := c.was
	if c.e.What != reports.Leave {
		return nil
	}
	args := flows.Args{"ID": was.ID}
	if t.Stands(cards.Question.Of(was.ID)) {
		t.Say(flows.To(was.Author), flows.Message{Key: "card.left", Args: args, Live: cards.Question.Of(was.ID), Remove: true})
	}
	t.Say(flows.To(was.Author), flows.Message{Key: "card.left", Args: args, Live: cards.Author.Of(was.ID)})
	return nil
}
