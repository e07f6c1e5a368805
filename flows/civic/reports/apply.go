package reports

import (
	"slices"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/mask"
)

// Apply makes the move of an event that says when and by whom: it returns the report
// as it is then. It fails where [Report.Possible] does, with [ErrUntyped] and with
// [ErrBeyond]; whether somebody has the right was asked before.
func (r Report) Apply(region *civic.Region, e Event) (Report, error) {
	if err := r.Possible(e.What, e.At); err != nil {
		return r, err
	}
	if err := r.guard(region, e); err != nil {
		return r, err
	}
	to, err := r.Status.Next(e.What)
	if err != nil {
		return r, err
	}
	if (e.What.Authors() || e.What == Edit) && !(e.What == Reply && e.Open) {
		e.Text = mask.Text(e.Text, r.Flat)
	}
	r.happen(region.Calendar, e, to, r.norm(region))
	r.change(region, e)
	r.overhear(region, e)
	r.renew(e)
	return r, nil
}

// norm is that of the category.
func (r Report) norm(region *civic.Region) civic.Norm {
	c, _ := region.Category(r.Category)
	return c.Norm
}

// change does what the move does besides the status and the clock.
func (r *Report) change(region *civic.Region, e Event) {
	switch e.What {
	case File:
		*r = r.Masked()
		r.Sent, r.Copies, r.Warned = e.At, 0, nil // of a draft: that it was counted
		*r = r.Stemmed()
	case Edit:
		r.Text = e.Text
		*r = r.Stemmed()
	case Merge:
		r.Into = e.Into
	case Part:
		r.Into = 0
	case Take:
		r.Taken = e.By
	case Assign:
		r.Taken = e.Whom
	case HandOver:
		r.give(e.To) // the clock runs on: a handover must not buy time
		r.Hops++
	case Refer:
		r.Referred = true
	case Redirect:
		r.Authority, r.Referred = e.Authority, false
	case Correct:
		r.correct(region, e)
	case Close:
		r.Verdict, r.Doubts = r.Verdict.Next(e.At), nil
	case Confirm:
		r.Verdict.Until = e.At.Add(VerdictLasts)
	case Return, Break:
		r.Verdict.Until = time.Time{}
	case Add:
		r.Photos = slices.Concat(r.Photos, e.Photos)
	case Leave:
		*r = r.disowned()
	}
}

// correct gives a report to the right district, or the right category. A correction
// without either says that it is with the right one.
func (r *Report) correct(region *civic.Region, e Event) {
	r.Referred = false
	if e.To != "" && e.To != r.District {
		r.give(e.To)
	}
	if e.Category == "" || e.Category == r.Category {
		return
	}
	r.Category = e.Category
	if r.Public() {
		r.FirstDue, r.FinalDue = r.recount(region.Calendar, r.norm(region))
	}
}

// give puts a report before another district, where nobody has taken it, the silence
// ladder begins at its foot, and what the one before wished for is over.
func (r *Report) give(to civic.DistrictID) {
	r.District, r.Part, r.Taken, r.Rung = to, "", 0, 0
	r.Wish = Wish{}
}

// overhear marks a report that turns out to tell of a danger, or of a graver one, only now: in what the
// author adds or replies, or in a voice message that a moderator has typed out.
func (r *Report) overhear(region *civic.Region, e Event) {
	if !e.Typed() && e.What != Add && e.What != Reply {
		return
	}
	if danger, found := region.Danger(e.Text); found {
		r.Emergency = region.Gravest(r.Emergency, danger.ID)
	}
}

// Typed reports whether the edit was a moderator typing out a voice message.
func (e Event) Typed() bool { return e.What == Edit && e.Was == "" }
