package head

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// saving is a template that is about to be kept.
type saving struct {
	District civic.DistrictID `json:"district"`
	Name     string           `json:"name,omitempty"`
	Text     string           `json:"text"`
	Whose    string           `json:"whose,omitempty"`
}

// Whose a template is.
const (
	ones   = "own"
	shared = "shared"
)

var templateForm = flows.Flow[saving]{
	Name:  "template",
	Given: true,
	First: "name",
	Table: flows.Line("name", "whose"),
	Steps: flows.Steps[saving]{
		"name":  flows.Write("template.name", maxName, func(s *saving, name string) { s.Name = name }, func(s saving) string { return s.Name }),
		"whose": flows.Choose("template.whose", owners, func(s *saving, whose string) { s.Whose = whose }),
	},
	Finish: keep,
}

// owners are whose the template may become: the head and deputies share.
func owners(t *flows.Turn, s saving) []flows.Option[string] {
	out := []flows.Option[string]{{ID: ones, Label: flows.Term{Key: "key.template_own"}}}
	if shares(t, s.District) {
		out = append(out, flows.Option[string]{ID: shared, Label: flows.Term{Key: "key.template_shared"}})
	}
	return out
}

func shares(t *flows.Turn, d civic.DistrictID) bool { return t.May(d, civic.Head, civic.Deputy) }

// works reports whether somebody works in a district's office.
func works(t *flows.Turn, d civic.DistrictID) bool {
	return t.May(d, civic.Head, civic.Deputy, civic.Staff)
}

// saveTemplate makes a template of the newest answer to a report.
func saveTemplate(t *flows.Turn, v flows.Values) error {
	r, err := storage.Reports.Get(t.Tx, cards.ID(v))
	if err == nil && !works(t, r.District) {
		err = casework.ErrNotYours
	}
	if err != nil {
		return casework.Excuse(t, r, err)
	}
	e, ok := r.Last(reports.Answer)
	if !ok {
		t.Warn("template.nothing", nil)
		return nil
	}
	return templateForm.Start(t, saving{District: r.District, Text: pattern(e.Text, r.ID)})
}

func keep(t *flows.Turn, s saving) error {
	owner := t.Input.Person
	if s.Whose == shared {
		owner = 0
	}
	switch {
	case !works(t, s.District), owner == 0 && !shares(t, s.District):
		t.Deny()
		return nil
	case storage.TemplatesOf.Count(t.Tx, storage.Tuple(s.District, owner), maxTemplates) >= maxTemplates:
		t.Warn("template.full", flows.Args{"Limit": maxTemplates})
		return nil
	}
	id, err := storage.Next(t.Tx, storage.TemplateCounter)
	if err != nil {
		return fmt.Errorf("keep a template: %w", err)
	}
	x := civic.Template{ID: id, District: s.District, Owner: owner, Name: s.Name, Text: s.Text}
	if err := storage.Templates.Put(t.Tx, id, x); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "template.kept", Args: flows.Args{"Name": s.Name}, InPlace: true})
	return nil
}
