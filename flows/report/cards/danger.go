package cards

import (
	"veche/flows"
	"veche/flows/civic"
)

// Danger is whom to call, and what to do.
func Danger(all ...civic.Emergency) flows.Message {
	var numbers []flows.Term
	for _, e := range all {
		numbers = append(numbers, flows.Term{Key: "danger.number", Args: flows.Args{"Name": e.Name, "Title": e.Title, "Phone": e.Phone, "Text": e.Text}})
	}
	return flows.Message{Key: "danger.numbers", Args: flows.Args{"Numbers": numbers}}
}

// MaybeDanger asks about one at which only a topic hints.
func MaybeDanger(e civic.Emergency) flows.Message {
	return flows.Message{Key: "danger.ask", Args: flows.Args{"Ask": e.Ask, "Phone": e.Phone, "Text": e.Text}}
}

// Warn says at once whom to call, where what came in tells of a danger: before the question
// goes on.
func Warn(t *flows.Turn) {
	if all := t.Region.Dangers(t.Input.Text); len(all) > 0 && t.Input.Kind != flows.Press {
		t.Reply(Danger(all...))
	}
}

// Warned lets a question say at once whom to call, in answer to words that tell of a danger.
func Warned[D any](step flows.Step[D]) flows.Step[D] {
	answer := step.Answer
	step.Answer = func(t *flows.Turn, d *D) (string, error) {
		Warn(t)
		return answer(t, d)
	}
	return step
}
