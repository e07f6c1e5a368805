package count_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"veche/flows/project/count"
	"veche/flows/project/count/pabulib"
)

// votes is a file of the folder with real elections and what reference programs made of
// them. The test is skipped where the folder is absent.
func votes(t testing.TB, file string) string {
	t.Helper()
	folder := os.Getenv("VECHE_VOTES")
	if folder == "" {
		t.Skip("VECHE_VOTES names no folder of elections")
	}
	return filepath.Join(folder, file)
}

// election reads a .pb file.
func election(t testing.TB, path string) *count.Election {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	read, err := pabulib.Read(filepath.Base(path), f)
	if err != nil {
		t.Fatal(err)
	}
	return &read.Election
}

// ids are the ids of projects.
func ids(e *count.Election, projects []int) []string {
	list := []string{}
	for _, p := range projects {
		list = append(list, e.Projects[p].ID)
	}
	return list
}

// reference is what a reference program found.
type reference struct {
	InOrder []string        `json:"winners_in_order"`
	Winners []string        `json:"winners"`
	Before  []string        `json:"before_completion"`
	Cost    string          `json:"total_cost"`
	Runs    int             `json:"runs"`
	Share   json.RawMessage `json:"final_per_voter"`
}

type instance struct {
	File    string               `json:"file"`
	Results map[string]reference `json:"results"`
}

func references(t testing.TB) map[string]instance {
	t.Helper()
	var all struct {
		Instances map[string]instance `json:"instances"`
	}
	text, err := os.ReadFile(votes(t, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all.Instances
}

// programs are the rules of the reference programs. What they call a rule is in
// "conventions" of expected.json.
func programs() map[string]count.Rule {
	esnet := []count.Tie{count.TieCost, count.TieVotes, count.TieID}
	pabu := []count.Tie{count.TieID}
	file := []count.Tie{count.TieFile}
	rules := map[string]count.Rule{
		"greedy_votes":  {Method: count.Greedy, Ties: file},
		"greedy_points": {Method: count.Greedy, Utility: count.ByPointsCost, Ties: file},
		"pabu_phragmen": {Method: count.Phragmen, Ties: pabu},
	}
	for name, u := range map[string]count.Utility{
		"cost": count.ByCost, "card": count.ByNumber, "points": count.ByPoints, "pc": count.ByPointsCost,
	} {
		rules["pabu_greedy_"+name] = count.Rule{Method: count.Greedy, Utility: u, Ties: pabu}
		rules["pabu_mes_"+name] = count.Rule{Utility: u, Ties: pabu}
		rules["pabu_mesadd1_"+name] = count.Rule{Utility: u, Ties: pabu, Completion: count.CompleteAdd1Exhaustive, FromFraction: true}
		rules["pabu_mesadd1u_"+name] = count.Rule{Utility: u, Ties: pabu, Completion: count.CompleteAdd1ExhaustiveVotes, FromFraction: true, CompletionUtility: u, CompletionTies: pabu}
	}
	score := []count.Tie{count.TieCost, count.TiePoints, count.TieID}
	for name, u := range map[string]count.Utility{"approval": count.ByCost, "score": count.ByPointsCost} {
		ties := map[string][]count.Tie{"approval": esnet, "score": score}[name]
		completed := map[string]count.Completion{
			"none": count.CompleteNone, "utilitarian": count.CompleteVotes, "add1": count.CompleteAdd1Exhaustive,
			"add1u": count.CompleteAdd1ExhaustiveVotes, "add1inf": count.CompleteAdd1, "add1frac": count.CompleteAdd1Exhaustive,
		}
		for how, c := range completed {
			rules["esnet_"+name+"_"+how] = count.Rule{Utility: u, Ties: ties, Completion: c, CompletionTies: file, CompletionUtility: u, FromFraction: how == "add1frac"}
		}
	}
	for how, c := range map[string]count.Completion{"none": count.CompleteNone, "add1": count.CompleteAdd1Exhaustive, "add1u": count.CompleteAdd1ExhaustiveVotes} {
		rules["jstool_floats_"+how] = count.Rule{Ties: esnet, Completion: c, CompletionTies: file}
	}
	return rules
}

func TestReferenceProgramsOnRealElections(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	rules := programs()
	for name, i := range references(t) {
		t.Run(name, func(t *testing.T) {
			e := election(t, votes(t, i.File))
			for program, want := range i.Results {
				rule, ok := rules[program]
				switch {
				case ok:
					likeProgram(t, e, program, rule, want)
				case program == "pabu_mes_borda":
					likeProgram(t, borda(e), program, rules["pabu_mes_points"], want)
				default:
					t.Errorf("no rule for %s", program)
				}
			}
		})
	}
}

// likeProgram compares all that a reference program tells.
func likeProgram(t *testing.T, e *count.Election, program string, rule count.Rule, want reference) {
	t.Helper()
	got := counted(t, e, rule)
	won := ids(e, got.Winners)
	if want.InOrder != nil && inOrder(program) && !slices.Equal(won, want.InOrder) {
		t.Errorf("%s: in order\n  got %v\n want %v", program, won, want.InOrder)
	}
	if !same(won, want.Winners) {
		t.Errorf("%s: got %v\nwant %v", program, won, want.Winners)
	}
	if want.Runs > 0 && got.Runs != want.Runs {
		t.Errorf("%s: %d runs, want %d", program, got.Runs, want.Runs)
	}
	if want.Before != nil {
		var before []string
		for _, round := range got.Rounds {
			if round.Stage == count.Main {
				before = append(before, e.Projects[round.Project].ID)
			}
		}
		if !slices.Equal(before, want.Before) {
			t.Errorf("%s: before the completion\n  got %v\n want %v", program, before, want.Before)
		}
	}
	share, ok := new(big.Rat).SetString(strings.Trim(string(want.Share), `"`))
	if ok && want.Runs > 1 && new(big.Rat).Mul(share, rat(unitOf(e))).Cmp(got.Share) != 0 {
		t.Errorf("%s: a share of %v, want %v", program, got.Share, share)
	}
	if cost, ok := new(big.Rat).SetString(want.Cost); ok && new(big.Rat).Mul(cost, rat(unitOf(e))).Cmp(rat(got.Cost)) != 0 {
		t.Errorf("%s: cost %d, want %s", program, got.Cost, want.Cost)
	}
}

func unitOf(e *count.Election) int64 {
	unit := int64(1)
	for range e.Decimals {
		unit *= 10
	}
	return unit
}

// borda turns ranks into points as pabutools does, with none for the last on a ballot.
func borda(e *count.Election) *count.Election {
	other := *e
	other.Kind, other.Ballots = count.Scoring, nil
	for _, b := range e.Ballots {
		for i := range b.Picks {
			b.Points = append(b.Points, int64(len(b.Picks)-i-1))
		}
		other.Ballots = append(other.Ballots, b)
	}
	return &other
}

// inOrder says whether a program tells the order of selection. Phragmén's is sorted, and
// in doubles an exact tie falls by the last bit.
func inOrder(program string) bool {
	return !strings.HasPrefix(program, "jstool_floats") && !strings.HasPrefix(program, "pabu_phragmen")
}
