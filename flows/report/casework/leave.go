package casework

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// goodbye is what becomes of the cards of an author who leaves a report to the
// neighbours: nothing leads from them to it any more.
func goodbye(t *flows.Turn, was reports.Report) {
	args := flows.Args{"ID": was.ID}
	if cards.Stands(t, was, cards.Question) {
		t.Say(flows.To(was.Author), flows.Message{Key: "card.left", Args: args, Live: cards.Name(was.ID, cards.Question), Remove: true})
	}
	t.Say(flows.To(was.Author), flows.Message{Key: "card.left", Args: args, Live: cards.Name(was.ID, cards.Author)})
}
