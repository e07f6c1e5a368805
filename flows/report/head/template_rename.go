package head

import (
	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// renaming is a template that is about to get another name.
type renaming struct {
	Template uint64 `json:"template"`
	Name     string `json:"name,omitempty"`
}

var renameForm = flows.Flow[renaming]{
	Name:  "rename",
	Given: true,
	First: "name",
	Table: flows.Line("name"),
	Steps: flows.Steps[renaming]{
		"name": flows.Write("template.rename", maxName, func(r *renaming, name string) { r.Name = name }, func(r renaming) string { return r.Name }),
	},
	Finish: rename,
}

func beginRename(t *flows.Turn, v flows.Values) error {
	x, ok, err := changeable(t, v.Number(0))
	if !ok || err != nil {
		return err
	}
	return renameForm.Start(t, renaming{Template: x.ID})
}

func rename(t *flows.Turn, r renaming) error {
	x, ok, err := changeable(t, r.Template)
	if !ok || err != nil {
		return err
	}
	x.Name = r.Name
	if err := storage.Templates.Put(t.Tx, x.ID, x); err != nil {
		return err
	}
	t.Reply(flows.Message{Key: "template.renamed", Args: flows.Args{"Name": x.Name}})
	return nil
}

// changeable finds a template that the person may change: their own, or, for the head and
// deputies, a shared one.
func changeable(t *flows.Turn, id uint64) (civic.Template, bool, error) {
	x, ok, err := theirs(t, id)
	if ok && x.Owner == 0 && !shares(t, x.District) {
		t.Deny()
		ok = false
	}
	return x, ok, err
}
