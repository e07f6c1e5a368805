package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// File gives a report its number and puts it before the moderators. The draft's
// preview becomes the author's card. What is private is masked.
func File(t *flows.Turn, r reports.Report) (reports.Report, error) {
	id, err := storage.Next(t.Tx, storage.ReportCounter)
	if err != nil {
		return r, fmt.Errorf("file a report: %w", err)
	}
	r.ID, r.Author, r.Status, r.Timeline = civic.ReportID(id), t.Input.Person, reports.Draft, nil
	if r, err = Carry(t, r, r, reports.Event{What: reports.File, By: r.Author, Role: civic.Resident}); err != nil {
		return r, err
	}
	return ruled(t, r)
}
