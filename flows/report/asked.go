package report

import (
	"errors"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// response is what the author is about to say to a question of the district.
type response struct {
	Report   civic.ReportID `json:"report"`
	Text     string         `json:"text,omitempty"`
	Photos   []civic.Photo  `json:"photos,omitempty"`
	Captions civic.Captions `json:"captions,omitempty"`
}

func (a response) said() string { return a.Captions.Below(a.Text) }

var replyForm = flows.Flow[response]{
	Name:  "reply",
	Given: true,
	First: "text",
	Table: flows.Line("text", "photos"),
	Steps: flows.Steps[response]{
		"text":   cards.Warned(wordsOrPhoto()),
		"photos": cards.Warned(flows.Photos("reply.photos", civic.MaxPhotos, func(a *response) *[]civic.Photo { return &a.Photos }, func(a *response) *civic.Captions { return &a.Captions })),
	},
	Finish: respond,
}

// wordsOrPhoto asks for words; a photo says enough.
func wordsOrPhoto() flows.Step[response] {
	step := flows.Write("reply.text", civic.MaxAnswer, func(a *response, s string) { a.Text = s }, func(a response) string { return a.Text })
	write := step.Answer
	step.Answer = func(t *flows.Turn, a *response) (string, error) {
		if t.Input.Kind != flows.Photo {
			return write(t, a)
		}
		event, err := flows.TakePhoto(t, &a.Photos, civic.MaxPhotos)
		if caption := flows.Clean(t.Input.Text); caption != "" {
			a.Text = caption
		}
		if event == flows.Again {
			event = flows.Next
		}
		return event, err
	}
	step.Kept = func(a response) bool { return a.Text != "" || len(a.Photos) > 0 }
	return step
}

// asks reports whether the report waits for its author; it fails where it is not
// theirs.
func asks(t *flows.Turn, id civic.ReportID) (reports.Report, bool, error) {
	r, err := own(t, id)
	return r, err == nil && r.Status.Can(reports.Reply) && !r.Asked.IsZero(), err
}

func beginReply(t *flows.Turn, v flows.Values) error {
	r, asked, err := asks(t, cards.ID(v))
	switch {
	case err != nil:
		return casework.Excuse(t, r, err)
	case !asked:
		t.Warn("reply.late", flows.Args{"ID": r.ID})
		return nil
	}
	return replyForm.Start(t, response{Report: r.ID})
}

// respond sends the reply; where something in it would be masked, it is asked first
// whether the district may see it. In the middle of another draft there is no asking.
func respond(t *flows.Turn, a response) error {
	if r, asked, err := asks(t, a.Report); err == nil && asked && !t.Writing() && mask.Text(a.said(), r.Flat) != a.said() {
		return openForm.Start(t, opened{response: a})
	}
	return reply(t, a, false)
}

func reply(t *flows.Turn, a response, open bool) error {
	r, asked, err := asks(t, a.Report)
	if err == nil && !asked {
		t.Warn("reply.late", flows.Args{"ID": r.ID})
		return nil
	}
	if err == nil {
		r, err = casework.Move(t, a.Report, reports.Reply, reports.Event{Text: a.said(), Photos: a.Photos, Open: open})
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	t.Reply(flows.Message{Key: "reply.sent", Args: flows.Args{"ID": r.ID}, Under: flows.MainMenu})
	return nil
}

// replied takes what the author writes in reply to the question, or to the card while
// a question stands, for the response.
func replied(t *flows.Turn, id civic.ReportID) (bool, error) {
	if t.Input.Edited {
		return false, nil
	}
	if _, asked, err := asks(t, id); err != nil || !asked {
		return false, ignoreNotYours(err)
	}
	a := response{Report: id}
	switch {
	case t.Input.Kind == flows.Photo && t.Input.Album == "":
		a.Photos, a.Text = []civic.Photo{t.Input.Photo}, flows.Clean(t.Input.Text)
	case t.Input.Kind == flows.Text:
		text, err := flows.Words(t, civic.MaxAnswer)
		if err != nil {
			return false, nil
		}
		a.Text = text
	default:
		return true, replyForm.Start(t, a)
	}
	cards.Warn(t)
	return true, respond(t, a)
}

func ignoreNotYours(err error) error {
	if errors.Is(err, casework.ErrNotYours) || errors.Is(err, casework.ErrNotHere) {
		return nil
	}
	return err
}
