package casework

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
)

// apply changes what the move changes besides the status.
func apply(t *flows.Turn, r *civic.Report, e civic.Event) {
	switch e.What {
	case civic.Publish, civic.Part:
		setDeadlines(t, r)
		r.Into = 0
	case civic.Undo:
		r.FirstDue, r.FinalDue = time.Time{}, time.Time{}
	case civic.Edit:
		r.Text = e.Text
	case civic.Merge:
		r.Into = e.Into
	case civic.Take:
		r.Taken = t.Input.Person
	case civic.Assign:
		r.Taken = e.Whom
	case civic.Answer:
		c, _ := t.Region.Category(r.Category)
		r.FinalDue = capped(t.Region.Calendar.AddDays(t.Now, c.Norm.FinalDays), r.Sent, c.Norm)
	case civic.Ask:
		r.Asked = e.At
	case civic.Reply, civic.Lapse:
		r.Asked = time.Time{}
	case civic.HandOver:
		// The clock runs on: a handover must not buy time.
		r.District, r.Part, r.Taken = e.To, "", 0
		r.Hops++
	case civic.Refer:
		r.Referred = true
	case civic.Redirect:
		r.Authority, r.Referred = e.Authority, false
	case civic.Correct:
		correct(r, e)
	case civic.Add:
		r.Photos = append(r.Photos[:len(r.Photos):len(r.Photos)], e.Photos...)
	case civic.Leave:
		leave(t, r)
	}
}

func correct(r *civic.Report, e civic.Event) {
	r.Referred = false
	if e.To != "" && e.To != r.District {
		r.District, r.Part, r.Taken = e.To, "", 0
	}
	if e.Category != "" {
		r.Category = e.Category
	}
}
