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
	r = r.Masked()
	r.Copies = 0 // of a draft: that it was counted
	r.ID, r.Author, r.Sent, r.Status = civic.ReportID(id), t.Input.Person, t.Now, reports.Draft
	if r.Status, err = r.Status.Next(reports.File); err != nil {
		return r, err
	}
	r.Timeline = []reports.Event{{At: t.Now, What: reports.File, By: r.Author, Role: civic.Resident}}
	r = r.Stemmed()
	if err := save(t, r); err != nil {
		return r, err
	}
	return ruled(t, r)
}
