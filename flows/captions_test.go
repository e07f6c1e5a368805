package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// captioned is a photo with words under it, as the message of the number.
func captioned(id, album, words string, message int) flows.Input {
	in := picture(id, album)
	in.Text, in.Message = words, message
	return in
}

// What is written under a photo is kept wherever photos are asked for, and read by whoever
// reads the words: of one photo, of each in an album, as it was edited in the end.
func TestWordsUnderPhotosAreKept(t *testing.T) {
	reporting := []flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма")}
	edited := captioned("p", "", "у аптеки", 900)
	edited.Edited = true
	editedInAlbum := edited
	editedInAlbum.Album = "1"
	voice := flows.Input{Kind: flows.Other, What: "voice", Voice: "v", Length: time.Second}
	many := []flows.Input{}
	for i := range 10 {
		many = append(many, picture(string(rune('a'+i)), ""))
	}
	filed := func(w *world) string { return w.newest().Text }
	said := func(m reports.Move) func(*world) string {
		return func(w *world) string {
			for _, id := range []uint64{2, 4, 8} {
				if e, ok := w.report(civic.ReportID(id)).Last(m); ok && e.At.Equal(w.now) {
					return e.Text
				}
			}
			return ""
		}
	}
	for name, c := range map[string]struct {
		who   string
		steps []flows.Input
		end   []flows.Input
		reads func(*world) string
		want  string
		says  string // in between
	}{
		"of a report":                 {"resident", append(slices.Clone(reporting), captioned("p", "", "у школы", 900)), []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "Яма\nу школы", "caption.kept"},
		"of an album":                 {"resident", append(slices.Clone(reporting), captioned("p", "1", "у школы", 900), captioned("q", "1", "и дальше", 901)), []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "Яма\nу школы\nи дальше", ""},
		"edited later":                {"resident", append(slices.Clone(reporting), captioned("p", "", "у школы", 900), edited), []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "Яма\nу аптеки", "corrected"},
		"edited at the last look":     {"resident", append(slices.Clone(reporting), captioned("p", "", "у школы", 900), choosing("done"), label("key.skip"), edited), []flows.Input{choosing("yes")}, filed, "Яма\nу аптеки", "corrected"},
		"edited in an album":          {"resident", append(slices.Clone(reporting), captioned("q", "1", "и дальше", 899), captioned("p", "1", "у школы", 900), choosing("done"), label("key.skip"), editedInAlbum), []flows.Input{choosing("yes")}, filed, "Яма\nи дальше\nу аптеки", "corrected"},
		"of photos that were dropped": {"resident", append(slices.Clone(reporting), captioned("p", "", "у школы", 900), choosing("drop")), []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "Яма", "caption.kept"},
		"the same as the words":       {"resident", append(slices.Clone(reporting), captioned("p", "", "Яма", 900)), []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "Яма", "caption.kept"},
		"under one too many":          {"resident", append(append(slices.Clone(reporting), many...), captioned("z", "", "у школы", 900)), []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "Яма\nу школы", "wrong.photos_full"},
		"too long":                    {"resident", append(slices.Clone(reporting), captioned("p", "", strings.Repeat("м", 1000), 900), captioned("q", "", strings.Repeat("н", 1000), 901)), []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "Яма\n" + strings.Repeat("м", 1000), "caption.long"},
		"of a voice":                  {"resident", []flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), voice, captioned("p", "", "у школы", 900)}, []flows.Input{choosing("done"), label("key.skip"), choosing("yes")}, filed, "", "caption.not_kept"},
		"of an addition":              {"author", []flows.Input{pressing("a:report.add:2"), captioned("p", "", "стало глубже", 900)}, []flows.Input{choosing("done")}, said(reports.Add), "стало глубже", "caption.kept"},
		"of an answer":                {"head", []flows.Input{pressing("a:report.answer:2"), writing("Засыплем"), captioned("p", "", "щебень привезли", 900)}, []flows.Input{choosing("done"), choosing("yes")}, said(reports.Answer), "Засыплем\nщебень привезли", "caption.kept"},
		"of a proof":                  {"head", []flows.Input{pressing("a:report.close:2"), writing("Засыпали"), captioned("p", "", "вид с дороги", 900)}, []flows.Input{choosing("done"), choosing("yes")}, said(reports.Close), "Засыпали\nвид с дороги", "caption.kept"},
		"of a reply":                  {"author", []flows.Input{pressing("a:report.reply:8"), writing("Справа"), captioned("p", "", "у столба", 900)}, []flows.Input{choosing("done")}, said(reports.Reply), "Справа\nу столба", "caption.kept"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				var all []string
				for _, in := range c.steps {
					all = append(all, keys(w.act(c.who, in))...)
				}
				if c.says != "" && !slices.Contains(all, c.says) {
					t.Errorf("says %v, without %s", all, c.says)
				}
				w.work()
				for _, in := range c.end {
					w.act(c.who, in)
				}
				if got := c.reads(w); got != c.want {
					t.Errorf("reads %q, want %q", got, c.want)
				}
			})
		})
	}
}

// A danger told of under a photo is met at once, in an album too.
func TestADangerUnderAPhotoIsMet(t *testing.T) {
	inWorld(t, func(w *world) {
		for _, in := range []flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма")} {
			w.act("resident", in)
		}
		alone := w.act("resident", captioned("p", "", "Тут сильно пахнет газом", 900))
		if !slices.Contains(keys(alone), "danger.numbers") {
			t.Errorf("says %v", keys(alone))
		}
		w.pick("resident", "called")
		w.at("resident", "report/photos")
	})
	inWorld(t, func(w *world) {
		for _, in := range []flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма"), captioned("q", "7", "дыра", 900)} {
			w.act("resident", in)
		}
		if all := w.act("resident", captioned("r", "7", "и провод искрит", 901)); !slices.Contains(keys(all), "danger.numbers") {
			t.Errorf("in an album: says %v", keys(all))
		}
		w.at("resident", "report/photos")
	})
}

// newest is the report that was filed just now.
func (w *world) newest() (r reports.Report) {
	w.t.Helper()
	for rec, err := range storage.Reports.All(w.tx) {
		if err != nil {
			w.t.Fatal(err)
		}
		if rec.Value.Sent.Equal(w.now) {
			r = rec.Value
		}
	}
	return r
}
