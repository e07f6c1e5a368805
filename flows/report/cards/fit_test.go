package cards

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

func TestWhatFitsStaysAsItIs(t *testing.T) {
	text, answers := fit("Яма", []reports.Event{{Text: "Посмотрим"}, {Text: "Починили"}}, 0)
	if text != "Яма" || len(answers) != 2 || answers[0].Text != "Посмотрим" || answers[1].Text != "Починили" {
		t.Errorf("%q %v", text, answers)
	}
}

func TestLongTextsLeaveRoom(t *testing.T) {
	long := strings.Repeat("слово ", civic.MaxText/6)
	text, answers := fit(long, []reports.Event{{Text: long}, {Text: "второй " + long}}, 0)
	if len(answers) != 1 || !strings.HasPrefix(answers[0].Text, "второй") || Length(answers[0].Text) < 1700 {
		t.Errorf("of two long answers there are %d", len(answers))
	}
	if !strings.HasPrefix(text, "слово слово") || !strings.HasSuffix(text, "слово…") || Length(text) < textRoom-10 {
		t.Errorf("the text became %q", text)
	}
}

// Whatever is written, it fits, is the beginning of what was written, and the newest
// answer is there.
func TestWordsFitOnACard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat(rapid.StringN(1, 10, -1).Draw(t, "words"), rapid.IntRange(1, 400).Draw(t, "times"))
		})
		text := words.Draw(t, "text")
		var answers []reports.Event
		for _, s := range rapid.SliceOfN(words, 0, 6).Draw(t, "answers") {
			answers = append(answers, reports.Event{Text: s})
		}
		besides := rapid.SampledFrom([]int{0, 520, 1040}).Draw(t, "besides")
		got, kept := fit(text, answers, besides)
		total := besides + Length(got)
		for _, a := range kept {
			total += Length(a.Text) + LineRoom
		}
		if total > Room+textRoom/4 {
			t.Fatalf("%d characters", total)
		}
		if !utf8.ValidString(got) || !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
			t.Fatalf("%q is no beginning of %q", got, text)
		}
		if len(answers) > 0 && (len(kept) == 0 || !strings.HasPrefix(answers[len(answers)-1].Text, strings.TrimSuffix(kept[len(kept)-1].Text, "…"))) {
			t.Fatalf("the newest answer is not there: %v", kept)
		}
	})
}
