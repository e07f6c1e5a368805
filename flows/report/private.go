package report

import (
	"veche/flows"
	"veche/flows/civic/reports"
)

// private lets the author show the number of a flat, which is masked by default, after
// all: where it is cold, it matters.
func private(step flows.Step[reports.Report]) flows.Step[reports.Report] {
	ask, answer := step.Ask, step.Answer
	step.Ask = func(t *flows.Turn, r reports.Report) flows.Message {
		m := ask(t, r)
		if flat, _ := r.Hides(); flat {
			key := "key.show_flat"
			if r.Flat {
				key = "key.hide_flat"
			}
			m.Rows = append(m.Rows, flows.Row(flows.Pick(flows.Term{Key: key}, "flat")))
		}
		return m
	}
	step.Answer = func(t *flows.Turn, r *reports.Report) (string, error) {
		if t.Value == "flat" {
			r.Flat = !r.Flat
			return flows.Again, nil
		}
		return answer(t, r)
	}
	return step
}
