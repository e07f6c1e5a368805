package casework

import (
	"veche/flows"
	"veche/flows/report/cards"
)

// alarm tells the author whom to call, at any hour, when a danger was overheard.
func alarm(t *flows.Turn, c change) error {
	r := c.r
	if c.was.Emergency != "" || r.Emergency == "" || r.Author == 0 {
		return nil
	}
	e, _ := t.Region.EmergencyByID(r.Emergency)
	t.Say(flows.To(r.Author), flows.Message{Key: "report.danger", Answers: cards.Author.Of(r.ID), Urgent: true,
		Args: flows.Args{"Name": e.Name, "Phone": e.Phone, "Text": e.Text}})
	return nil
}
