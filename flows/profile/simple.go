package profile

import (
	"veche/flows"
	"veche/storage"
)

// mode is whether the simple mode is wanted.
type mode struct {
	On string `json:"on,omitempty"`
}

const (
	modeOn  = "on"
	modeOff = "off"
)

var modeForm = flows.Flow[mode]{
	Name:  "mode",
	First: "mode",
	Table: flows.Line("mode"),
	Steps: flows.Steps[mode]{"mode": flows.Choose("mode.title", modes, func(m *mode, on string) { m.On = on })},
	Finish: func(t *flows.Turn, m mode) error {
		t.Person.Simple = m.On == modeOn
		if err := storage.People.Put(t.Tx, t.Person.ID, *t.Person); err != nil {
			return err
		}
		t.Reply(flows.Message{Key: "mode." + m.On, Under: flows.MainMenu})
		return nil
	},
}

func modes(*flows.Turn, mode) []flows.Option[string] {
	return []flows.Option[string]{
		{ID: modeOn, Label: flows.Term{Key: "key.mode_on"}},
		{ID: modeOff, Label: flows.Term{Key: "key.mode_off"}},
	}
}
