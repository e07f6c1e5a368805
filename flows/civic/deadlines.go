package civic

import "time"

// Deadlines brings the deadlines of a report to where the newest event of its timeline
// leaves them. They are counted from publishing: the district cannot answer what it has
// not got. The last day of all counts from sending: the resident waits since then. The
// first answer sets the day of the outcome; later ones buy no time.
func (c Calendar) Deadlines(r *Report, e Event, n Norm) {
	switch {
	case e.What == Publish, e.What == Part && r.FirstDue.IsZero():
		r.FirstDue = c.AddHours(e.At, n.FirstAnswerHours)
		r.FinalDue = r.capped(c.AddDays(e.At, n.FinalDays), n)
	case e.What == Part: // while it was merged, another report stood for it
		if merged, ok := r.Last(Merge); ok {
			r.FirstDue, r.FinalDue = c.shift(r.FirstDue, merged.At, e.At), c.shift(r.FinalDue, merged.At, e.At)
		}
	case e.What == Undo:
		r.FirstDue, r.FinalDue = time.Time{}, time.Time{}
	case e.What == Answer && len(r.Answers()) == 1:
		r.FinalDue = r.capped(c.AddDays(e.At, n.FinalDays), n)
	}
}

// Recount counts the deadlines of a published report again from the beginning, with
// the norm of the right category: a wrong one neither costs nor buys time.
func (c Calendar) Recount(r Report, n Norm) (first, final time.Time) {
	again := Report{Sent: r.Sent}
	for _, e := range r.Timeline {
		if e.Stood > 0 {
			c.resume(&again, e.At.Add(-e.Stood), e.At, n)
		}
		again.Timeline = append(again.Timeline, e)
		c.Deadlines(&again, e, n)
	}
	return again.FirstDue, again.FinalDue
}

// Resume lets a clock that stood for a question run on: what was left of the working
// time is left again, and the last day of all moves by as much. It returns how long the
// clock stood.
func (c Calendar) Resume(r *Report, now time.Time, n Norm) (stood time.Duration) {
	if r.Waiting() {
		stood = now.Sub(r.Asked)
		c.resume(r, r.Asked, now, n)
	}
	r.Asked = time.Time{}
	return stood
}

func (c Calendar) resume(r *Report, asked, now time.Time, n Norm) {
	r.FirstDue = c.shift(r.FirstDue, asked, now)
	r.FinalDue = c.shift(r.FinalDue, asked, now)
	if limit := r.Limit(n).Add(now.Sub(asked)); n.MaxDays > 0 && r.FinalDue.After(limit) {
		r.FinalDue = limit
	}
	if r.Status == Promised && r.Promise.After(asked) {
		r.Promise = PromiseAt(c.shift(r.Promise, asked, now))
	}
}

// shift gives a deadline the working time back that was left of it.
func (c Calendar) shift(due, asked, now time.Time) time.Time {
	if !due.After(asked) {
		return due
	}
	return c.Add(now, c.Between(asked, due))
}

func (r Report) capped(due time.Time, n Norm) time.Time {
	if n.MaxDays > 0 && due.After(r.Limit(n)) {
		return r.Limit(n)
	}
	return due
}
