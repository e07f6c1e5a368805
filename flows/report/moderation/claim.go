package moderation

import (
	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// claim keeps a report for the moderator who looks at it.
func claim(t *flows.Turn, v flows.Values) error {
	r, err := casework.Claim(t, cards.ID(v), reports.Edit)
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("claim.yours", flows.Args{"ID": r.ID})
	return nil
}

func release(t *flows.Turn, v flows.Values) error {
	r, err := casework.Release(t, cards.ID(v))
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("claim.released", flows.Args{"ID": r.ID})
	return nil
}

// undo takes back what was decided in the last minutes.
func undo(t *flows.Turn, v flows.Values) error {
	r, err := casework.Move(t, cards.ID(v), reports.Undo, reports.Event{})
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Tell("undo.done", flows.Args{"ID": r.ID})
	return nil
}
