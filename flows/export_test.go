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

// KeysRegistered lists the keys that conversations register, with the arguments that these
// get.
func KeysRegistered(e *Engine) map[string][]string {
	all := map[string][]string{}
	for _, c := range values(e.commands) {
		if !c.Quiet {
			all["command."+string(c.Name)] = nil
		}
		all[c.Label] = nil
	}
	for _, k := range values(e.topics) {
		all["topic."+string(k.Name)] = nil
	}
	for _, k := range values(e.waits) {
		all[k.Name] = []string{"ID"}
	}
	for _, k := range values(e.jobs) {
		if k.Every > 0 {
			all[k.Already] = nil
		}
	}
	for _, c := range e.all {
		for _, h := range c.Help {
			all[h.About], all[h.Commands] = nil, nil
		}
	}
	delete(all, "") // there is none
	return all
}

// CardKinds lists the kinds of card.
func (e *Engine) CardKinds() []string { return slices.Collect(maps.Keys(e.cards)) }

// Names lists what the register knows by name and what is kept by that name: in buttons,
// links, live messages, timers, jobs and broadcasts.
func Names(e *Engine) map[string][]string {
	all := map[string][]string{}
	for name := range e.actions {
		all["buttons"] = append(all["buttons"], pressAction+":"+string(name))
	}
	for name := range e.retired {
		all["buttons"] = append(all["buttons"], pressAction+":"+name)
	}
	for name := range e.commands {
		all["buttons"] = append(all["buttons"], pressCommand+":"+string(name))
	}
	for _, c := range e.all {
		for _, l := range c.Links {
			all["links"] = append(all["links"], string(l.Prefix))
		}
	}
	for kind := range e.cards {
		all["cards"] = append(all["cards"], kind)
	}
	for kind := range e.timers {
		all["timers"] = append(all["timers"], kind)
	}
	for kind := range e.jobs {
		all["jobs"] = append(all["jobs"], kind)
	}
	for part := range e.digests {
		all["digests"] = append(all["digests"], part)
	}
	for kind := range e.broadcasts {
		all["broadcasts"] = append(all["broadcasts"], kind)
	}
	return all
}

// TopicNames lists the topics.
func (e *Engine) TopicNames() (names []string) {
	for _, k := range values(e.topics) {
		names = append(names, string(k.Name))
	}
	return names
}

// Endless lists the kinds of card that do not say when they are over.
func (e *Engine) Endless() (kinds []string) {
	for _, c := range values(e.cards) {
		if c.ended == nil {
			kinds = append(kinds, c.kind)
		}
	}
	return kinds
}

// Carries lists what the buttons below a message carry.
func (m Message) Carries() (all []string) {
	for _, row := range m.Rows {
		for _, b := range row {
			if b.Data != "" {
				all = append(all, b.Data)
			}
		}
	}
	return all
}

// KeyboardKeys lists the keys that may stand under the field for writing.
func KeyboardKeys(e *Engine) []string { return e.keyboardKeys() }
