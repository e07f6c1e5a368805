package flows

import (
	"maps"
	"slices"

	"veche/storage"
)

// NameOf is the name of a form, for tests outside the package.
func NameOf(f Form) string { return f.name() }

// Sound is the check of a form's table.
func Sound(f Form) error { return sound(f) }

// StatesOf lists the questions of a form.
func StatesOf(f Form) []string {
	_, _, steps := f.table()
	return steps
}

// Mark is what the buttons of the question carry that stands in a session.
func Mark(s *storage.Session) string { return mark(s) }

// CommandNames lists every command, listed in menus or not.
func (e *Engine) CommandNames() []string {
	var names []string
	for _, c := range values(e.commands) {
		names = append(names, string(c.Name))
	}
	return names
}

// CardKinds lists the kinds of card.
func (e *Engine) CardKinds() []string { return slices.Collect(maps.Keys(e.cards)) }
