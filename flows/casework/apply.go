package casework

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
)

// apply changes what the move changes besides the status.
func apply(t *flows.Turn, r *civic.Report, e civic.Event) {
	switch e.What {
	case civic.Part:
		r.Into = 0
	case civic.Edit:
		r.Text = e.Text
		*r = r.Stemmed()
	case civic.Merge:
		r.Into = e.Into
	case civic.Take:
		r.Taken = t.Input.Person
	case civic.Assign:
		r.Taken = e.Whom
	case civic.HandOver:
		// The clock runs on: a handover must not buy time.
		give(r, e.To)
		r.Hops++
	case civic.Refer:
		r.Referred = true
	case civic.Redirect:
		r.Authority, r.Referred = e.Authority, false
	case civic.Correct:
		correct(t, r, e)
	case civic.Close:
		r.Verdict, r.Doubts = r.Verdict.Next(t.Now), nil
	case civic.Confirm:
		r.Verdict.Until = t.Now.Add(civic.VerdictLasts)
	case civic.Return, civic.Break:
		r.Verdict.Until = time.Time{}
	case civic.Add:
		r.Photos = append(r.Photos[:len(r.Photos):len(r.Photos)], e.Photos...)
	case civic.Leave:
		leave(t, r)
	}
}

func correct(t *flows.Turn, r *civic.Report, e civic.Event) {
	r.Referred = false
	if e.To != "" && e.To != r.District {
		give(r, e.To)
	}
	if e.Category == "" || e.Category == r.Category {
		return
	}
	r.Category = e.Category
	if r.Public() {
		r.FirstDue, r.FinalDue = t.Region.Calendar.Recount(*r, norm(t, *r))
	}
}

// give puts a report before another district, where nobody has taken it, the silence
// ladder begins at its foot, and what the one before wished for is over.
func give(r *civic.Report, to civic.DistrictID) {
	r.District, r.Part, r.Taken, r.Rung = to, "", 0, 0
	r.Wish = civic.Wish{}
}
