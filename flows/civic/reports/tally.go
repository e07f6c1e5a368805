package reports

import (
	"slices"
	"time"

	"veche/flows/civic"
)

// Tally is something that is counted for each month and district.
type Tally string

// What is counted. In the month in which it happened, for the district that had the
// report then.
const (
	TallyPublished Tally = "published"
	TallyInTime    Tally = "in_time" // first answers
	TallyLate      Tally = "late"
	TallyClosed    Tally = "closed"
	TallyConfirmed Tally = "confirmed"
	TallyReturned  Tally = "returned"
	TallyKept      Tally = "kept" // promises
	TallyBroken    Tally = "broken"
	TallyOutside   Tally = "outside" // redirected to an authority
	TallyUnsent    Tally = "unsent"  // told before sending that the district has no power
	TallyRefused   Tally = "refused"
)

// Tallies lists them in the order in which they are shown.
func Tallies() []Tally {
	return []Tally{TallyPublished, TallyInTime, TallyLate, TallyClosed, TallyConfirmed, TallyReturned,
		TallyKept, TallyBroken, TallyOutside, TallyUnsent, TallyRefused}
}

// Case is the report as a row among the cases.
func (r Report) Case() civic.Case {
	h := history{past: Report{Status: Draft, District: r.first(), FirstDue: r.FirstDue}}
	for i, e := range r.Timeline {
		h.happen(e, e.What.Is().Decides && r.takenBack(i))
	}
	c := civic.Case{Subject: Subject(r.ID), District: r.District, Topic: string(r.Category), Asked: r.Sent, Due: r.FirstDue,
		Answered: h.answered, Counted: h.counted}
	if r.Status.ended() {
		c.How, c.Ended = string(r.Status), h.ended
	}
	if c.How != "" && c.Ended.IsZero() && len(r.Timeline) > 0 { // what nobody had seen, its author forgotten
		c.Ended = r.Timeline[len(r.Timeline)-1].At
	}
	return c
}

// ended reports whether nothing is owed any more, by anybody.
func (s Status) ended() bool { return s != Draft && !s.Open() }

// first is the district to which the report was sent.
func (r Report) first() civic.DistrictID {
	for _, e := range r.Timeline {
		if e.From != "" {
			return e.From
		}
	}
	return r.District
}

// takenBack reports whether the i-th event, a decision, was taken back.
func (r Report) takenBack(i int) bool {
	for _, e := range r.Timeline[i+1:] {
		if e.What == Undo || e.What.Is().Decides {
			return e.What == Undo
		}
	}
	return false
}

// history goes through the life of a report once more.
type history struct {
	past     Report // with the status, the district and the promise of then
	public   bool
	answered time.Time
	ended    time.Time
	counted  []civic.Counted
}

func (h *history) happen(e Event, takenBack bool) {
	was := h.past
	if !life.Row(e.What).Stays() {
		h.past.Status, _ = was.Status.Next(e.What) // where that cannot be it stays: what is kept is as it is
	}
	h.move(e, takenBack)
	h.answer(e)
	h.promise(was, e)
	switch over := h.past.Status.ended(); {
	case !over:
		h.ended = time.Time{}
	case h.ended.IsZero():
		h.ended = e.At
	}
	if e.To != "" {
		h.past.District = e.To
	}
}

func (h *history) count(at time.Time, what Tally) {
	h.counted = append(h.counted, civic.Counted{At: at, District: h.past.District, What: string(what)})
}

// move counts the move itself: no decision that was taken back, and of what was published,
// merged and parted only that it was published.
func (h *history) move(e Event, takenBack bool) {
	what := e.What.Is().Tally
	if takenBack || what == "" || what == TallyPublished && h.public {
		return
	}
	h.public = h.public || what == TallyPublished
	h.count(e.At, what)
}

// answer counts the first one. While the clock stood for a question it was in time.
func (h *history) answer(e Event) {
	if !e.What.Is().Answers || !h.answered.IsZero() {
		return
	}
	h.answered = e.At
	if due := h.past.FirstDue; !due.IsZero() && e.Stood == 0 && !e.At.Before(due) {
		h.count(e.At, TallyLate)
		return
	}
	h.count(e.At, TallyInTime)
}

// promise counts how one ended. One that was taken as kept may turn out not to be.
func (h *history) promise(was Report, e Event) {
	if !e.Moved.IsZero() {
		was.Promise, h.past.Promise = e.Moved, e.Moved
	}
	if was.Promise.IsZero() && e.What != Promise {
		return
	}
	ended := was.ends(e)
	if e.What == Promise {
		h.past.Promise = e.Due
	}
	h.past.settle(was, ended)
	switch ended {
	case wasKept:
		h.count(e.At, TallyKept)
	case unkept:
		h.counted = slices.DeleteFunc(h.counted, func(c civic.Counted) bool { return c.What == string(TallyKept) })
		fallthrough
	case wasBroken:
		h.count(e.At, TallyBroken)
	}
}
