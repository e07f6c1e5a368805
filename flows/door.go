package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Door is what a button or a link leads to: an [ActionName], a [CommandName], a [LinkPrefix].
type Door interface{ leads(*Engine) bool }

func (a ActionName) leads(e *Engine) bool  { return e.actions[a].Do != nil }
func (c CommandName) leads(e *Engine) bool { return e.commands[c].Do != nil }
func (l LinkPrefix) leads(e *Engine) bool  { return e.links[l].Do != nil }

// ActionName names what a button on a card does: the subject, a dot, and what is done to
// it. It is declared once, as a constant, where whoever shows the button and whoever
// [Action] it is can both see it.
type ActionName string

// Button is a button that does the action. Its values come back with the press; all of
// its data has to fit into 64 bytes.
func (a ActionName) Button(key string, values ...any) Button {
	return a.Labelled(Term{Key: key}, values...)
}

// Labelled is such a button with a label of any kind.
func (a ActionName) Labelled(label any, values ...any) Button {
	return Button{Label: label, Data: a.data(values)}
}

func (a ActionName) data(values []any) string {
	parts := []string{pressAction, string(a)}
	for _, v := range values {
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, ":")
}

// Pages is the row that leads to the pages before and after of a list behind the action;
// the page is its last value. There is none for a single page.
func (a ActionName) Pages(page, pages int, values ...any) [][]Button {
	return a.PagesBy(page, pages, func(p int) []any { return append(values[:len(values):len(values)], p) })
}

// PagesBy is the same where the page does not come last.
func (a ActionName) PagesBy(page, pages int, values func(page int) []any) [][]Button {
	if pages <= 1 {
		return nil
	}
	return [][]Button{turnPages(page, pages, func(p int) string { return a.data(values(p)) })}
}

// short is what is done, without the subject.
func (a ActionName) short() string {
	_, short, _ := strings.Cut(string(a), ".")
	return short
}

// CommandName is a word after a slash. A constant where buttons lead to it.
type CommandName string

// Button is a button that does the command.
func (c CommandName) Button(key string) Button {
	return Button{Label: Term{Key: key}, Data: c.data()}
}

func (c CommandName) data() string { return pressCommand + ":" + string(c) }

// LinkPrefix is what the payload of a kind of link begins with.
type LinkPrefix string

// URL is a link of the kind: what comes behind the prefix is given to its [Link].
func (l LinkPrefix) URL(t *Turn, rest any) string {
	return fmt.Sprintf("https://t.me/%s?start=%s%v", t.Bot, l, rest)
}

// What the data of a button begins with: an action, a command, a choice in a question.
const (
	pressAction   = "a"
	pressCommand  = "c"
	pressQuestion = "q"
)

// Doors that the house itself opens, so that some subject has to stand behind them.
const (
	Menu  CommandName = "menu"         // shows the main menu
	Queue CommandName = "queue"        // what waits for somebody in office
	Home  CommandName = "district"     // asks in which district somebody lives
	Mute  ActionName  = "profile.mute" // a topic of what comes unasked
)

// strict refuses what a turn said where it leads nowhere: a live message of a kind that
// nobody declared, a button behind which nobody stands, one under the field for writing that
// nobody would hear.
func (t *Turn) strict() error {
	for _, s := range t.Said {
		m := s.Message
		if _, _, ok := t.engine.cardNamed(string(m.Live)); !ok && m.Live != "" {
			return fmt.Errorf("%s is said, and no conversation has such a card", m.Live)
		}
		for _, b := range slices.Concat(m.Rows...) {
			if !t.engine.leads(b.Data) {
				return fmt.Errorf("%s has a button that leads to %s, and nobody stands there", m.Key, b.Data)
			}
		}
		keys, _ := m.Under.(Keys)
		for _, key := range append(slices.Concat(keys.Rows...), keys.Locate) {
			if key != "" && !slices.Contains(t.engine.keyboardKeys(), key) {
				return fmt.Errorf("%s stands under the field for writing, and underTheField does not list it", key)
			}
		}
	}
	return nil
}

// leads reports whether somebody stands behind what a button carries; what answers a question
// is for the form.
func (e *Engine) leads(data string) bool {
	kind, rest, _ := strings.Cut(data, ":")
	switch kind {
	case pressAction:
		name, _, _ := strings.Cut(rest, ":")
		return ActionName(name).leads(e)
	case pressCommand:
		name, _, _ := strings.Cut(rest, " ")
		return CommandName(name).leads(e)
	}
	return data == "" || kind == pressQuestion
}

// keyboardKeys lists the keys that may stand under the field for writing.
func (e *Engine) keyboardKeys() []string {
	return append(slices.Collect(maps.Keys(e.labels)), append(underTheField, "key.back", "key.cancel")...)
}
