package terminal

import (
	"fmt"

	"veche/flows/project/count"
)

// scoring adds to an explanation how the points of a project came together, criterion by
// criterion; nothing under other rules.
func (r *report) scoring(t *table, project int) {
	if r.result.Scores == nil {
		return
	}
	score := r.result.Scores[project]
	t.add("score", ratio(score.Total), "")
	for i, c := range r.result.Rule.Criteria {
		name := plain(c.Name)
		if c.Group != "" {
			name = plain(c.Group) + " · " + name
		}
		t.add("  "+name, ratio(score.Points[i]), given(score, i, c))
	}
}

// given says what the points are given for.
func given(score count.Score, i int, c count.Criterion) string {
	field, value := plain(c.Field), score.Values[i]
	switch {
	case value == nil:
		return "the file says no " + field
	case c.Yes != "":
		return map[bool]string{true: "yes", false: "no"}[value.Sign() > 0]
	case c.Of != "":
		return fmt.Sprintf("%s is %s %% of %s", field, ratio(value), plain(c.Of))
	}
	return field + " is " + ratio(value)
}

type jsonScore struct {
	Criterion string `json:"criterion"`
	Value     string `json:"value,omitempty"`
	Points    string `json:"points"`
}

func (r *report) scoreObjects(project int) []jsonScore {
	var all []jsonScore
	if r.result.Scores == nil {
		return all
	}
	for i, c := range r.result.Rule.Criteria {
		s := jsonScore{Criterion: c.Name, Points: exactly(r.result.Scores[project].Points[i])}
		if v := r.result.Scores[project].Values[i]; v != nil {
			s.Value = exactly(v)
		}
		all = append(all, s)
	}
	return all
}
