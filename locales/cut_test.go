package locales_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"veche/locales"
)

func TestCutAtTheEndOfAWord(t *testing.T) {
	for _, c := range []struct {
		html  string
		limit int
		want  string
	}{
		{"Яма у школы", 20, "Яма у школы"},
		{"Яма у школы", 11, "Яма у школы"},
		{"Яма у школы", 10, "Яма у…"},
		{"Яма <b>у школы</b>", 10, "Яма <b>у…</b>"},
		{"Яма <a href=\"x\">у <i>школы</i></a>", 10, "Яма <a href=\"x\">у…</a>"},
		{"Яма &amp; ухаб", 7, "Яма &amp;…"},
		{"&lt;&lt;&lt;&lt;", 3, "&lt;&lt;…"},
		{"💧💧💧", 4, "💧…"},
		{strings.Repeat("я", 200), 100, strings.Repeat("я", 99) + "…"},
	} {
		if got := locales.Cut(c.html, c.limit); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.html, c.limit, got, c.want)
		}
	}
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

// Whatever people wrote, a cut fits, closes what is open, and is a beginning of it.
func TestCutFitsAndCloses(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		for i := range rapid.IntRange(1, 6).Draw(rt, "parts") {
			text := html.EscapeString(rapid.String().Draw(rt, "text"))
			if i%2 == 1 {
				text = "<b>" + text + " <i>" + text + "</i></b>"
			}
			b.WriteString(text)
		}
		limit := rapid.IntRange(2, 200).Draw(rt, "limit")
		got := locales.Cut(b.String(), limit)
		plain := func(s string) string { return html.UnescapeString(anyTag.ReplaceAllString(s, "")) }
		if n := len(utf16.Encode([]rune(plain(got)))); n > limit {
			rt.Fatalf("%d characters of at most %d: %q", n, limit, got)
		}
		if !utf8.ValidString(got) && utf8.ValidString(b.String()) {
			rt.Fatalf("cut inside a character: %q", got)
		}
		if err := balanced(got); err != nil {
			rt.Fatalf("%v: %q", err, got)
		}
		if whole := plain(b.String()); plain(got) != whole && !strings.HasPrefix(whole, strings.TrimSuffix(plain(got), "…")) {
			rt.Fatalf("%q is no beginning of %q", got, whole)
		}
	})
}

func TestDatesAreWorded(t *testing.T) {
	at := time.Date(2026, 12, 4, 9, 5, 0, 0, time.UTC)
	for lang, want := range map[string][2]string{"ru": {"4 декабря", "4 декабря, 09:05"}, "en": {"4 December", "4 December, 09:05"}} {
		if got := [2]string{locales.Day(lang, at), locales.Moment(lang, at)}; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestWhatIsMissingIsAnError(t *testing.T) {
	l, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	for key, args := range map[string]map[string]any{
		"no.such.key":    nil,
		"report.text":    nil,
		"photos.added":   {"ID": 1},
		"reports.line":   {"ID": 1, "Category": "x"},
		"district.near ": nil,
	} {
		for _, lang := range locales.Languages() {
			if got, err := l.Text(lang, key, args); err == nil {
				t.Errorf("%s in %s with %v is worded %q", key, lang, args, got)
			}
		}
	}
}
