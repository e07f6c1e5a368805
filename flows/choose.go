package flows

import (
	"strings"

	"veche/flows/civic"
)

// Option is one of several choices. Label is a Term or civic.Words.
type Option[ID ~string] struct {
	ID    ID
	Icon  string
	Label any
}

// How many options are shown at once, in two columns: a longer list has pages.
const (
	onePage = 20
	perPage = 10
)

// Choose asks for one of several options: by a button, or by typing the first
// letters. Long lists are shown by page.
func Choose[D any, ID ~string](key string, options func(*Turn, *D) []Option[ID], set func(*D, ID)) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, d *D) Message {
			return Message{Key: key, Rows: Pages(t, options(t, d))}
		},
		Answer: func(t *Turn, d *D) (string, error) {
			id, err := choice(t, options(t, d))
			if err != nil {
				return "", err
			}
			set(d, id)
			return Next, nil
		},
	}
}

// choice finds which option was meant.
func choice[ID ~string](t *Turn, options []Option[ID]) (ID, error) {
	if t.Input.Kind == Press {
		for _, o := range options {
			if string(o.ID) == t.Value {
				return o.ID, nil
			}
		}
		return "", Wrong{Key: "old_button"}
	}
	if t.Input.Kind != Text {
		return "", Wrong{Key: "wrong.choose"}
	}
	var found []ID
	for _, o := range options {
		if w, ok := o.Label.(civic.Words); ok && begins(w, t.Input.Text) {
			found = append(found, o.ID)
		}
	}
	if len(found) != 1 {
		return "", Wrong{Key: "wrong.choose"}
	}
	return found[0], nil
}

func begins(w civic.Words, typed string) bool {
	typed = civic.Fold(strings.TrimSpace(typed))
	for _, s := range w {
		if typed != "" && strings.HasPrefix(civic.Fold(s), typed) {
			return true
		}
	}
	return false
}

// Pages lays options out: one column when they are few, two when they are more, and
// pages of ten when they are many.
func Pages[ID ~string](t *Turn, options []Option[ID]) [][]Button {
	return pagesFrom(t, options, 0)
}

// pagesFrom counts the pages from first, where earlier ones show something else.
func pagesFrom[ID ~string](t *Turn, options []Option[ID], first int) [][]Button {
	if len(options) <= onePage {
		return columns(options)
	}
	page := PageAt(max(t.session.Page-first, 0), len(options), perPage)
	rows := columns(options[page.From:page.To])
	return append(rows, turnPages(page.Here, page.Of, func(p int) string { return pressQuestion + ":" + pageValue(p+first) }))
}

func columns[ID ~string](options []Option[ID]) [][]Button {
	wide := 1
	if len(options) > 5 {
		wide = 2
	}
	var all []Button
	for _, o := range options {
		b := Pick(o.Label, string(o.ID))
		b.Icon = o.Icon
		all = append(all, b)
	}
	return Abreast(wide, all...)
}
