package cards

import (
	"fmt"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// How far back moderators see what else an author has sent, and how much of it.
const (
	recently   = 30 * 24 * time.Hour
	recentMost = 5
	recentLook = 10
)

// background is what else the author has sent of late, by number and status: it never
// says who that is.
func background(t *flows.Turn, r reports.Report) (flows.Term, error) {
	if r.Author == 0 {
		return flows.Term{}, nil
	}
	all, err := storage.Recent(t.Tx, r.Author, t.Now.Add(-recently), recentLook)
	if err != nil {
		return flows.Term{}, err
	}
	var lines []flows.Term
	refused := 0
	for _, other := range all {
		if other.ID == r.ID {
			continue
		}
		if other.Status == reports.Refused {
			refused++
		}
		if len(lines) < recentMost {
			lines = append(lines, flows.Term{Key: "background.line", Args: flows.Args{"ID": other.ID, "Status": flows.Term{Key: "status." + string(other.Status)}}})
		}
	}
	if len(lines) == 0 {
		return flows.Term{}, nil
	}
	return flows.Term{Key: "background.title", Args: flows.Args{"Lines": lines, "Refused": refused}}, nil
}

// nearBy lists the open reports that are like one at the moderators' desk, with how far
// away they are.
func nearBy(t *flows.Turn, r reports.Report) (flows.Term, error) {
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
