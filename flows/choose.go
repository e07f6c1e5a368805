package flows

import (
	"slices"
	"strconv"
	"strings"

	"veche/flows/civic"
	"veche/flows/civic/stems"
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
func Choose[D any, ID ~string](key string, options func(*Turn, D) []Option[ID], set func(*D, ID)) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, d D) Message {
			return Message{Key: key, Rows: Pages(t, options(t, d))}
		},
		Answer: func(t *Turn, d *D) (string, error) {
			id, err := choice(t, options(t, *d))
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
	if t.Value != "" {
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
	typed = stems.Fold(strings.TrimSpace(typed))
	for _, s := range w {
		if typed != "" && strings.HasPrefix(stems.Fold(s), typed) {
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

// Page is a part of a list: the entries from From up to To.
type Page struct{ From, To, Here, Of int }

// PageAt is the page of a list of so many entries; a number that is too high is the last.
func PageAt(page, count, per int) Page {
	of := max(1, (count+per-1)/per)
	here := min(page, of-1)
	return Page{From: min(here*per, count), To: min((here+1)*per, count), Here: here, Of: of}
}

// Abreast puts buttons into rows of so many.
func Abreast(wide int, buttons ...Button) [][]Button {
	return slices.Collect(slices.Chunk(buttons, wide))
}

func pageValue(p int) string { return valuePage + strconv.Itoa(p) }

// turnPages is the row that leads to the pages before and after.
func turnPages(page, pages int, data func(page int) string) []Button {
	args := Args{"Page": page + 1, "Pages": pages}
	before, after := (page+pages-1)%pages, (page+1)%pages
	return []Button{
		{Label: Term{Key: "key.before"}, Data: data(before)},
		{Label: Term{Key: "key.page", Args: args}, Data: data(page)},
		{Label: Term{Key: "key.after"}, Data: data(after)},
	}
}

// Confirm shows the draft and asks whether it is right. Whatever else can be done
// with it is a choice of its own, named by an event of the table.
func Confirm[D any](yes string, show func(*Turn, D) Message, events ...string) Step[D] {
	return Step[D]{
		Ask: func(t *Turn, d D) Message {
			m := show(t, d)
			m.Rows = append(m.Rows, Row(Pick(Term{Key: yes}, "yes").For(Yes)))
			for _, e := range events {
				m.Rows = append(m.Rows, Row(Pick(Term{Key: "key." + e}, e)))
			}
			return m
		},
		Answer: func(t *Turn, _ *D) (string, error) {
			if t.Value == "yes" {
				return Next, nil
			}
			for _, e := range events {
				if t.Value == e {
					return e, nil
				}
			}
			return "", Wrong{Key: "wrong.press"}
		},
	}
}
