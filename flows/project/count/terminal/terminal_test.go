package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"veche/flows/project/count"
)

var rewrite = flag.Bool("update", false, "rewrite the screens in testdata")

// command reads flags as the program does.
func command(t *testing.T, args ...string) Command {
	t.Helper()
	var c Command
	k, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse(args); err != nil {
		t.Fatal(err)
	}
	return c
}

// shown is what the command writes to a screen of that width.
func shown(t *testing.T, width int, args ...string) string {
	t.Helper()
	var out, notes bytes.Buffer
	if err := command(t, args...).run(t.Context(), screen{out: &out, err: &notes, width: width}); err != nil {
		t.Fatal(err)
	}
	return notes.String() + out.String()
}

// What people see, screen by screen.
func TestScreens(t *testing.T) {
	for name, args := range map[string][]string{
		"default":     {"testdata/yards.pb"},
		"greedy":      {"testdata/yards.pb", "--rule", "greedy", "--ties", "file"},
		"no-skip":     {"testdata/yards.pb", "--rule", "greedy", "--no-skip", "--threshold", "30"},
		"phragmen":    {"testdata/yards.pb", "--rule", "phragmen"},
		"cardinality": {"testdata/yards.pb", "--utility", "cardinality", "--complete", "add1-exhaustive-votes", "--step", "0.50"},
		"scoring":     {"testdata/yards.pb", "--rule", "scoring", "--criteria", "testdata/criteria.yaml"},
		"points":      {"testdata/points.pb", "--utility", "points-cost", "--complete", "votes"},
		"overlooked":  {"testdata/points.pb"},
		"compare":     {"testdata/yards.pb", "--compare"},
		"compare-pts": {"testdata/points.pb", "--compare", "--rule", "greedy", "--utility", "points-cost"},
		"winner":      {"testdata/yards.pb", "--explain", "1"},
		"completed":   {"testdata/yards.pb", "--explain", "5", "--complete", "votes"},
		"loser":       {"testdata/yards.pb", "--explain", "4"},
		"unwanted":    {"testdata/yards.pb", "--explain", "9"},
		"too-dear":    {"testdata/dear.pb", "--explain", "b", "--from-fraction", "--rule", "phragmen"},
		"variant":     {"testdata/dear.pb", "--from-fraction", "--completion-ties", "cost,id"},
		"both":        {"testdata/yards.pb", "--explain", "6", "--rule", "greedy", "--compare"},
		"ballot":      {"testdata/yards.pb", "--explain", "v1"},
		"scored":      {"testdata/yards.pb", "--rule", "scoring", "--criteria", "testdata/criteria.yaml", "--explain", "2"},
		"not-scored":  {"testdata/yards.pb", "--rule", "scoring", "--criteria", "testdata/criteria.yaml", "--explain", "6"},
		"json-scored": {"testdata/yards.pb", "--rule", "scoring", "--criteria", "testdata/criteria.yaml", "--explain", "3", "--json"},
		"nothing":     {"testdata/yards.pb", "--rule", "greedy", "--threshold", "64"},
		"json":        {"testdata/yards.pb", "--json"},
		"json-all":    {"testdata/points.pb", "--json", "--utility", "points-cost", "--compare", "--explain", "7"},
		"json-ballot": {"testdata/yards.pb", "--json", "--complete", "none", "--explain", "v4"},
	} {
		t.Run(name, func(t *testing.T) {
			got, path := shown(t, 80, args...), filepath.Join("testdata", name+".txt")
			if *rewrite {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s\nRun go test -update if this is meant.", d)
			}
		})
	}
}

// No line is broader than the terminal, however narrow that is and whatever the letters.
func TestNothingIsBroaderThanTheTerminal(t *testing.T) {
	for _, width := range []int{60, 80, 120} {
		for line := range strings.Lines(shown(t, width, "testdata/yards.pb")) {
			if n := columns(strings.TrimSpace(line)); n > width && strings.Contains(line, "…") {
				t.Errorf("%d columns in a terminal of %d: %s", n, width, line)
			}
		}
	}
	if whole := shown(t, 0, "testdata/yards.pb"); strings.Contains(whole, "…") {
		t.Error("a name is cut off where there is no terminal")
	}
}

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{"Łąka": 4, "й": 1, "日本": 4, "Двор": 4, "": 0} {
		if got := columns(s); got != want {
			t.Errorf("%q: %d columns, want %d", s, got, want)
		}
	}
	for _, c := range []struct {
		s    string
		most int
		want string
	}{{"Тротуар", 7, "Тротуар"}, {"Тротуар", 5, "Трот…"}, {"日本庭園", 5, "日本…"}, {"日本庭園", 4, "日…"}, {"На дворе", 4, "На…"}} {
		if got := clip(c.s, c.most); got != c.want || columns(got) > c.most {
			t.Errorf("%q in %d columns: %q, want %q", c.s, c.most, got, c.want)
		}
	}
}

// A file cannot write to the operator's screen what it likes.
func TestNamesCannotMoveTheCursor(t *testing.T) {
	text, err := os.ReadFile("testdata/yards.pb")
	if err != nil {
		t.Fatal(err)
	}
	evil := filepath.Join(t.TempDir(), "evil.pb")
	changed := strings.NewReplacer("Тротуар", "\x1b[2J\u202eТротуар", "unit;Вязьма", "unit;\x1b]0;x\x07").Replace(string(text))
	changed = strings.Replace(changed, "unit;\x1b]0;x\x07", "unit;\"\x1b]0;x\x07\"", 1)
	if err := os.WriteFile(evil, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{evil}, {evil, "--compare"}, {evil, "--explain", "2"}} {
		if got := shown(t, 0, args...); strings.ContainsAny(got, "\x1b\x07\u202e") {
			t.Errorf("%q", got)
		}
	}
}

// What a flag or a file says wrong is told before anything is counted.
func TestMistakes(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for want, args := range map[string][]string{
		"no such file":                               {"testdata/none.pb"},
		"criteria.yaml:1: here the line META":        {"testdata/criteria.yaml"},
		"--criteria FILE goes with --rule scoring":   {"testdata/yards.pb", "--rule", "scoring"},
		"only with it":                               {"testdata/yards.pb", "--criteria", "testdata/criteria.yaml"},
		"no criteria":                                {"testdata/yards.pb", "--rule", "scoring", "--criteria", file("empty.yaml", "")},
		"larger than 16384 bytes":                    {"testdata/yards.pb", "--rule", "scoring", "--criteria", file("bomb.yaml", strings.Repeat("[", 200_000))},
		`unknown field "bonds"`:                      {"testdata/yards.pb", "--rule", "scoring", "--criteria", file("typo.yaml", "criteria:\n  - name: x\n    field: votes\n    bonds: []\n")},
		"--ties: unknown tie key":                    {"testdata/yards.pb", "--ties", "cost,age"},
		"--completion-ties: unknown tie key":         {"testdata/yards.pb", "--completion-ties", "age"},
		"--step 0: not an amount above zero":         {"testdata/yards.pb", "--step", "0"},
		"--step one: not an amount above zero":       {"testdata/yards.pb", "--step", "one"},
		"--step 0.001: the money of this file has 1": {"testdata/yards.pb", "--step", "0.001"},
		"--explain 77: there is no project":          {"testdata/yards.pb", "--explain", "77"},
		"only equal-shares gives ballots a share":    {"testdata/yards.pb", "--rule", "greedy", "--explain", "v1"},
		"--step 1e9: not an amount above zero":       {"testdata/yards.pb", "--step", "1e9"},
		"--step 1/2: not an amount above zero":       {"testdata/yards.pb", "--step", "1/2"},
		"--no-skip goes with --rule greedy":          {"testdata/yards.pb", "--no-skip"},
		"--threshold N goes with --rule greedy":      {"testdata/yards.pb", "--rule", "phragmen", "--threshold", "5"},
		"--threshold -5: not below zero":             {"testdata/yards.pb", "--rule", "greedy", "--threshold=-5"},
		"the key lot needs --lot FILE":               {"testdata/yards.pb", "--completion-ties", "lot"},
		"--lot FILE goes with the key lot":           {"testdata/yards.pb", "--lot", file("lot-unused", "1\n")},
		"--lot":                                      {"testdata/yards.pb", "--ties", "lot", "--lot", "testdata/none"},
		"lot":                                        {"testdata/yards.pb", "--ties", "lot", "--lot", file("lot", "1\n2\n")},
	} {
		err := command(t, args...).run(t.Context(), screen{out: &bytes.Buffer{}, err: &bytes.Buffer{}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", args, err, want)
		}
	}
}

// A lot decides as drawn.
func TestLot(t *testing.T) {
	dir := t.TempDir()
	tied := "META\nkey;value\nnum_projects;2\nnum_votes;2\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\na;10\nb;10\nVOTES\nvoter_id;vote\n1;a\n2;b\n"
	pb, lot := filepath.Join(dir, "tied.pb"), filepath.Join(dir, "lot")
	if err := errors.Join(os.WriteFile(pb, []byte(tied), 0o600), os.WriteFile(lot, []byte("b\na\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{{"a"}, {"b", "--ties", "lot", "--lot", lot}} {
		args := append([]string{pb, "--json", "--rule", "greedy"}, c[1:]...)
		var got struct{ Winners []string }
		if err := json.Unmarshal([]byte(shown(t, 0, args...)), &got); err != nil || len(got.Winners) != 1 || got.Winners[0] != c[0] {
			t.Errorf("%v: %v, want %s", args, got.Winners, c[0])
		}
	}
}

// The amounts in the JSON are exact: those of a winner sum to its cost.
func TestPaymentsInJSONSumToTheCost(t *testing.T) {
	var got struct {
		Cost     json.Number
		Winners  []string
		Rounds   []struct{ Project, Stage string }
		Payments map[string][]struct {
			Amount  string
			Ballots int64
		}
	}
	if err := json.Unmarshal([]byte(shown(t, 0, "testdata/yards.pb", "--json", "--complete", "add1")), &got); err != nil {
		t.Fatal(err)
	}
	costs := map[string]string{"1": "9000", "2": "12000", "3": "7000.5", "4": "15000", "5": "4000", "6": "3500", "8": "1200"}
	all := new(big.Rat)
	for i, id := range got.Winners {
		paid := new(big.Rat)
		for _, p := range got.Payments[id] {
			amount, ok := new(big.Rat).SetString(p.Amount)
			if !ok {
				t.Fatalf("no amount: %s", p.Amount)
			}
			paid.Add(paid, amount.Mul(amount, big.NewRat(p.Ballots, 1)))
		}
		if cost, _ := new(big.Rat).SetString(costs[id]); paid.Cmp(cost) != 0 || got.Rounds[i].Project != id {
			t.Errorf("project %s costs %s and was paid %s", id, cost, paid)
		}
		all.Add(all, paid)
	}
	if cost, ok := new(big.Rat).SetString(got.Cost.String()); !ok || len(got.Winners) == 0 || cost.Cmp(all) != 0 {
		t.Errorf("cost %s, paid %s", got.Cost, all)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out bytes.Buffer
	err := command(t, "testdata/yards.pb").run(ctx, screen{out: &out, err: &out})
	if !errors.Is(err, context.Canceled) || out.Len() > 0 {
		t.Errorf("%v, wrote %q", err, out.String())
	}
	if code := (stopped{}).ExitCode(); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
}

// The bar keeps quiet for a second, is drawn in one line, and leaves nothing behind.
func TestBar(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	b := newBar(screen{err: &out, live: true}, 1000)
	b.begun, b.now = now, func() time.Time { return now }
	b.tell(count.Progress{Runs: 1, Cost: 100})
	now = now.Add(900 * time.Millisecond)
	b.tell(count.Progress{Runs: 2, Cost: 200})
	b.clear()
	if out.Len() > 0 {
		t.Errorf("drawn within a second: %q", out.String())
	}
	now = now.Add(time.Second)
	b.tell(count.Progress{Runs: 1234, Cost: 500})
	now = now.Add(time.Millisecond)
	b.tell(count.Progress{Runs: 1235, Cost: 600})
	b.clear()
	if want := "\r\x1b[K████████████░░░░░░░░░░░░  50 % of the budget after 1,234 runs\r\x1b[K"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	waiting(screen{err: &out, live: true}, "counting")()
	if newBar(screen{}, 1).teller() != nil {
		t.Error("a bar where nobody sees it")
	}
}

// The README's screen is one of these, not a memory of one.
func TestReadmeShowsAScreen(t *testing.T) {
	readme, err := os.ReadFile("../../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := os.ReadFile("testdata/default.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```text\n"+string(shown)+"```\n") {
		t.Error("what README.md shows of veche count is not testdata/default.txt: copy it again")
	}
}
