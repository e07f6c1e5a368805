package locales_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"veche/locales"
)

// wordings reads a language as it is written: key to form to text, the form "" where
// there is one wording only.
func wordings(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	rooms, err := filepath.Glob(filepath.Join(lang, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, room := range rooms {
		data, err := os.ReadFile(room)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := yaml.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		flatten(t, out, "", tree)
	}
	if len(out) < 100 {
		t.Fatalf("%s: only %d wordings", lang, len(out))
	}
	return out
}

var plurals = []string{"zero", "one", "two", "few", "many", "other"}

func flatten(t *testing.T, into map[string]map[string]string, at string, tree map[string]any) {
	t.Helper()
	for k, v := range tree {
		key := strings.TrimPrefix(at+"."+k, ".")
		switch v := v.(type) {
		case string:
			if slices.Contains(plurals, k) {
				if into[at] == nil {
					into[at] = map[string]string{}
				}
				into[at][k] = v
				continue
			}
			into[key] = map[string]string{"": v}
		case map[string]any:
			flatten(t, into, key, v)
		default:
			t.Errorf("%s is a %T", key, v)
		}
	}
}

// each walks over all wordings of both languages.
func each(t *testing.T, fn func(t *testing.T, lang, key, form, text string)) {
	t.Helper()
	for _, lang := range locales.Languages() {
		for key, forms := range wordings(t, lang) {
			for form, text := range forms {
				fn(t, lang, key, form, text)
			}
		}
	}
}

var filledIn = regexp.MustCompile(`\{\{[^}]*?\.([A-Za-z]+)[^}]*\}\}`)

// arguments lists what a wording is filled in with.
func arguments(text string) []string {
	var out []string
	for _, m := range filledIn.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return out
}

func TestBothLanguagesTakeTheSameArguments(t *testing.T) {
	ru, en := wordings(t, "ru"), wordings(t, "en")
	union := func(forms map[string]string) (all []string) {
		for _, text := range forms {
			all = append(all, arguments(text)...)
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for key := range ru {
		if r, e := union(ru[key]), union(en[key]); !slices.Equal(r, e) {
			t.Errorf("%s is filled in with %v in Russian and %v in English", key, r, e)
		}
	}
}

// A number chooses its form: Russian has one, few, many and other, English one and other.
func TestPluralFormsAreWhole(t *testing.T) {
	want := map[string][]string{"ru": {"few", "many", "one", "other"}, "en": {"one", "other"}}
	for _, lang := range locales.Languages() {
		for key, forms := range wordings(t, lang) {
			var have []string
			for form := range forms {
				have = append(have, form)
			}
			if slices.Sort(have); !slices.Equal(have, []string{""}) && !slices.Equal(have, want[lang]) {
				t.Errorf("%s in %s has the forms %v, want %v", key, lang, have, want[lang])
			}
		}
	}
}

// Every wording can be filled in, with every argument given and with every one empty.
func TestEveryWordingExecutes(t *testing.T) {
	l, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, lang, key, form, text string) {
		for _, filler := range []any{"слово", ""} {
			args := map[string]any{}
			for _, a := range arguments(text) {
				args[a] = filler
			}
			for _, n := range []int{0, 1, 2, 5, 11, 21, 22, 25} {
				args["Count"] = n
				got, err := l.Text(lang, key, args)
				if err != nil {
					t.Errorf("%s: %v", key, err)
					return
				}
				if got == "" && filler != "" || strings.Contains(got, "{{") || strings.Contains(got, "no value") {
					t.Errorf("%s in %s: %q", key, lang, got)
				}
			}
		}
		if args := arguments(text); len(args) > 0 {
			if _, err := l.Text(lang, key, map[string]any{"Count": 1}); err == nil && !slices.Equal(args, []string{"Count"}) && !strings.Contains(text, "{{if") {
				t.Errorf("%s in %s: nothing is missing without %v", key, lang, args)
			}
		}
	})
}

// What is pressed under the field for writing comes back as text: it has to name one
// thing, in whatever language it is.
func TestLabelsNameOneThing(t *testing.T) {
	// Buttons under messages carry data and may share a wording; those under the field
	// are read.
	read := []string{"key.back", "key.cancel", "key.list", "key.skip", "key.locate"}
	l, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]string{}
	each(t, func(t *testing.T, lang, key, form, text string) {
		if !slices.Contains(read, key) && (!strings.HasPrefix(key, "menu.") || key == "menu.title") {
			return
		}
		text = strings.TrimSpace(text)
		if other, twice := of[text]; twice && other != key {
			t.Errorf("%q is %s and %s", text, key, other)
		}
		of[text] = key
		if got := l.Label(text); got != key {
			t.Errorf("%q is read as %q, want %s", text, got, key)
		}
	})
	for _, key := range read {
		if !slices.Contains(slices.Collect(valuesOf(of)), key) {
			t.Errorf("%s has no wording", key)
		}
	}
}

func valuesOf(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// within are the limits of what is shown where, in characters; placeholders count as
// what usually stands there.
var within = []struct {
	prefix string
	most   int
	why    string
}{
	{"about.text", 512, "a bot's description"},
	{"about.short", 120, "a bot's short description"},
	{"command.", 40, "the list of commands; the Bot API takes 256, a phone shows less"},
	{"menu.", 32, "two buttons in a row on a phone"},
	{"key.", 32, "a button on a phone"},
	{"hint.", 64, "the empty field"},
	{"", 3500, "a message with room for what is filled in"},
}

var (
	branches = regexp.MustCompile(`\{\{(if|else|end)[^}]*\}\}`)
	numbers  = regexp.MustCompile(`\.(Page|Pages|Count|N|ID|Limit|Over)\b`)
)

func TestWordingsFit(t *testing.T) {
	// A press is answered by a notice of 200 characters at most; what is filled in is
	// short there: a number, a status, a date, «в Смоленской области».
	notices := []string{"old_button", "not_yours", "not_for_residents", "anothers", "verdict.unasked", "too_late", "no_report", "published", "taken", "revoke.gone", "revoke.last"}
	each(t, func(t *testing.T, lang, key, form, text string) {
		filled := filledIn.ReplaceAllStringFunc(branches.ReplaceAllString(text, ""), func(arg string) string {
			if numbers.MatchString(arg) {
				return "1234"
			}
			return "двадцать знаков, как"
		})
		n := utf8.RuneCountInString(strings.TrimSpace(filled))
		for _, w := range within {
			if strings.HasPrefix(key, w.prefix) && key != "menu.title" {
				if n > w.most {
					t.Errorf("%s in %s has %d characters, at most %d: %s", key, lang, n, w.most, w.why)
				}
				break
			}
		}
		if (slices.Contains(notices, key) || strings.HasPrefix(key, "wrong.") && key != "wrong.thrice") && n > 200 {
			t.Errorf("%s in %s has %d characters; the notice of a press has 200", key, lang, n)
		}
	})
}

// Plain words: what an office would write and no neighbour would say.
func TestNobodyTalksLikeAnOffice(t *testing.T) {
	stilted := map[string]*regexp.Regexp{
		"ru": regexp.MustCompile(`(?i)являе|являю|осуществ|данн(ый|ая|ое|ые|ого|ому|ой|ым|ых)\b|в связи с|вышеуказ|нижеуказ|надлежащ|в целях|посредством|` +
			`необходимо |производится|произвести|уведомля|пользовател|обращени[еяю](?: гражд| №)|администратор|функционал|некорректн|валидн|в случае если|по факту|в рамках|касательно|заявител|тикет|юзер|имеется`),
		"en": regexp.MustCompile(`(?i)\bplease be advised|\bin order to|\butili[sz]e|\bkindly|\bhereby|\bpursuant|\bthe user\b|\busers\b|\bticket|\binvalid\b|\bsuccessfully|\bfunctionality|\bsubmit|\bterminate|\bcommence|\berror\b`),
	}
	each(t, func(t *testing.T, lang, key, form, text string) {
		if bad := stilted[lang].FindString(text); bad != "" {
			t.Errorf("%s in %s says %q", key, lang, bad)
		}
	})
}

// slips are what a careful typesetter would not let through.
var slips = map[string][]slip{
	"ru": {
		{regexp.MustCompile(`"|“|”`), "quotation marks are «ёлочки»"},
		{regexp.MustCompile(`№[^ \x{00a0}]`), "№ has a space behind it"},
		{regexp.MustCompile(` - | – `), "a dash is —"},
		{regexp.MustCompile(`(?i)(^|[^а-яё])(еще|ее|идет|ведет|пришлет|живет|черновик потерян)($|[^а-яё])`), "ё is written"},
	},
	"en": {
		{regexp.MustCompile(`"|«|»`), "quotation marks are “ ”"},
		{regexp.MustCompile(`'`), "an apostrophe is ’"},
		{regexp.MustCompile(` - | — `), "a dash is –"},
		{regexp.MustCompile(`[А-Яа-яЁё]`), "Russian letters"},
		{regexp.MustCompile(`No\.\S`), "No. has a space behind it"},
	},
	"": {
		{regexp.MustCompile(`  `), "two spaces"},
		{regexp.MustCompile(` [,.;:!?](?:\s|$)`), "a space before a mark"},
		{regexp.MustCompile(`\.\.\.`), "an ellipsis is …"},
		{regexp.MustCompile(`[!?]{2}`), "one mark is enough"},
		{regexp.MustCompile(` \n|\t`), "a space at the end of a line"},
		{regexp.MustCompile(`[.] *[…]|,,`), "marks in a row"},
	},
}

type slip struct {
	is  *regexp.Regexp
	why string
}

func TestTypography(t *testing.T) {
	tag, code := regexp.MustCompile(`<[^>]*>`), regexp.MustCompile(`\{\{[^}]*\}\}`)
	spoken := map[string]bool{"language.title": true, "command.language": true, "language.to_ru": true, "language.to_en": true}
	each(t, func(t *testing.T, lang, key, form, text string) {
		shown := code.ReplaceAllString(tag.ReplaceAllString(text, ""), "X")
		for _, s := range append(slices.Clone(slips[""]), slips[lang]...) {
			if lang == "en" && s.why == "Russian letters" && (spoken[key] || strings.Contains(text, "/language")) {
				continue
			}
			if bad := s.is.FindString(shown); bad != "" {
				t.Errorf("%s in %s: %q: %s", key, lang, bad, s.why)
			}
		}
		if err := balanced(text); err != nil {
			t.Errorf("%s in %s: %v", key, lang, err)
		}
	})
}

var tags = regexp.MustCompile(`</?([a-z]+)[^>]*>`)

// balanced reports tags that Telegram does not know, or that do not close.
func balanced(html string) error {
	var open []string
	for _, m := range tags.FindAllStringSubmatch(html, -1) {
		switch {
		case !slices.Contains([]string{"b", "i", "u", "s", "a", "code", "pre", "blockquote"}, m[1]):
			return fmt.Errorf("the tag %s", m[0])
		case !strings.HasPrefix(m[0], "</"):
			open = append(open, m[1])
		case len(open) == 0 || open[len(open)-1] != m[1]:
			return fmt.Errorf("%s closes nothing", m[0])
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("%v is not closed", open)
	}
	return nil
}

// Labels and hints are shown as they are: without markup, on one line.
func TestLabelsArePlain(t *testing.T) {
	each(t, func(t *testing.T, lang, key, form, text string) {
		for _, p := range []string{"key.", "menu.", "command.", "hint.", "about.", "status.", "desk.", "role."} {
			if strings.HasPrefix(key, p) && (strings.ContainsAny(text, "<>") || p != "about." && strings.Contains(strings.TrimSpace(text), "\n")) {
				t.Errorf("%s in %s is shown without markup, on one line", key, lang)
			}
		}
	})
}
