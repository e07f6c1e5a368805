// Package locales words everything that the bot says, in Russian and English.
//
// The wordings stand in ru and en, a file for each room, under the same keys, as
// templates of go-i18n: {{.Name}} is filled in, a message with forms (one, few, many, other)
// takes the one for Count. What is filled in must already be HTML: package bot
// escapes what people wrote. A key or an argument that is missing is an error, so
// that nobody ever reads "<no value>". What a button under the field for writing was called
// once stands in retired.yaml: old keyboards send it still.
package locales

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed ru en retired.yaml
var files embed.FS

// retired lists what buttons of keyboards were called, and the keys that these meant.
const retired = "retired.yaml"

// Languages lists the languages, the default first.
func Languages() []string { return []string{"ru", "en"} }

// Locales holds the wordings. It does not change and may be shared.
type Locales struct {
	by     map[string]*i18n.Localizer
	keys   map[string][]string // by language
	forms  map[string]bool     // keys that have forms for counts
	labels map[string]string   // wording of a keyboard's button -> its key
	means  map[string][]string // what somebody may type for buttons -> their keys
	plain  map[worded]string   // what has nothing to be filled in
}

// worded is a key in a language.
type worded struct{ lang, key string }

// New reads the wordings, and those in folders ru and en of more.
func New(more ...fs.FS) (*Locales, error) {
	l := &Locales{by: map[string]*i18n.Localizer{}, keys: map[string][]string{}, forms: map[string]bool{}, labels: map[string]string{}, means: map[string][]string{}, plain: map[worded]string{}}
	for _, lang := range Languages() {
		if err := l.read(lang, append([]fs.FS{files}, more...)); err != nil {
			return nil, fmt.Errorf("read the wordings in %s: %w", lang, err)
		}
	}
	for _, f := range append([]fs.FS{files}, more...) {
		if err := l.retire(f); err != nil {
			return nil, fmt.Errorf("read %s: %w", retired, err)
		}
	}
	return l, nil
}

// retire lets keyboards that stand in chats since an earlier release go on meaning what they
// meant.
func (l *Locales) retire(from fs.FS) error {
	data, err := fs.ReadFile(from, retired)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	old := map[string]string{}
	if err == nil {
		err = yaml.Unmarshal(data, &old)
	}
	if err != nil {
		return err
	}
	for label, key := range old {
		if now := l.labels[label]; now != "" && now != key {
			return fmt.Errorf("%q meant %s, and means %s", label, key, now)
		}
		if !slices.Contains(l.keys[Languages()[0]], key) {
			return fmt.Errorf("%q means %s, which has no wording", label, key)
		}
		l.labels[label] = key
	}
	return nil
}

func (l *Locales) read(lang string, from []fs.FS) error {
	// A bundle for each language: go-i18n would silently fall back to another.
	bundle := i18n.NewBundle(language.Make(lang))
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	for _, f := range from {
		rooms, err := fs.Glob(f, lang+"/*.yaml")
		if err != nil {
			return err
		}
		for _, room := range rooms {
			if err := l.room(bundle, f, lang, room); err != nil {
				return fmt.Errorf("%s: %w", room, err)
			}
		}
	}
	l.by[lang] = i18n.NewLocalizer(bundle, lang)
	return nil
}

// room reads the wordings of one room.
func (l *Locales) room(bundle *i18n.Bundle, from fs.FS, lang, name string) error {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	file, err := bundle.ParseMessageFileBytes(data, lang+".yaml")
	if err != nil {
		return err
	}
	for _, m := range file.Messages {
		if slices.Contains(l.keys[lang], m.ID) {
			return fmt.Errorf("%s is worded twice", m.ID)
		}
		l.keys[lang] = append(l.keys[lang], m.ID)
		l.forms[m.ID] = l.forms[m.ID] || m.One != ""
		if m.One == "" && !strings.Contains(m.Other, "{{") {
			l.plain[worded{lang, m.ID}] = strings.TrimSpace(m.Other)
		}
		if strings.HasPrefix(m.ID, "menu.") || strings.HasPrefix(m.ID, "key.") {
			l.labels[m.Other] = m.ID
		}
		l.mean(m.ID, m.Other)
	}
	return nil
}

// strict makes a missing argument an error. It has to be one value: go-i18n keeps
// parsed templates only for parsers that it can compare.
var strict template.Parser = &template.TextParser{Option: "missingkey=error"}

// Text words a message in a language. Unknown languages are worded in the default.
func (l *Locales) Text(lang, key string, args map[string]any) (string, error) {
	if _, ok := l.by[lang]; !ok {
		lang = Languages()[0]
	}
	if text, ok := l.plain[worded{lang, key}]; ok {
		return text, nil
	}
	c := &i18n.LocalizeConfig{MessageID: key, TemplateData: args, TemplateParser: strict}
	if n, ok := args["Count"]; ok && l.forms[key] {
		c.PluralCount = n
	}
	text, err := l.by[lang].Localize(c)
	if err != nil {
		return "", fmt.Errorf("word %s in %s: %w", key, lang, err)
	}
	return strings.TrimSpace(text), nil
}

// Label returns the key of a keyboard's button that is worded so in any language, or was in
// an earlier release; "" if there is none.
func (l *Locales) Label(text string) string { return l.labels[text] }

// mean notes for which key words stand: the label of a button, or a list of words that mean
// yes or no, with bars between them.
func (l *Locales) mean(key, wording string) {
	var all []string
	switch {
	case strings.HasPrefix(key, "word."):
		all = strings.Split(wording, "|")
	case strings.HasPrefix(key, "key.") && !strings.Contains(wording, "{{"):
		all = []string{wording}
	}
	for _, w := range all {
		if w = spelled(w); w != "" && !slices.Contains(l.means[w], key) {
			l.means[w] = append(l.means[w], key)
		}
	}
}

// Means returns the keys of the buttons that somebody means who types a text: they are
// worded so in any language, or it is a word for yes or no. Case, signs around the words and
// what is no word do not count.
func (l *Locales) Means(text string) []string {
	if len(text) > mostMeant {
		return nil
	}
	return l.means[spelled(text)]
}

// mostMeant is how long a text can be that means a button, in bytes.
const mostMeant = 128

// spelled is a text without what people leave out when they type what stands on a button.
func spelled(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.ReplaceAll(strings.Join(words, " "), "ё", "е")
}

// Keys lists the keys of a language.
func (l *Locales) Keys(lang string) []string { return l.keys[lang] }
