package report

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// words takes what happened, written or spoken. A photo sent instead is kept, with its
// caption as the text.
func words(key string) flows.Step[reports.Report] {
	put := func(r *reports.Report, s string) { r.Text, r.Voice = s, "" }
	step := flows.Write(key, civic.MaxText, put, func(r reports.Report) string { return r.Whole().Text + r.Voice })
	ask, write := step.Ask, step.Answer
	step.Ask = func(t *flows.Turn, r reports.Report) flows.Message {
		m := ask(t, r)
		switch {
		case r.Voice == "" && r.Whole().Text != "":
			m.Key, m.Args["Text"] = "report.text_kept", r.Whole().Text
		case len(r.Photos) > 0 && r.Voice == "":
			m.Key = "wrong.photo_first"
		}
		return m
	}
	step.Answer = func(t *flows.Turn, r *reports.Report) (string, error) {
		switch {
		case t.Input.Voice != "":
			return flows.Next, takeVoice(t, r)
		case t.Means(flows.Yes) || t.Means(flows.No): // there is nothing to agree to
			return "", flows.Wrong{Key: "wrong.yes"}
		case t.Input.Kind != flows.Photo:
			return write(t, r)
		}
		event, err := flows.TakePhoto(t, &r.Photos, civic.MaxPhotos)
		if flows.Clean(t.Input.Text) == "" {
			return event, err
		}
		text, err := flows.Legible(t.Input.Text, civic.MaxText)
		if err == nil {
			put(r, text)
		}
		return flows.Next, err
	}
	return step
}

// photos takes pictures, and what is written under them. A danger that is told of there is
// met at once; in an album, of which more is on its way, without a question.
func photos() flows.Step[reports.Report] {
	step := flows.Photos("report.photos", civic.MaxPhotos, func(r *reports.Report) *[]civic.Photo { return &r.Photos }, captions)
	answer := step.Answer
	step.Answer = func(t *flows.Turn, r *reports.Report) (string, error) {
		event, err := answer(t, r)
		switch {
		case err != nil || t.Input.Kind != flows.Photo:
		case event == flows.Again:
			if warn(t, r) {
				return "danger", nil
			}
		default:
			meet(t, r)
		}
		return event, err
	}
	return step
}

// captions are kept with what is written; a voice message is typed out by a moderator, and
// has no words before.
func captions(r *reports.Report) *civic.Captions {
	if r.Voice != "" {
		return nil
	}
	return &r.Captions
}

// lastLook shows what is about to be sent. One more button says that it is filed for a
// neighbour who has no phone.
func lastLook() flows.Step[reports.Report] {
	step := flows.Confirm("key.send", func(t *flows.Turn, r reports.Report) flows.Message { return cards.Preview(t, r) })
	ask, answer := step.Ask, step.Answer
	step.Ask = func(t *flows.Turn, r reports.Report) flows.Message {
		m := ask(t, r)
		m.Rows = append(m.Rows, flows.Row(flows.Pick(forWhom(r), "behalf")))
		return m
	}
	step.Answer = func(t *flows.Turn, r *reports.Report) (string, error) {
		if t.Value == "behalf" {
			r.Behalf = !r.Behalf
			return flows.Again, nil
		}
		return answer(t, r)
	}
	return gated(private(step))
}

// forWhom labels the button that says for whom the report is.
func forWhom(r reports.Report) flows.Term {
	if r.Behalf {
		return flows.Term{Key: "key.for_me"}
	}
	return flows.Term{Key: "key.for_neighbour"}
}
