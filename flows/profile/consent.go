package profile

import (
	"encoding/json"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// wanted is what a person was about to do when consent was asked.
type wanted struct {
	Form  string          `json:"form"`
	Draft json.RawMessage `json:"draft,omitempty"`
}

// gate asks for consent on a screen of its own, before the first thing is kept
// (law 152-FZ art. 9: consent is a separate document since 1 September 2025).
func gate(t *flows.Turn, form string, draft []byte) error {
	return consentForm.Start(t, wanted{Form: form, Draft: draft})
}

var consentForm = flows.Flow[wanted]{
	Name:  "consent",
	Given: true,
	First: "consent",
	Open:  true,
	Table: flows.Line("consent"),
	Steps: flows.Steps[wanted]{"consent": flows.Confirm("key.agree", func(t *flows.Turn, _ wanted) flows.Message {
		c := t.Region.Consent
		return flows.Message{Key: "consent", Args: flows.Args{"Text": c.Text, "Operator": t.Region.Operator, "Version": c.Version}}
	})},
	Aside: func(t *flows.Turn, w *wanted) (event string, err error) {
		w.Draft, event, err = t.Aside(w.Form, w.Draft)
		return event, err
	},
	Finish: agree,
}

func agree(t *flows.Turn, w wanted) error {
	p := civic.Person{ID: t.Input.Person, Language: t.Language(), Joined: t.Now,
		Consent: civic.Consented{Version: t.Region.Consent.Version, At: t.Now}}
	if t.Person != nil { // a new version of the text
		p = *t.Person
		p.Consent = civic.Consented{Version: t.Region.Consent.Version, At: t.Now}
	}
	if err := storage.People.Put(t.Tx, p.ID, p); err != nil {
		return err
	}
	t.Person = &p
	return t.Resume(w.Form, w.Draft)
}
