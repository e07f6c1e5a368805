// Package casework is what is done with a report, whoever asks for it.
//
// The conversations with residents, moderators and districts differ; what happens
// to a report does not. It is filed and moved here and nowhere else: [Move] checks
// that the person may do it and that the report can be moved so, writes the
// timeline, the deadlines and the record of acts, brings the cards up to date and
// tells the author. Cards are live messages: the author's, the moderators' and the
// district's each show the same report to another reader.
package casework

import (
	"errors"
	"fmt"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// ErrNotYours says that the person has no right to do this to the report.
var ErrNotYours = errors.New("not allowed")

// File gives a report its number and puts it before the moderators. The draft's
// preview becomes the author's card.
func File(t *flows.Turn, r civic.Report) (civic.Report, error) {
	id, err := storage.Next(t.Tx, storage.ReportCounter)
	if err != nil {
		return r, fmt.Errorf("file a report: %w", err)
	}
	r.ID, r.Author, r.Sent, r.Status = civic.ReportID(id), t.Input.Person, t.Now, civic.Draft
	if r.Status, err = r.Status.Next(civic.File); err != nil {
		return r, err
	}
	r.Timeline = []civic.Event{{At: t.Now, What: civic.File, By: r.Author, Role: civic.Resident}}
	return r, save(t, r)
}

// Move does something to a report for the person of the turn. e says the rest of
// it: words, photos, the reason, where to. It fails with [ErrNotYours] or
// [civic.ErrNotNow], which [Excuse] words.
func Move(t *flows.Turn, id civic.ReportID, move civic.Move, e civic.Event) (civic.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	role, ok := May(t, r, move)
	if !ok {
		return r, fmt.Errorf("%s report %d: %w", move, id, ErrNotYours)
	}
	was := r
	if r.Status, err = r.Status.Next(move); err != nil {
		return was, err
	}
	e.At, e.What, e.By, e.Role = t.Now, move, t.Input.Person, role
	r.Timeline = append(r.Timeline, e)
	apply(t, &r, e)
	if err := save(t, r); err != nil {
		return r, err
	}
	if role != civic.Resident {
		if err := t.Record(civic.Act{What: string(move), Role: role, Report: id, Place: r.District}); err != nil {
			return r, err
		}
	}
	return r, tell(t, was, r, e)
}

// Check reports whether the person of the turn could do the move now, before a form
// asks for the rest.
func Check(t *flows.Turn, id civic.ReportID, move civic.Move) (civic.Report, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, err
	}
	if _, ok := May(t, r, move); !ok {
		return r, fmt.Errorf("%s report %d: %w", move, id, ErrNotYours)
	}
	_, err = r.Status.Next(move)
	return r, err
}

// May reports whether the person of the turn may do the move, and as what.
func May(t *flows.Turn, r civic.Report, move civic.Move) (civic.Role, bool) {
	movers := move.Movers()
	if len(movers) == 0 {
		return civic.Resident, r.Author != 0 && r.Author == t.Input.Person
	}
	for _, role := range movers {
		if t.Roles.May(r.District, role) {
			return role, true
		}
	}
	return civic.Resident, false
}

// Sees reports whether the person of the turn may look at the report: its author
// and whoever could do something to it.
func Sees(t *flows.Turn, r civic.Report) bool {
	return r.Author != 0 && r.Author == t.Input.Person ||
		t.Roles.May(r.District, civic.Moderator, civic.Centre, civic.Head, civic.Deputy, civic.Staff, civic.Supervisor)
}

// apply changes what the move changes besides the status.
func apply(t *flows.Turn, r *civic.Report, e civic.Event) {
	switch e.What {
	case civic.Publish:
		setDeadlines(t, r)
	case civic.Take:
		r.Taken = t.Input.Person
	case civic.Answer:
		c, _ := t.Region.Category(r.Category)
		r.FinalDue = capped(t.Region.Calendar.AddDays(t.Now, c.Norm.FinalDays), r.Sent, c.Norm)
	case civic.HandOver:
		// The clock runs on: a handover must not buy time.
		r.District, r.Part, r.Taken = e.To, "", 0
		r.Hops++
	case civic.Correct:
		correct(r, e)
	case civic.Add:
		r.Photos = append(r.Photos, e.Photos...)
	}
}

func correct(r *civic.Report, e civic.Event) {
	if e.To != "" && e.To != r.District {
		r.District, r.Part, r.Taken = e.To, "", 0
	}
	if e.Category != "" {
		r.Category = e.Category
	}
}

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

func save(t *flows.Turn, r civic.Report) error {
	if err := storage.Reports.Put(t.Tx, r.ID, r); err != nil {
		return err
	}
	return Show(t, r)
}

// Excuse words why a move was not possible, to the one who pressed; other errors
// are returned.
func Excuse(t *flows.Turn, r civic.Report, err error) error {
	switch {
	case errors.Is(err, ErrNotYours):
		t.Warn("not_yours", nil)
	case errors.Is(err, civic.ErrNotNow) && len(r.Timeline) > 0:
		last := r.Timeline[len(r.Timeline)-1]
		key := "too_late"
		if last.By == t.Input.Person {
			key = "done_already"
		}
		t.Warn(key, flows.Args{"ID": r.ID, "Status": flows.Term{Key: "status." + string(r.Status)}, "At": flows.Moment(last.At),
			"Who": flows.Term{Key: "role." + string(last.Role)}})
		return Show(t, r)
	case errors.Is(err, storage.ErrNotFound):
		t.Warn("no_report", nil)
	default:
		return err
	}
	return nil
}
