package casework

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// apply changes what the move changes besides the status.
func apply(t *flows.Turn, r *reports.Report, e reports.Event) {
	switch e.What {
	case reports.Part:
		r.Into = 0
	case reports.Edit:
		r.Text = e.Text
		*r = r.Stemmed()
	case reports.Merge:
		r.Into = e.Into
	case reports.Take:
		r.Taken = t.Input.Person
	case reports.Assign:
		r.Taken = e.Whom
	case reports.HandOver:
		// The clock runs on: a handover must not buy time.
		give(r, e.To)
		r.Hops++
	case reports.Refer:
		r.Referred = true
	case reports.Redirect:
		r.Authority, r.Referred = e.Authority, false
	case reports.Correct:
		correct(t, r, e)
	case reports.Close:
		r.Verdict, r.Doubts = r.Verdict.Next(t.Now), nil
	case reports.Confirm:
		r.Verdict.Until = t.Now.Add(reports.VerdictLasts)
	case reports.Return, reports.Break:
		r.Verdict.Until = time.Time{}
	case reports.Add:
		r.Photos = append(r.Photos[:len(r.Photos):len(r.Photos)], e.Photos...)
	case reports.Leave:
		leave(t, r)
	}
}

func correct(t *flows.Turn, r *reports.Report, e reports.Event) {
	r.Referred = false
	if e.To != "" && e.To != r.District {
		give(r, e.To)
	}
	if e.Category == "" || e.Category == r.Category {
		return
	}
	r.Category = e.Category
	if r.Public() {
		r.FirstDue, r.FinalDue = r.Recount(t.Region.Calendar, norm(t, *r))
	}
}

// give puts a report before another district, where nobody has taken it, the silence
// ladder begins at its foot, and what the one before wished for is over.
func give(r *reports.Report, to civic.DistrictID) {
	r.District, r.Part, r.Taken, r.Rung = to, "", 0, 0
	r.Wish = reports.Wish{}
}
