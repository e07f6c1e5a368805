package head

import (
	"errors"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// replied takes what somebody in office writes in reply to the district's card for the
// answer: the words, or the photo with words. It says so: or that it went to nobody, and
// why.
func replied(t *flows.Turn, id civic.ReportID) (bool, error) {
	if t.Input.Edited {
		return unsent(t, flows.Term{Key: "unsent.edited"})
	}
	r, err := casework.Check(t, id, reports.Answer)
	if err != nil {
		return unsentFor(t, r, err)
	}
	if t.Input.Album != "" {
		return unsent(t, flows.Term{Key: "unsent.album"})
	}
	e := reports.Event{}
	switch t.Input.Kind {
	case flows.Photo:
		e.Photos = []civic.Photo{t.Input.Photo}
	case flows.Text:
	default:
		return unsent(t, flows.Term{Key: "unsent.words"})
	}
	if len(e.Photos) > 0 && flows.Clean(t.Input.Text) == "" {
		return unsent(t, flows.Term{Key: "unsent.words"})
	}
	var wrong flows.Wrong
	if e.Text, err = flows.Legible(t.Input.Text, civic.MaxAnswer); errors.As(err, &wrong) {
		return unsent(t, flows.Term(wrong))
	}
	if !t.Writing() && mask.Tells(e.Text) {
		return true, sureForm.Start(t, reply{Report: id, Text: e.Text, Photos: e.Photos})
	}
	if r, err = casework.Move(t, id, reports.Answer, e); err != nil {
		return unsentFor(t, r, err)
	}
	t.Reply(flows.Message{Key: "replied.sent", Answers: flows.Sent(t.Input.Message), Rows: saver(t, r),
		Args: flows.Args{"ID": r.ID, "Author": r.Author != 0, "Joined": r.Joined}})
	return true, nil
}

func unsent(t *flows.Turn, why flows.Term) (bool, error) {
	t.Unsent(why)
	return true, nil
}

func unsentFor(t *flows.Turn, r reports.Report, err error) (bool, error) {
	switch {
	case errors.Is(err, casework.ErrNotHere):
		return unsent(t, flows.Term{Key: "unsent.not_here"})
	case errors.Is(err, casework.ErrNotYours):
		return unsent(t, flows.Term{Key: "unsent.not_yours", Args: flows.Args{"ID": r.ID}})
	case errors.Is(err, reports.ErrNotNow):
		return unsent(t, flows.Term{Key: "unsent.not_now", Args: flows.Args{"ID": r.ID, "Status": flows.Term{Key: "status." + string(r.Status)}}})
	case errors.Is(err, storage.ErrNotFound):
		return unsent(t, flows.Term{Key: "no_report"})
	}
	return true, err
}
