package casework

import (
	"veche/flows"
	"veche/flows/civic/reports"
)

// hears reports whether the person of the turn may hear the voice message.
func hears(t *flows.Turn, r reports.Report) bool {
	if r.Voice == "" {
		return false
	}
	_, may := May(t, r, reports.Edit)
	return may || r.By(t.Input.Person)
}

func voice(t *flows.Turn, r reports.Report) {
	if !hears(t, r) {
		t.Deny()
		return
	}
	t.Reply(flows.Message{Key: "voice.of", Args: flows.Args{"ID": r.ID}, Voice: r.Voice})
}
