package casework

import (
	"errors"

	"veche/flows"
	"veche/flows/civic/reports"
)

// errUntyped says that a voice message has to be typed out before others can read it.
var errUntyped = errors.New("a voice message that nobody typed out")

// typedOut reports whether the edit was a moderator typing out a voice message.
func typedOut(e reports.Event) bool { return e.What == reports.Edit && e.Was == "" }

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
