package cards

import (
	"veche/flows"
	"veche/flows/civic/reports"
)

// Asks are the buttons by which those affected say whether a report is settled;
// none while nobody is asked.
func Asks(t *flows.Turn, r reports.Report) [][]flows.Button {
	if !r.Asking(r.Verdict.Round, t.Now) {
		return nil
	}
	ask := func(says reports.Says) flows.Button {
		return Verdict.Button("key.says_"+string(says), r.ID, r.Verdict.Round, says)
	}
	return [][]flows.Button{{ask(reports.Fixed), ask(reports.Partly)}, {ask(reports.NotFixed)}}
}
