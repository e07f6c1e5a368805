package casework

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// Forget takes the author from a report that others have seen, and destroys one
// that they have not: it stays as a number without content.
func Forget(t *flows.Turn, r civic.Report) error {
	author := r.Author
	r.Author = 0
	for i := range r.Timeline {
		if r.Timeline[i].By == author {
			r.Timeline[i].By = 0
		}
	}
	if r.FirstDue.IsZero() {
		r.Text, r.Photos, r.Place, r.Emergency = "", nil, civic.Place{}, ""
		r.Status = civic.Withdrawn
		for i := range r.Timeline {
			r.Timeline[i].Text, r.Timeline[i].Photos = "", nil
		}
	}
	if err := storage.Reports.Put(t.Tx, r.ID, r); err != nil {
		return err
	}
	return Show(t, r)
}
