package head

import (
	"cmp"
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// listTemplates shows the templates of the person's districts.
func listTemplates(t *flows.Turn) error {
	m := flows.Message{Key: "templates.title", InPlace: true}
	for _, d := range t.Region.Districts {
		if !works(t, d.ID) {
			continue
		}
		all, err := templatesFor(t, d.ID)
		if err != nil {
			return err
		}
		slices.SortStableFunc(all, func(a, b civic.Template) int { return cmp.Compare(a.Name, b.Name) })
		for _, x := range all {
			label := flows.Term{Key: "templates.line", Args: flows.Args{"Name": x.Name, "Shared": x.Owner == 0}}
			m.Rows = append(m.Rows, flows.Row(templateShow.Labelled(label, x.ID)))
		}
	}
	if len(m.Rows) == 0 {
		m.Key = "templates.none"
	}
	m.Rows = m.Rows[:min(len(m.Rows), 2*maxTemplates)]
	t.Reply(m)
	return nil
}

// theirs finds a template, if the person may use it.
func theirs(t *flows.Turn, id uint64) (civic.Template, bool, error) {
	x, found, err := storage.Templates.Find(t.Tx, id)
	if err != nil || found && works(t, x.District) && (x.Owner == 0 || x.Owner == t.Input.Person) {
		return x, found, err
	}
	t.Deny()
	return x, false, nil
}

func showTemplate(t *flows.Turn, v flows.Values) error {
	x, ok, err := theirs(t, v.Number(0))
	if !ok || err != nil {
		return err
	}
	m := flows.Message{Key: "template.title", InPlace: true, Args: flows.Args{"Name": x.Name, "Text": x.Text, "Shared": x.Owner == 0}}
	if x.Owner != 0 || shares(t, x.District) {
		m.Rows = append(m.Rows, flows.Row(templateRename.Button("key.template_rename", x.ID), templateDrop.Button("key.template_drop", x.ID)))
	}
	t.Reply(m)
	return nil
}

func dropTemplate(t *flows.Turn, v flows.Values) error {
	x, ok, err := changeable(t, v.Number(0))
	if !ok || err != nil {
		return err
	}
	if err := storage.Templates.Delete(t.Tx, x.ID); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "template.dropped", Args: flows.Args{"Name": x.Name}, InPlace: true})
	return nil
}
