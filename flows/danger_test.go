package flows_test

import (
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Whoever tells of a danger, wherever they do, reads at once whom to call.
func TestADangerIsMetWhereverItIsTold(t *testing.T) {
	const gas = "Тут сильно пахнет газом"
	simply := []flows.Input{commanding("simple"), choosing("on")}
	reporting := []flows.Input{commanding("report"), writing("Вязьма"), choosing("roads")}
	joining := []flows.Input{pressing("a:report.join:2")}
	for name, c := range map[string]struct {
		who   string
		steps []flows.Input
		last  flows.Input
	}{
		"in the words":               {"resident", reporting, writing(gas)},
		"in the words, edited":       {"resident", append(slices.Clone(reporting), numbered(writing("Яма"), 900)), edited(numbered(writing(gas), 900))},
		"under a photo":              {"resident", append(slices.Clone(reporting), writing("Яма")), captioned("p", "", gas, 900)},
		"under a photo of an album":  {"resident", append(slices.Clone(reporting), writing("Яма")), captioned("p", "7", gas, 900)},
		"under the first photo":      {"resident", reporting, captioned("p", "", gas, 900)},
		"where the place is asked":   {"resident", append(slices.Clone(reporting), writing("Яма"), choosing("done")), writing(gas)},
		"where the topic is asked":   {"resident", reporting[:2], writing(gas)},
		"in simple words":            {"resident", append(slices.Clone(simply), commanding("report")), writing(gas)},
		"where simply":               {"resident", append(slices.Clone(simply), commanding("report"), writing("Яма")), writing(gas)},
		"outside any form":           {"resident", nil, writing(gas)},
		"outside, in two words":      {"resident", nil, writing("Запах газа")},
		"outside, under a photo":     {"resident", nil, captioned("p", "", gas, 900)},
		"by somebody in office":      {"moderator", nil, writing(gas)},
		"in an addition":             {"author", []flows.Input{pressing("a:report.add:2")}, writing(gas)},
		"under a photo added":        {"author", []flows.Input{pressing("a:report.add:2")}, captioned("p", "", gas, 900)},
		"in an answer to the head":   {"author", []flows.Input{pressing("a:report.reply:8")}, writing(gas)},
		"under a photo of an answer": {"author", []flows.Input{pressing("a:report.reply:8"), writing("Да")}, captioned("p", "", gas, 900)},
		"when joining":               {"resident", joining, captioned("p", "", gas, 900)},
		"in the spot of a neighbour": {"resident", append(slices.Clone(joining), choosing("done")), writing(gas)},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				for _, in := range c.steps {
					w.act(c.who, in)
				}
				said := w.act(c.who, c.last).Said
				met := slices.IndexFunc(said, func(s flows.Said) bool { return s.Message.Key == "danger.numbers" })
				for i, s := range said {
					asks := strings.HasPrefix(s.Message.Key, "report.") || strings.HasPrefix(s.Message.Key, "simple.")
					if asks && (met < 0 || i < met) {
						t.Errorf("%s comes first", s.Message.Key)
					}
				}
				if met < 0 {
					t.Errorf("says %v", said)
				}
			})
		})
	}
}

// Each danger is met, also when another was met before, and all of those told at once.
func TestEachDangerIsMet(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		for i, c := range []struct {
			says, value string
			numbers     int
			gravest     string
		}{
			{"Провод оборван", "called", 1, "wire"},
			{"Провод оборван, и пахнет газом", "none", 1, "wire"},
			{"Провод оборван, пахнет газом, горит гараж", "called", 2, "gas"},
			{"Провод оборван, а в подвале газон", "", 0, "gas"}, // until it is sent
		} {
			if i > 0 {
				w.pick("resident", "<")
				w.at("resident", "report/text")
			}
			m := w.write("resident", c.says).Said[0].Message
			if numbers, _ := m.Args["Numbers"].([]flows.Term); len(numbers) != c.numbers {
				t.Errorf("%s: %v", c.says, m)
			}
			if c.value != "" {
				w.pick("resident", c.value)
			}
			if got := w.draft("resident").Emergency; got != c.gravest {
				t.Errorf("after %s it tells of %q, want %q", c.says, got, c.gravest)
			}
		}
		w.pick("resident", "done")
		w.do("resident", label("key.skip"))
		w.pick("resident", "yes")
		if r := w.newest(); r.Emergency != "wire" || len(r.Warned) != 0 {
			t.Errorf("filed with %q, %v", r.Emergency, r.Warned)
		}
	})
}

// A topic only hints: it asks, and what was chosen by mistake leaves no danger behind.
func TestATopicHintsAtADanger(t *testing.T) {
	inWorld(t, func(w *world) {
		w.command("resident", "report")
		w.write("resident", "Вязьма")
		w.says(w.pick("resident", "power"), "danger.ask")
		w.pick("resident", "called")
		if got := w.draft("resident").Emergency; got != "gas" {
			t.Errorf("after the call %q", got)
		}
		w.pick("resident", "<")
		w.at("resident", "report/category")
		w.pick("resident", "roads")
		if got := w.draft("resident").Emergency; got != "" {
			t.Errorf("of a road %q", got)
		}
	})
}

// Despair gets an answer of its own, and nobody makes a report of it unasked.
func TestDespairIsNoReport(t *testing.T) {
	inWorld(t, func(w *world) {
		said := w.write("resident", "Я больше не хочу жить, помогите мне пожалуйста").Said
		numbers, _ := said[0].Message.Args["Numbers"].([]flows.Term)
		if len(said) != 1 || len(numbers) != 1 || len(numbers[0].Args["Title"].(civic.Words)) == 0 {
			t.Errorf("says %v", said)
		}
		w.at("resident", "")
	})
}

// A moderator who types out a voice message tells its author of what is new in it.
func TestADangerInAVoiceMessage(t *testing.T) {
	for before, want := range map[string]bool{"": true, "wire": true, "gas": false} {
		inWorld(t, func(w *world) {
			r := w.report(spokenReport)
			r.Emergency = before
			w.put(r)
			w.press("moderator", "a:report.transcribe:50")
			said := w.write("moderator", "Во дворе пахнет газом")
			if got := slices.Contains(keys(said), "danger.numbers"); got != want {
				t.Errorf("known to tell of %q: %v", before, keys(said))
			}
			if got := w.report(spokenReport).Emergency; got != "gas" {
				t.Errorf("it tells of %q", got)
			}
		})
	}
}

func numbered(in flows.Input, message int) flows.Input {
	in.Message = message
	return in
}

func edited(in flows.Input) flows.Input {
	in.Edited = true
	return in
}

func (w *world) put(r reports.Report) {
	w.t.Helper()
	if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
		w.t.Fatal(err)
	}
}
