package casework

import (
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// Seen runs an action on a report for those who may look at it: everybody, once it is
// public, at what is revealed of it.
func Seen(do func(*flows.Turn, reports.Report) error) func(*flows.Turn, flows.Values) error {
	return func(t *flows.Turn, v flows.Values) error {
		r, err := storage.Reports.Get(t.Tx, cards.ID(v))
		if err == nil && !Sees(t, r) {
			if !r.Shown() {
				err = hidden(t, r)
			}
			r = r.Revealed()
		}
		if err == nil {
			err = do(t, r)
		}
		if err != nil {
			return Excuse(t, r, err)
		}
		return nil
	}
}

// hidden says why somebody cannot look at a report that is not public: to residents it is
// as if it were not there.
func hidden(t *flows.Turn, r reports.Report) error {
	if len(t.Roles) == 0 {
		return storage.ErrNotFound
	}
	return Serves(t, r)
}

// ShowAgain brings the cards of a report to whoever sits at its desks now.
func ShowAgain(t *flows.Turn, id civic.ReportID) error {
	r, found, err := storage.Reports.Find(t.Tx, id)
	if !found || err != nil {
		return err
	}
	return Show(t, r)
}

// Ended tells when a report came to its end: with the last that was done to it. One that
// nobody else may read has none while its author is known: they may ask to be forgotten,
// and its words have to be taken from the cards then.
func Ended(tx *storage.Tx, id civic.ReportID) (at time.Time, ended bool, err error) {
	r, found, err := storage.Reports.Find(tx, id)
	if err != nil || r.Status.Open() || r.Author != 0 && !r.Public() {
		return at, false, err
	}
	if found && len(r.Timeline) > 0 {
		at = r.Timeline[len(r.Timeline)-1].At
	}
	return at, true, nil
}

func photos(t *flows.Turn, r reports.Report) error {
	all := cards.Pictures(r)
	if len(all) == 0 { // its button stands under older cards
		t.Tell("photos.none", nil)
	}
	for len(all) > 0 {
		n := min(len(all), civic.MaxPhotos)
		t.Reply(flows.Message{Key: "photos.of", Args: flows.Args{"ID": r.ID, "Count": n}, Photos: all[:n]})
		all = all[n:]
	}
	return nil
}

func place(t *flows.Turn, r reports.Report) error {
	t.Reply(flows.Message{Key: "place.of", Args: flows.Args{"ID": r.ID, "Place": r.Place.Words}, Point: r.Place.Point})
	return nil
}

func timeline(t *flows.Turn, r reports.Report) error {
	staff := t.May(r.District, reports.Answer.Movers()...)
	var lines []flows.Term
	for _, e := range r.Timeline {
		if e.What == reports.Note && !staff {
			continue
		}
		lines = append(lines, step(t, e))
	}
	t.Reply(flows.Message{Key: "timeline", Args: flows.Args{"ID": r.ID, "Lines": lines}})
	return nil
}

// step words an event of the timeline.
func step(t *flows.Turn, e reports.Event) flows.Term {
	to, _ := t.Region.District(e.To)
	authority, _ := t.Region.AuthorityByID(e.Authority)
	key := "event." + string(e.What)
	switch {
	case e.What == reports.Remind:
		key += "." + string(e.Rung)
	case e.What == reports.Correct && e.To == "" && e.Category == "":
		key = "event.stays"
	case e.What == reports.Correct && e.Rule != 0:
		key = "event.rule"
	case e.Typed():
		key = "event.typed"
	}
	args := flows.Args{"At": flows.Moment(e.At), "Role": cards.Role(e.Role), "To": to.Name,
		"Due": flows.Day(e.Due), "Into": e.Into, "Authority": authority.Name}
	if e.What == reports.Note { // the others stand elsewhere, for those who may read them
		args["Text"] = e.Text
	}
	return flows.Term{Key: key, Args: args}
}

// hears reports whether the person of the turn may hear the voice message.
func hears(t *flows.Turn, r reports.Report) bool {
	if r.Voice == "" {
		return false
	}
	_, may := May(t, r, reports.Edit)
	return may || theirs(t, r)
}

func voice(t *flows.Turn, r reports.Report) error {
	if !hears(t, r) {
		return NotYours(t, r, reports.Edit.Movers())
	}
	t.Reply(flows.Message{Key: "voice.of", Args: flows.Args{"ID": r.ID}, With: flows.Voice(r.Voice)})
	return nil
}
