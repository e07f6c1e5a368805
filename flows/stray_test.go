package flows_test

import (
	"fmt"
	"slices"
	"testing"

	"veche/flows"
	"veche/flows/civic"
)

var inVyazma = civic.Point{Lat: 55.2105, Lon: 34.2951}

func meaning(text string, keys ...string) flows.Input {
	return flows.Input{Kind: flows.Text, Text: text, Means: keys}
}

// What a resident tells outside any form is what the report begins with: nobody has to say it
// twice. Each kind of input, with consent and before it.
func TestAReportBeginsWithWhatWasTold(t *testing.T) {
	const long = "Во дворе на Ленина яма на весь проезд"
	voice := flows.Input{Kind: flows.Other, What: "voice", Voice: "v", Length: 9e9}
	for name, c := range map[string]struct {
		told  []flows.Input
		want  string // text, photos, voice, point
		press bool   // of the offered button
	}{
		"words":                   {told: []flows.Input{writing(long)}, want: long + ", photos 0, voice \"\", point false"},
		"a few words":             {told: []flows.Input{writing("У нас яма")}, want: "У нас яма, photos 0, voice \"\", point false", press: true},
		"a greeting":              {told: []flows.Input{writing("Добрый день!")}, want: ", photos 0, voice \"\", point false", press: true},
		"something before":        {told: []flows.Input{writing("У нас яма"), commanding("help")}, want: ", photos 0, voice \"\", point false", press: true},
		"a photo":                 {told: []flows.Input{picture("p", "")}, want: ", photos 1, voice \"\", point false"},
		"a photo with words":      {told: []flows.Input{captioned("p", "", "Яма", 900)}, want: "Яма, photos 1, voice \"\", point false"},
		"an album":                {told: []flows.Input{captioned("p", "7", "Яма", 900), picture("q", "7"), captioned("r", "7", "и люк", 901)}, want: "Яма\nи люк, photos 3, voice \"\", point false"},
		"too many photos":         {told: []flows.Input{picture("p", "7"), picture("q", "7"), picture("r", "7"), picture("s", "7"), picture("t", "7"), picture("u", "7")}, want: fmt.Sprintf(", photos %d, voice \"\", point false", min(6, civic.MaxPhotos))},
		"a voice message":         {told: []flows.Input{voice}, want: ", photos 0, voice \"v\", point false"},
		"a point":                 {told: []flows.Input{{Kind: flows.Location, Point: inVyazma}}, want: ", photos 0, voice \"\", point true"},
		"words of danger":         {told: []flows.Input{writing("Пахнет газом")}, want: "Пахнет газом, photos 0, voice \"\", point false"},
		"forwarded words":         {told: []flows.Input{{Kind: flows.Text, Text: long, Forwarded: true}}, want: long + ", photos 0, voice \"\", point false"},
		"words, then more":        {told: []flows.Input{writing(long), picture("p", "")}, want: long + ", photos 1, voice \"\", point false"},
		"a photo, then the words": {told: []flows.Input{picture("p", ""), writing(long)}, want: long + ", photos 1, voice \"\", point false"},
	} {
		for _, who := range []string{"resident", "stranger"} {
			t.Run(name+", "+who, func(t *testing.T) {
				inWorld(t, func(w *world) {
					for _, in := range c.told {
						w.act(who, in)
					}
					w.due(2e9)
					if c.press {
						w.command(who, "report")
					}
					if who == "stranger" {
						w.pick(who, "yes")
					}
					if s := w.session(who, 0); s.Flow != "report" || s.State != "district" {
						t.Fatalf("stands at %s/%s", s.Flow, s.State)
					}
					d := w.draft(who)
					got := fmt.Sprintf("%s, photos %d, voice %q, point %v", d.Whole().Text, len(d.Photos), d.Voice, d.Place.Point != nil)
					if got != c.want {
						t.Errorf("began with %s, want %s", got, c.want)
					}
				})
			})
		}
	}
}

// Where a question asks for something else, photos, the place, and all of it in words are
// kept too, and the question stays.
func TestWhatIsToldElsewhereIsKept(t *testing.T) {
	const long = "Во дворе на Ленина яма на весь проезд"
	inWorld(t, func(w *world) {
		w.command("resident", "report")
		w.says(w.write("resident", long), "gathered", "report.district")
		w.write("resident", "Вязьма")
		w.says(w.act("resident", picture("p", "")), "gathered", "report.category")
		w.says(w.do("resident", flows.Input{Kind: flows.Location, Point: inVyazma}), "gathered", "report.category")
		w.says(w.do("resident", flows.Input{Kind: flows.Other, What: "sticker"}), "wrong.choose", "report.category")
		w.pick("resident", "roads")
		w.says(w.pick("resident", "="), "photos.more")
		w.says(w.pick("resident", "done"), "place.known")
		w.says(w.pick("resident", "="), "card.preview")
		w.says(w.act("resident", captioned("q", "", "вид сбоку", 900)), "gathered", "card.preview")
		w.says(w.write("resident", "И ещё одна яма у магазина за углом"), "wrong.press", "card.preview")
		w.pick("resident", "yes")
		if r := w.newest(); r.Text != long+"\nвид сбоку" || len(r.Photos) != 2 || r.Place.Point == nil {
			t.Errorf("filed %+v", r)
		}
	})
}

// Who types the words of a button, or yes or no, means it, and says no more.
func TestTypedWordsMeanButtons(t *testing.T) {
	yes, no := meaning("да", string(flows.Yes)), meaning("нет", string(flows.No))
	reporting := []flows.Input{commanding("report"), writing("Вязьма"), choosing("roads")}
	written := append(slices.Clone(reporting), writing("Яма"))
	shown := append(slices.Clone(written), choosing("done"), label("key.skip"))
	simply := []flows.Input{commanding("simple"), choosing("on"), commanding("report")}
	for name, c := range map[string]struct {
		who   string
		steps []flows.Input
		last  flows.Input
		at    string
	}{
		"yes, where words are asked":   {"resident", reporting, yes, "report/text"},
		"no, where words are asked":    {"resident", reporting, no, "report/text"},
		"yes to the words before":      {"resident", append(slices.Clone(written), choosing("<")), yes, "report/photos"},
		"no photos":                    {"resident", written, no, "report/place"},
		"yes, where photos are asked":  {"resident", written, yes, "report/photos"},
		"no more photos":               {"resident", append(slices.Clone(written), picture("p", "")), no, "report/place"},
		"no place":                     {"resident", append(slices.Clone(written), choosing("done")), no, "report/preview"},
		"yes to the whole":             {"resident", shown, yes, ""},
		"the label of the button":      {"resident", shown, meaning("отправить", "key.send", string(flows.Yes)), ""},
		"no to the whole":              {"resident", shown, no, "report/preview"},
		"back":                         {"resident", shown, meaning("назад", "key.back"), "report/place"},
		"yes, they have called":        {"resident", append(slices.Clone(reporting), writing("Пахнет газом")), yes, "report/photos"},
		"no, there is no danger":       {"resident", append(slices.Clone(reporting), writing("Пахнет газом")), no, "report/photos"},
		"yes in the simple mode":       {"resident", append(slices.Clone(simply), writing("Яма"), writing("у почты"), writing("Вязьма")), yes, ""},
		"yes to going on":              {"resident", append(slices.Clone(written), commanding("report")), yes, "report/photos"},
		"yes as an answer to the head": {"author", []flows.Input{pressing("a:report.reply:8")}, yes, "reply/photos"},
		"yes, edited":                  {"resident", shown, edited(yes), "report/preview"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				for _, in := range c.steps {
					w.act(c.who, in)
				}
				w.act(c.who, c.last)
				w.at(c.who, c.at)
			})
		})
	}
}
