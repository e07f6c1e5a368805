package report

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/civic/stems"
	"veche/flows/report/cards"
)

// What is told without being asked is at least so long: shorter words are a greeting, or
// thanks.
const (
	toldWords = 5
	toldRunes = 25
)

// stray takes what a resident tells outside any form for a report: many begin so, and would
// have to say it twice. The form asks for the rest, and can be cancelled. Whom to call in a
// danger comes before anything else.
func stray(t *flows.Turn) (bool, error) {
	var r reports.Report
	if t.Input.Edited {
		return false, nil
	}
	danger := warn(t, &r)
	if danger && !meetStray(t, r) {
		return true, nil
	}
	if len(t.Roles) > 0 && t.Input.Voice == "" || !danger && t.Input.Kind == flows.Text && !telling(t.Input.Text) {
		return danger, nil
	}
	why, err := collect(t, &r)
	var wrong flows.Wrong
	switch {
	case errors.As(err, &wrong) && t.Input.Kind != flows.Location && t.Input.Voice == "":
		return danger, nil
	case errors.As(err, &wrong):
		t.Reply(flows.Message{Key: wrong.Key, Args: wrong.Args})
		return true, nil
	case err != nil:
		return true, err
	}
	heard := flows.Message{Key: "told_unasked"}
	if t.Input.Voice != "" {
		heard.Key = "voice.heard"
	}
	t.Reply(heard)
	if why.Key != "" {
		t.Reply(why)
	}
	return true, begin(t, r)
}

// gather takes for a report what its author tells where something else is asked for: a photo,
// the place, or all of it in words. The question stays.
func gather(t *flows.Turn, r *reports.Report) (event string, err error) {
	danger := warn(t, r)
	if danger {
		t.Reply(cards.Danger(told(t, *r)...))
	}
	if t.Input.Kind == flows.Text && !danger && !telling(t.Input.Text) {
		return "", flows.Wrong{Key: "wrong.choose"}
	}
	why, err := collect(t, r)
	switch {
	case err != nil:
		return "", err
	case why.Key != "":
		t.Reply(why)
	case t.Input.Album != "" && !t.Input.Edited:
		return flows.Stay, t.Settle()
	case !t.Input.Edited:
		t.Reply(flows.Message{Key: "gathered"})
	}
	return flows.Again, nil
}

// collect puts what came in into a draft that lacks it; a [flows.Wrong] where it does not.
// why says what of it is not kept.
func collect(t *flows.Turn, r *reports.Report) (why flows.Message, err error) {
	in := t.Input
	untold := in.Edited || r.Voice == "" && r.Whole().Text == ""
	switch {
	case in.Kind == flows.Photo:
		if m := flows.KeepCaption(t, captions(r)); m.Key != flows.CaptionKept {
			why = m
		}
		if !flows.AddPhoto(t, &r.Photos, civic.MaxPhotos) {
			why = flows.Message{Key: "wrong.photos_full", Args: flows.Args{"Limit": civic.MaxPhotos}}
		}
	case in.Kind == flows.Location && r.Place.Point == nil:
		r.Place.Point, err = flows.Point(t)
		if err == nil && r.District == "" {
			r.District = civic.Locate(t.Region, t.Bounds, in.Point).District
		}
	case in.Voice != "" && untold:
		err = takeVoice(t, r)
	case in.Kind == flows.Text && in.Label == "" && untold:
		r.Text, err = flows.Legible(in.Text, civic.MaxText)
	default:
		err = flows.Wrong{Key: "wrong.choose"}
	}
	return why, err
}

// beginCommand begins a report with what the person has just said, unless it was a greeting.
func beginCommand(t *flows.Turn) error {
	return begin(t, reports.Report{Text: substance(t.JustSaid())})
}

// polite are the words that say nothing of a problem.
var polite = strings.Fields("здравствуйте здравствуй привет добрый доброе доброго день вечер утро дня суток спасибо большое благодарю пожалуйста помогите помощь " +
	"меню начать старт вопрос можно а и у меня вам hello hi hey good morning day evening thanks thank you very much please help menu start")

// substance is what was said, or "" where it is nothing but politeness.
func substance(said string) string {
	if utf8.RuneCountInString(said) > civic.MaxText {
		return ""
	}
	for _, w := range stems.Words(said) {
		if !slices.Contains(polite, w) {
			return said
		}
	}
	return ""
}

func telling(text string) bool {
	text = flows.Clean(text)
	n := utf8.RuneCountInString(text)
	return len(strings.Fields(text)) >= toldWords && n >= toldRunes && n <= civic.MaxText
}

// meetStray says whom to call; false where a report would be a cold answer to that.
func meetStray(t *flows.Turn, r reports.Report) bool {
	all := told(t, r)
	m := cards.Danger(all...)
	on := len(t.Roles) == 0 && !all[0].Alone
	if !on {
		offered := t.Offered()
		m.Rows = [][]flows.Button{offered[:min(len(offered), 1)]}
	}
	t.Reply(m)
	return on
}
