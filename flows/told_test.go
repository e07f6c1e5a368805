package flows_test

import (
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// What was told without being asked is a draft: nothing throws it away unasked. A form
// that was only opened is none, nor is one that is about something.
func TestWhatWasToldUnaskedIsADraft(t *testing.T) {
	for name, tell := range map[string]func(*world){
		"words": func(w *world) {
			w.write("resident", "У нас во дворе яма на весь проезд, помогите")
		},
		"voice": func(w *world) {
			w.do("resident", flows.Input{Kind: flows.Other, What: "voice", Voice: "v", Length: time.Second})
		},
		"simple words": func(w *world) {
			w.command("resident", "simple")
			w.pick("resident", "on")
			w.write("resident", "У нас во дворе яма на весь проезд, помогите")
		},
		"simple voice": func(w *world) {
			w.command("resident", "simple")
			w.pick("resident", "on")
			w.do("resident", flows.Input{Kind: flows.Other, What: "voice", Voice: "v", Length: time.Second})
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				tell(w)
				w.says(w.command("resident", "near"), "held")
			})
		})
	}
	inWorld(t, func(w *world) {
		w.press("author", "a:report.add:2")
		w.command("author", "near")
		w.at("author", "near/where")
		w.command("stranger", "report")
		w.command("stranger", "near")
		w.at("stranger", "near/where")
	})
}

// An edit of an addition takes the place of the words as they were, and only of those.
func TestAnEditOfAnAddition(t *testing.T) {
	said := func(message int, text string, edited bool) flows.Input {
		return flows.Input{Kind: flows.Text, Text: text, Message: message, Edited: edited}
	}
	inWorld(t, func(w *world) {
		w.press("author", "a:report.add:2")
		w.do("author", said(500, "Яма", false))
		w.do("author", said(500, "Яма, глубокая", true))
		w.do("author", said(501, "И темно", false))
		w.do("author", said(501, "И темно вечером", true))
		w.do("author", said(501, "И темно ночью", true))
		w.pick("author", "done")
		if e, _ := w.report(publishedReport).Last(reports.Add); e.Text != "Яма, глубокая\nИ темно ночью" {
			t.Errorf("added %q", e.Text)
		}
	})
	inWorld(t, func(w *world) {
		w.press("author", "a:report.add:2")
		w.do("author", said(500, strings.Repeat("я", civic.MaxReason), false))
		w.says(w.do("author", said(501, "Ещё", false)), "wrong.words_full", "add.more")
		w.says(w.do("author", said(500, "Короче", true)), "corrected", "add.more")
	})
}
