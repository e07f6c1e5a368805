package count_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"veche/flows/project/count"
)

var update = flag.Bool("update", false, "count testdata/cases.jsonl anew by plain fractions")

// book are the rules of testdata/cases.jsonl.
func book() map[string]count.Rule {
	list := map[string]count.Rule{}
	ties := []count.Tie{count.TieCost, count.TieVotes, count.TieID}
	for u := range count.Utility(4) {
		list["greedy "+u.String()] = count.Rule{Method: count.Greedy, Utility: u, Ties: ties}
		for c := range count.Completion(6) {
			list[fmt.Sprintf("equal-shares %s %s", u, c)] = count.Rule{Utility: u, Completion: c, Ties: ties}
		}
	}
	list["phragmen"] = count.Rule{Method: count.Phragmen, Ties: ties}
	return list
}

// The cases are in the form of the reference programs' random elections. What they
// expect was counted by the plain fractions of plain_test.go.
func TestCases(t *testing.T) {
	const path = "testdata/cases.jsonl"
	if *update {
		writeCases(t, path)
	}
	rules, cases := book(), 0
	lines(t, path, func(line []byte) {
		var s sample
		must(t, json.Unmarshal(line, &s))
		e := s.election(t)
		cases++
		for name, text := range s.Expected {
			var want []string
			must(t, json.Unmarshal(text, &want))
			if got := ids(e, counted(t, e, rules[name]).Winners); !slices.Equal(got, want) {
				t.Errorf("%d %s: won %v, want %v", s.ID, name, got, want)
			}
		}
	})
	if cases < 100 {
		t.Errorf("only %d cases", cases)
	}
}

func writeCases(t *testing.T, path string) {
	draw := rand.New(rand.NewPCG(11, 12))
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	for id := range 160 {
		s := drawnSample(draw, id)
		e := s.election(t)
		for name, rule := range book() {
			text, err := json.Marshal(ids(e, plain{e, rule}.winners()))
			must(t, err)
			s.Expected[name] = text
		}
		must(t, json.NewEncoder(w).Encode(s))
	}
	must(t, w.Flush())
	must(t, os.MkdirAll("testdata", 0o755))
	must(t, os.WriteFile(path, out.Bytes(), 0o644))
}

// drawnSample is an election like those of small towns: round costs or odd ones, kopecks
// in some, some projects that everybody likes and some that hardly anybody does.
func drawnSample(draw *rand.Rand, id int) sample {
	kinds := []count.Kind{count.Approval, count.Approval, count.Cumulative, count.Ordinal, count.ChooseOne}
	kind := kinds[id%len(kinds)]
	s := sample{ID: id, Kind: kind.String(), Expected: map[string]json.RawMessage{}}
	projects, grain, sum := 2+draw.IntN(9), []int{1, 10, 50}[draw.IntN(3)], 0
	for p := range projects {
		cost := grain * (1 + draw.IntN(20))
		sum += cost
		text := fmt.Sprint(cost)
		if id%7 == 3 {
			text = fmt.Sprintf("%d.%02d", cost, draw.IntN(100))
		}
		s.Projects = append(s.Projects, [2]string{fmt.Sprint("p", p+1), text})
	}
	s.Budget = fmt.Sprint(max(1, sum*(20+draw.IntN(60))/100))
	for range 2 + draw.IntN(25) {
		ballot := []json.RawMessage{}
		for _, p := range draw.Perm(projects) {
			if draw.IntN(projects+1) < p || kind == count.ChooseOne && len(ballot) > 0 {
				continue
			}
			pick := fmt.Sprintf("%q", s.Projects[p][0])
			if kind == count.Cumulative {
				pick = fmt.Sprintf("[%s,%d]", pick, 1+draw.IntN(5))
			}
			ballot = append(ballot, json.RawMessage(pick))
		}
		s.Ballots = append(s.Ballots, ballot)
	}
	return s
}
