package report

import (
	"slices"

	"github.com/looplab/fsm"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
)

// simpleForm is the form of the simple mode: what happened, where, send. It asks for
// nothing that a moderator can find out: they set the category.
var simpleForm = flows.Flow[reports.Report]{
	Name:  "simple",
	First: "text",
	Table: slices.Concat(
		flows.Line("text", "place", "preview"), elsewhere(), sameWords(),
		simpleWarning(),
	),
	Steps: flows.Steps[reports.Report]{
		"text":     words("simple.text").Then(dangerousWords),
		"warning":  warning(),
		"place":    simplePlace(),
		"district": simpleDistrict(),
		"preview":  simpleLook(),
		"same":     same(),
	},
	Aside:  gather,
	Finish: file,
}

// toldForm is the rest of it for somebody who has said it by voice already. There are
// no words yet that could be the same as others.
var toldForm = flows.Flow[reports.Report]{
	Name:  "told",
	Given: true,
	Told:  true,
	First: "place",
	Table: slices.Concat(flows.Line("place", "preview"), elsewhere()),
	Steps: flows.Steps[reports.Report]{
		"place":    simplePlace(),
		"district": simpleDistrict(),
		"preview":  simpleLook(),
	},
	Aside:  gather,
	Finish: file,
}

// begin starts the form that the person fills in, with what is known already.
func begin(t *flows.Turn, r reports.Report) error {
	if banned, err := casework.Banned(t); banned || err != nil {
		return err
	}
	switch {
	case t.Person == nil || !t.Person.Simple:
		return form.Start(t, r)
	case r.Voice != "":
		return toldForm.Start(t, r)
	}
	return simpleForm.Start(t, r)
}

// simplePlace takes a landmark. The district follows from the point, or is the one where
// the person lives; else it is asked for.
func simplePlace() flows.Step[reports.Report] {
	return flows.PlaceOf("simple.place", func(r *reports.Report) *civic.Place { return &r.Place }).Then(func(t *flows.Turn, r *reports.Report) string {
		meet(t, r)
		r.Category, r.District, r.Part = unsorted(t.Region), "", ""
		if p := r.Place.Point; p != nil {
			r.District = civic.Locate(t.Region, t.Bounds, *p).District
		}
		if r.District == "" && t.Person != nil {
			r.District, r.Part = t.Person.District, t.Person.Part
		}
		if r.District == "" {
			return "district"
		}
		return flows.Next
	})
}

func simpleDistrict() flows.Step[reports.Report] {
	return flows.District("simple.district", func(r *reports.Report) *civic.DistrictID { return &r.District })
}

// unsorted is the category of a report that a moderator will sort: the last of the list
// is for everything else.
func unsorted(r *civic.Region) civic.CategoryID {
	if len(r.Categories) == 0 {
		return ""
	}
	return r.Categories[len(r.Categories)-1].ID
}

// simpleLook asks whether to send it, with large buttons under the field for writing.
func simpleLook() flows.Step[reports.Report] {
	return gated(flows.Step[reports.Report]{
		Ask: func(t *flows.Turn, r reports.Report) flows.Message {
			m := cards.Preview(t, r)
			m.Key, m.Rows, m.Under = "simple.preview", nil, flows.Keys{Rows: [][]string{{"key.send"}, {forWhom(r).Key}}}
			return m
		},
		Answer: func(t *flows.Turn, r *reports.Report) (string, error) {
			switch t.Label() {
			case "key.send":
				return flows.Next, nil
			case forWhom(*r).Key:
				r.Behalf = !r.Behalf
				return flows.Again, nil
			}
			return "", flows.Wrong{Key: "wrong.press"}
		},
	})
}

// elsewhere are the rows for a place of which the district is not known.
func elsewhere() fsm.Events {
	return fsm.Events{
		flows.Event("district", "place", "district"),
		flows.Event(flows.Next, "district", "preview"),
		flows.Event(flows.Back, "district", "place"),
	}
}

func simpleWarning() fsm.Events {
	return fsm.Events{
		flows.Event("danger", "text", "warning"),
		flows.Event(flows.Next, "warning", "place"),
		flows.Event(flows.Back, "warning", "text"),
	}
}
