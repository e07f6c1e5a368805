package count_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"veche/flows/project/count"
	"veche/flows/project/count/pabulib"
)

// What the towns announced is in their files. Only add1 without the exhaustive stop gives
// what Wieliczka, Świecie and Assen announced.
func TestOfficialResults(t *testing.T) {
	files, err := filepath.Glob(votes(t, "*.pb"))
	must(t, err)
	compared := 0
	for _, path := range files {
		f, err := os.Open(path)
		must(t, err)
		file, err := pabulib.Read(filepath.Base(path), f)
		must(t, err)
		must(t, f.Close())
		e := &file.Election
		var official []string
		for _, p := range e.Projects {
			if p.Fields["selected"] == "1" {
				official = append(official, p.ID)
			}
		}
		rule, ok := announced(t, file)
		if len(official) == 0 || !ok {
			continue
		}
		compared++
		if got := ids(e, counted(t, e, rule).Winners); !same(got, official) {
			t.Errorf("%s (%s): won %v, announced %v", filepath.Base(path), file.Say("rule"), got, official)
		}
	}
	if compared < 7 {
		t.Errorf("only %d results were compared", compared)
	}
}

// announced is the rule that a file says it was counted by.
func announced(t *testing.T, file *pabulib.File) (count.Rule, bool) {
	rule := count.Rule{Ties: []count.Tie{count.TieCost, count.TieVotes, count.TieID}}
	switch file.Say("rule") {
	case "equalshares/add1", "equalshares/add1-comparison":
		rule.Completion = count.CompleteAdd1
		return rule, true
	case "greedy", "greedy-threshold", "greedy-no-skip":
	default:
		return rule, false
	}
	rule = count.Rule{Method: count.Greedy, Stop: file.Say("rule") == "greedy-no-skip"}
	if k := file.Election.Kind; k != count.Approval && k != count.ChooseOne {
		rule.Utility = count.ByPointsCost
	}
	if least := file.Say("min_project_score_threshold"); least != "" {
		n, err := strconv.ParseInt(least, 10, 64)
		must(t, err)
		rule.Threshold = n
	}
	return rule, true
}
