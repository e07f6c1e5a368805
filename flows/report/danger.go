package report

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
)

// dangerousCategory stops before anything else where the category may mean danger.
func dangerousCategory(t *flows.Turn, r *reports.Report) string {
	c, _ := t.Region.Category(r.Category)
	if c.Outside.In(t.Language()) != "" && c.Authority == "" { // somebody else decides about it
		t.Reply(flows.Message{Key: "words", Args: flows.Args{"Text": c.Outside}})
	}
	r.Emergency = gravest(t, *r) // that of a topic chosen before is gone
	if c.Emergency == "" || c.Emergency == r.Emergency {
		return flows.Next
	}
	return "danger"
}

// dangerousWords stops when what came in betrays a danger of which the author was not warned
// yet.
func dangerousWords(t *flows.Turn, r *reports.Report) string {
	if !warn(t, r) {
		return flows.Next
	}
	return "danger"
}

// meet warns at once, and goes on: for where more is on its way, or another question follows.
func meet(t *flows.Turn, r *reports.Report) {
	if warn(t, r) {
		t.Reply(cards.Danger(told(t, *r)...))
	}
}

// dangerousPlace warns of what is told where only the place was asked for.
func dangerousPlace(t *flows.Turn, r *reports.Report) string {
	meet(t, r)
	return flows.Next
}

// warn notes the dangers in what came in of which the author was not warned yet; false where
// there are none. They are there until the author denies it.
func warn(t *flows.Turn, r *reports.Report) bool {
	var w reports.Warning
	for _, e := range t.Region.Dangers(t.Input.Text) {
		met := func(w reports.Warning) bool { return !w.Denied && slices.Contains(w.Dangers, e.ID) }
		if e.ID != r.Emergency && !slices.ContainsFunc(r.Warned, met) {
			w.Dangers = append(w.Dangers, e.ID)
		}
	}
	if t.Input.Kind == flows.Press || len(w.Dangers) == 0 {
		return false
	}
	r.Warned = append(slices.Clip(r.Warned), w)
	r.Emergency = t.Region.Gravest(r.Emergency, w.Dangers[0])
	return true
}

// gravest is the gravest danger of which the draft tells as it stands, by its words or its
// topic, and which its author has not denied.
func gravest(t *flows.Turn, r reports.Report) (id string) {
	tells := t.Region.Dangers(r.Whole().Text + "\n" + r.Place.Words)
	for _, w := range r.Warned {
		for _, danger := range w.Dangers {
			told := slices.ContainsFunc(tells, func(e civic.Emergency) bool { return e.ID == danger })
			if !w.Denied && (told || w.Topic && danger == hinted(t, r).ID) {
				id = t.Region.Gravest(id, danger)
			}
		}
	}
	return id
}

// told are the dangers of the last warning.
func told(t *flows.Turn, r reports.Report) (all []civic.Emergency) {
	ids := []string{r.Emergency} // a draft of 0.3.0 knows no more
	if n := len(r.Warned); n > 0 {
		ids = r.Warned[n-1].Dangers
	}
	for _, id := range ids {
		if e, found := t.Region.EmergencyByID(id); found {
			all = append(all, e)
		}
	}
	return all
}

// hinted is the danger of which the topic may tell.
func hinted(t *flows.Turn, r reports.Report) civic.Emergency {
	c, _ := t.Region.Category(r.Category)
	e, _ := t.Region.EmergencyByID(c.Emergency)
	return e
}

// hint asks whether it is there: nobody has said so.
func hint() flows.Step[reports.Report] {
	return flows.Step[reports.Report]{
		Ask: func(t *flows.Turn, r reports.Report) flows.Message {
			m := cards.MaybeDanger(hinted(t, r))
			m.Rows = calledOr("key.other_matter")
			return m
		},
		Answer: calling(func(t *flows.Turn, r *reports.Report, called bool) {
			if called {
				r.Warned = append(slices.Clip(r.Warned), reports.Warning{Dangers: []string{hinted(t, *r).ID}, Topic: true})
			}
			r.Emergency = gravest(t, *r)
		}),
	}
}

// warning shows whom to call. "No danger" is taken at its word.
func warning() flows.Step[reports.Report] {
	return flows.Step[reports.Report]{
		Ask: func(t *flows.Turn, r reports.Report) flows.Message {
			m := cards.Danger(told(t, r)...)
			m.Rows = calledOr("key.no_danger")
			return m
		},
		Answer: calling(func(t *flows.Turn, r *reports.Report, called bool) {
			if called {
				return
			}
			if n := len(r.Warned); n > 0 {
				r.Warned = slices.Clone(r.Warned)
				r.Warned[n-1].Denied = true
			}
			r.Emergency = gravest(t, *r)
		}),
	}
}

func calledOr(none string) [][]flows.Button {
	return [][]flows.Button{
		flows.Row(flows.Pick(flows.Term{Key: "key.called"}, "called").For(flows.Yes)),
		flows.Row(flows.Pick(flows.Term{Key: none}, "none").For(flows.No)),
	}
}

// calling hears whether they have called, or there is no danger.
func calling(heard func(t *flows.Turn, r *reports.Report, called bool)) func(*flows.Turn, *reports.Report) (string, error) {
	return func(t *flows.Turn, r *reports.Report) (string, error) {
		if t.Value != "called" && t.Value != "none" {
			return "", flows.Wrong{Key: "wrong.press"}
		}
		heard(t, r, t.Value == "called")
		return flows.Next, nil
	}
}
