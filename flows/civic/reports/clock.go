package reports

import (
	"time"

	"veche/flows/civic"
)

// Step is what happens to a report by itself when its time has come.
type Step string

// The steps. The first three are rungs of the silence ladder.
const (
	NudgeStep       = Step(NudgeHead)
	DeputyStep      = Step(TellDeputy)
	CentreStep      = Step(TellCentre)
	LapseStep  Step = "lapse" // a question to the author was left without a reply
	PollStep   Step = "poll"  // the promised day has come: is it done?
	BreakStep  Step = "break" // nobody said that it is
)

// AskedLasts is how long a question to the author makes the clock stand.
const AskedLasts = 7 * 24 * time.Hour

// workingDay is how long the deputy has before the Centre hears of it.
const workingDay = 9 * time.Hour

// Next says what happens to the report by itself next, and when, which may be before
// now; "" if nothing does.
func (r Report) Next(c civic.Calendar, now time.Time) (time.Time, Step) {
	at, step := r.ladder(c, now)
	earlier := func(a time.Time, s Step) {
		if step == "" || a.Before(at) {
			at, step = a, s
		}
	}
	if !r.Asked.IsZero() {
		earlier(r.Asked.Add(AskedLasts), LapseStep)
	}
	switch {
	case r.Status != Promised || r.Waiting():
	case r.Verdict.Until.Before(r.Promise):
		earlier(r.Promise, PollStep)
	default:
		earlier(r.Verdict.Until, BreakStep)
	}
	return at, step
}

// ladder is the next rung for the deadline that stands: a working day before it, but
// not before half of the time is over in which the clock ran; at the deadline; a working
// day after it. A deadline that was over when it began to count is counted from then.
func (r Report) ladder(c civic.Calendar, now time.Time) (time.Time, Step) {
	due := r.Due()
	if due.IsZero() || r.Waiting() {
		return time.Time{}, ""
	}
	since := r.counted()
	over := r.over()
	if since.After(over) {
		over = since
	}
	if r.Rung < 1 && now.Before(over) {
		total := c.Between(since, due)
		ran := total - r.stoodSince(c, since)
		return c.Add(since, total-min(ran/2, workingDay)), NudgeStep
	}
	switch r.Rung {
	case 0, 1:
		return over, DeputyStep
	case 2:
		if e, ok := r.Last(Remind); ok && e.At.After(over) { // after a standstill, say
			over = e.At
		}
		return c.Add(over, workingDay), CentreStep
	}
	return time.Time{}, ""
}

// counted is since when the deadline that stands does.
func (r Report) counted() time.Time {
	for i := len(r.Timeline) - 1; i >= 0; i-- {
		e := r.Timeline[i]
		if elsewhere := e.What != Correct || e.To != ""; e.What.Is().Counts && elsewhere {
			return e.At
		}
	}
	return r.Sent
}

// Waiting reports whether the clock stands because the author was asked something. A
// question that came after the deadline buys no time.
func (r Report) Waiting() bool {
	return !r.Asked.IsZero() && r.Asked.Before(r.Due())
}

// Overdue reports whether the next word was owed before now.
func (r Report) Overdue(now time.Time) bool {
	return !r.Due().IsZero() && !r.Waiting() && !now.Before(r.over())
}

// over is when the deadline that stands has passed: a promised day counts to its end,
// though those affected are asked in its evening.
func (r Report) over() time.Time {
	due := r.Due()
	if r.Status == Promised {
		y, m, d := due.Date()
		return time.Date(y, m, d+1, 0, 0, 0, 0, due.Location())
	}
	return due
}

// Limit is the last moment that may be promised without the Centre: so many days from
// sending, and as long as the clock stood. Zero where the norm has no limit.
func (r Report) Limit(n civic.Norm) time.Time {
	if n.MaxDays <= 0 {
		return time.Time{}
	}
	return r.Sent.AddDate(0, 0, n.MaxDays).Add(r.stood())
}

// stood is how long the clock stood for questions that are settled.
func (r Report) stood() (total time.Duration) {
	for _, e := range r.Timeline {
		total += e.Stood
	}
	return total
}

// stoodSince is how much working time after a moment the clock stood for questions.
func (r Report) stoodSince(c civic.Calendar, since time.Time) (total time.Duration) {
	for _, e := range r.Timeline {
		if e.Stood == 0 {
			continue
		}
		asked := e.At.Add(-e.Stood)
		if asked.Before(since) {
			asked = since
		}
		total += c.Between(asked, e.At)
	}
	return total
}

// Beyond reports whether the day, in whatever zone, lies after the limit.
func (r Report) Beyond(day time.Time, n civic.Norm) bool {
	limit := r.Limit(n).In(day.Location())
	return n.MaxDays > 0 && day.After(limit) && !civic.SameDay(day, limit)
}
