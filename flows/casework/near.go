package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// nearBy lists the open reports that are like one at the moderators' desk, with how far
// away they are.
func nearBy(t *flows.Turn, r civic.Report) (flows.Term, error) {
	likes, err := storage.Similar(t.Tx, r, civic.Likely)
	if err != nil {
		return flows.Term{}, fmt.Errorf("look around report %d: %w", r.ID, err)
	}
	var lines []flows.Term
	for _, l := range likes {
		lines = append(lines, flows.Term{Key: "nearby.line", Args: flows.Args{"ID": l.Report, "Metres": l.Metres, "Known": l.Metres >= 0}})
	}
	if len(lines) == 0 {
		return flows.Term{}, nil
	}
	return flows.Term{Key: "nearby.title", Args: flows.Args{"Lines": lines}}, nil
}
