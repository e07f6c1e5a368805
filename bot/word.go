package bot

import (
	"fmt"
	"html"
	"reflect"
	"strings"
	"time"

	"veche/bot/wire"
	"veche/flows"
	"veche/flows/civic"
	"veche/locales"
	"veche/storage"
)

// The limits of the Bot API, in visible characters.
const (
	maxMessage = 4096
	maxNotice  = 200
	maxLabel   = 64
)

// wording turns what conversations say into what people read.
type wording struct {
	locales *locales.Locales
	zone    *time.Location
}

// text words a key with its arguments as HTML.
func (w wording) text(lang, key string, args flows.Args) (string, error) {
	filled := make(map[string]any, len(args))
	for name, arg := range args {
		v, err := w.arg(lang, arg)
		if err != nil {
			return "", fmt.Errorf("%s: %s: %w", key, name, err)
		}
		filled[name] = v
	}
	return w.locales.Text(lang, key, filled)
}

// arg words an argument. Whatever people wrote is escaped here and nowhere else.
func (w wording) arg(lang string, arg any) (any, error) {
	switch a := arg.(type) {
	case string:
		return html.EscapeString(a), nil
	case civic.Words:
		return html.EscapeString(a.In(lang)), nil
	case flows.Term:
		if a.Key == "" {
			return "", nil
		}
		return w.text(lang, a.Key, a.Args)
	case []flows.Term:
		return w.lines(lang, a)
	case flows.Day:
		return day(lang, time.Time(a).In(w.zone), locales.Day), nil
	case flows.Moment:
		return day(lang, time.Time(a).In(w.zone), locales.Moment), nil
	case flows.Person:
		return fmt.Sprintf(`<a href="tg://user?id=%d">%d</a>`, a, a), nil
	case []civic.Change:
		return changes(a), nil
	case bool:
		return a, nil
	}
	if v := reflect.ValueOf(arg); v.CanInt() || v.CanUint() {
		return arg, nil
	}
	return nil, fmt.Errorf("a %T cannot be worded", arg)
}

// changes marks what was removed from a text and what was added.
func changes(all []civic.Change) string {
	var b strings.Builder
	for _, c := range all {
		text := html.EscapeString(c.Text)
		switch c.Kind {
		case civic.Removed:
			text = "<s>" + text + "</s>"
		case civic.Added:
			text = "<b>" + text + "</b>"
		}
		b.WriteString(text)
	}
	return b.String()
}

func day(lang string, t time.Time, in func(string, time.Time) string) string {
	if t.IsZero() {
		return ""
	}
	return in(lang, t)
}

func (w wording) lines(lang string, terms []flows.Term) (string, error) {
	lines := make([]string, len(terms))
	for i, t := range terms {
		var err error
		if lines[i], err = w.text(lang, t.Key, t.Args); err != nil {
			return "", err
		}
	}
	return strings.Join(lines, "\n"), nil
}

// plain words something that is shown without markup: labels, notices.
func (w wording) plain(lang string, what any, limit int) (string, error) {
	v, err := w.arg(lang, what)
	if err != nil {
		return "", err
	}
	return cutPlain(html.UnescapeString(fmt.Sprint(v)), limit), nil
}

func cutPlain(s string, limit int) string {
	return html.UnescapeString(locales.Cut(html.EscapeString(s), limit))
}

// message words a message for a reader.
func (w wording) message(lang string, m flows.Message) (storage.Message, error) {
	out := storage.Message{Point: m.Point, Force: m.Ask, Remove: m.Remove}
	switch with := m.With.(type) {
	case flows.Picture:
		out.Picture = (*storage.Picture)(&with)
	case flows.File:
		out.File = (*storage.File)(&with)
	case flows.Voice:
		out.Voice = string(with)
	}
	switch to := m.Answers.(type) {
	case flows.Live:
		out.Answers = string(to)
	case flows.Sent:
		out.ReplyTo = int(to)
	}
	for _, p := range m.Photos {
		out.Photos = append(out.Photos, p.ID)
	}
	text, err := w.text(lang, m.Key, m.Args)
	if err != nil {
		return out, err
	}
	if m.Mention != 0 && m.Ask {
		if text, err = w.locales.Text(lang, "group.ask", map[string]any{"Text": text, "Person": m.Mention}); err != nil {
			return out, err
		}
	}
	limit := maxMessage
	if out.Picture != nil || m.Caption {
		limit = wire.MaxCaption
	}
	out.Text = locales.Cut(text, limit)
	if out.Buttons, err = w.buttons(lang, m.Rows); err != nil {
		return out, err
	}
	if keys, ok := m.Under.(flows.Keys); ok {
		out.Keyboard, err = w.keyboard(lang, keys)
	}
	return out, err
}

func (w wording) buttons(lang string, rows [][]flows.Button) ([][]storage.Button, error) {
	var out [][]storage.Button
	for _, row := range rows {
		var words []storage.Button
		for _, b := range row {
			label, err := w.plain(lang, b.Label, maxLabel)
			if err != nil {
				return nil, err
			}
			if b.Icon != "" {
				label = b.Icon + " " + label
			}
			words = append(words, storage.Button{Text: label, Data: b.Data, URL: b.URL})
		}
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	return out, nil
}

// keyboard words the buttons under the field for writing. It folds after use: the
// main menu comes back with the last message of a form.
func (w wording) keyboard(lang string, keys flows.Keys) (*storage.Keyboard, error) {
	out := &storage.Keyboard{Once: true}
	if keys.Locate != "" {
		label, err := w.text(lang, keys.Locate, nil)
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, []storage.Key{{Text: label, Locate: true}})
	}
	for _, row := range keys.Rows {
		var words []storage.Key
		for _, key := range row {
			label, err := w.text(lang, key, nil)
			if err != nil {
				return nil, err
			}
			words = append(words, storage.Key{Text: html.UnescapeString(label)})
		}
		out.Rows = append(out.Rows, words)
	}
	if keys.Hint == "" {
		return out, nil
	}
	var err error
	out.Hint, err = w.plain(lang, flows.Term{Key: keys.Hint}, maxLabel)
	return out, err
}
