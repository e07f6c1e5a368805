package casework

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// alarm tells the author whom to call, at any hour, when a moderator has heard of a danger in
// their voice message. What they write is met as it comes.
func alarm(t *flows.Turn, c change) error {
	if !c.e.Typed() || c.r.Author == 0 {
		return nil
	}
	all := slices.DeleteFunc(t.Region.Dangers(c.e.Text), func(e civic.Emergency) bool { return e.ID == c.was.Emergency })
	if len(all) == 0 {
		return nil
	}
	m := cards.Danger(all...)
	m.Answers, m.Haste = cards.Author.Of(c.r.ID), flows.Urgent
	t.Say(flows.To(c.r.Author), m)
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
