package casework

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// alarm tells the author whom to call, at any hour, when a danger was overheard.
func alarm(t *flows.Turn, c change) error {
	r := c.r
	if c.was.Emergency != "" || r.Emergency == "" || r.Author == 0 {
		return nil
	}
	e, _ := t.Region.EmergencyByID(r.Emergency)
	t.Say(flows.To(r.Author), flows.Message{Key: "report.danger", Answers: cards.Author.Of(r.ID), Haste: flows.Urgent,
		Args: flows.Args{"Name": e.Name, "Phone": e.Phone, "Text": e.Text}})
	return nil
}

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
