package reports

import (
	"slices"
	"time"

	"veche/flows/civic"
)

// happen puts an event on the timeline of a report, with the status that it leads to,
// and brings what depends on time up to date: the deadlines, the question, the promise
// and the rung.
func (r *Report) happen(c civic.Calendar, e Event, to Status, n civic.Norm) {
	was := *r
	if e.What.Is().Resumes {
		if e.Stood = r.resume(c, e.At, n); e.Stood > 0 && r.Status == Promised {
			e.Moved = r.Promise
		}
	}
	ended := r.ends(e)
	r.Status = to
	r.Timeline = append(slices.Clip(r.Timeline), e)
	r.deadlines(c, e, n)
	if !to.Held() || e.What == Promise {
		r.Wish = Wish{}
	}
	switch e.What {
	case Promise:
		r.Promise, r.Verdict.Until = e.Due, time.Time{}
	case Ask:
		r.Asked = e.At
	case Remind:
		r.Rung = e.Rung.Height()
	}
	r.settle(was, ended)
	if moved := e.What == Reply || e.What == Lapse; !moved && !r.Due().Equal(was.Due()) {
		r.Rung = 0 // another deadline, another ladder; one that only moved goes on
	}
}

// deadlines brings them to where the newest event of the timeline leaves them. They are
// counted from publishing: the district cannot answer what it has not got. The last day
// of all counts from sending: the resident waits since then. The first answer sets the
// day of the outcome; later ones buy no time.
func (r *Report) deadlines(c civic.Calendar, e Event, n civic.Norm) {
	switch {
	case e.What == Publish, e.What == Part && r.FirstDue.IsZero():
		r.FirstDue = c.AddHours(e.At, n.FirstAnswerHours)
		r.FinalDue = r.capped(c.AddDays(e.At, n.FinalDays), n)
	case e.What == Part: // while it was merged, another report stood for it
		if merged, ok := r.Last(Merge); ok {
			r.FirstDue, r.FinalDue = shift(c, r.FirstDue, merged.At, e.At), shift(c, r.FinalDue, merged.At, e.At)
		}
	case e.What == Undo:
		r.FirstDue, r.FinalDue = time.Time{}, time.Time{}
	case e.What == Answer && len(r.Answers()) == 1:
		r.FinalDue = r.capped(c.AddDays(e.At, n.FinalDays), n)
	}
}

// recount counts the deadlines of a published report again from the beginning, with
// the norm of the right category: a wrong one neither costs nor buys time.
func (r Report) recount(c civic.Calendar, n civic.Norm) (first, final time.Time) {
	again := Report{Sent: r.Sent}
	for _, e := range r.Timeline {
		if e.Stood > 0 {
			again.move(c, e.At.Add(-e.Stood), e.At, n)
		}
		again.Timeline = append(again.Timeline, e)
		again.deadlines(c, e, n)
	}
	return again.FirstDue, again.FinalDue
}

// resume lets a clock that stood for a question run on: what was left of the working
// time is left again, and the last day of all moves by as much. It returns how long the
// clock stood.
func (r *Report) resume(c civic.Calendar, now time.Time, n civic.Norm) (stood time.Duration) {
	if r.Waiting() {
		stood = now.Sub(r.Asked)
		r.move(c, r.Asked, now, n)
	}
	r.Asked = time.Time{}
	return stood
}

// move gives every deadline that was ahead at the question the time back.
func (r *Report) move(c civic.Calendar, asked, now time.Time, n civic.Norm) {
	r.FirstDue = shift(c, r.FirstDue, asked, now)
	r.FinalDue = shift(c, r.FinalDue, asked, now)
	if limit := r.Limit(n).Add(now.Sub(asked)); n.MaxDays > 0 && r.FinalDue.After(limit) {
		r.FinalDue = limit
	}
	if r.Status == Promised && r.Promise.After(asked) {
		r.Promise = PromiseAt(shift(c, r.Promise, asked, now))
	}
}

// shift gives a deadline the working time back that was left of it.
func shift(c civic.Calendar, due, asked, now time.Time) time.Time {
	if !due.After(asked) {
		return due
	}
	return c.Add(now, c.Between(asked, due))
}

func (r Report) capped(due time.Time, n civic.Norm) time.Time {
	if n.MaxDays > 0 && due.After(r.Limit(n)) {
		return r.Limit(n)
	}
	return due
}
