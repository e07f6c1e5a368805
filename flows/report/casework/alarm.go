package casework

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// overhear marks a report that turns out to tell of a danger only now: in what the author
// adds or replies, or in a voice message that a moderator has typed out.
func overhear(t *flows.Turn, r *reports.Report, e reports.Event) {
	if r.Emergency != "" || !typedOut(e) && e.What != reports.Add && e.What != reports.Reply {
		return
	}
	if danger, found := t.Region.Danger(e.Text); found {
		r.Emergency = danger.ID
	}
}

// alarm tells the author whom to call, at any hour, when a danger was overheard.
func alarm(t *flows.Turn, was, r reports.Report) {
	if was.Emergency != "" || r.Emergency == "" || r.Author == 0 {
		return
	}
	e, _ := t.Region.EmergencyByID(r.Emergency)
	t.Say(flows.To(r.Author), flows.Message{Key: "report.danger", Answers: cards.Name(r.ID, cards.Author), Urgent: true,
		Args: flows.Args{"Name": e.Name, "Phone": e.Phone, "Text": e.Text}})
}
