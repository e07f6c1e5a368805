package casework

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
)

// setDeadlines counts in working time from publishing: the district cannot answer
// what it has not got. The last day of all counts from sending: the resident waits
// since then.
func setDeadlines(t *flows.Turn, r *civic.Report) {
	c, _ := t.Region.Category(r.Category)
	cal := t.Region.Calendar
	r.FirstDue = cal.AddHours(t.Now, c.Norm.FirstAnswerHours)
	r.FinalDue = capped(cal.AddDays(t.Now, c.Norm.FinalDays), r.Sent, c.Norm)
}

func capped(due, sent time.Time, n civic.Norm) time.Time {
	if last := sent.AddDate(0, 0, n.MaxDays); n.MaxDays > 0 && due.After(last) {
		return last
	}
	return due
}
