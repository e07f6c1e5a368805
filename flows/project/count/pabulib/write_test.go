package pabulib

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"veche/flows/project/count"
)

// What is written keeps the format's order, has its own counts, and nothing of persons.
func TestWrites(t *testing.T) {
	f := read(t, yards)
	f.Meta = slices.Insert(f.Meta, 0, Entry{"comment", "#1: Ties: lower cost, then more votes."})
	var out bytes.Buffer
	if err := Write(&out, f, Options{Seed: [32]byte{1}}); err != nil {
		t.Fatal(err)
	}
	want := `META
key;value
description;Yards of Vyazma
country;Russian Federation
unit;Vyazma
instance;2027
num_projects;3
num_votes;4
budget;1500000.5
vote_type;approval
rule;unknown
date_begin;01.10.2026
date_end;31.10.2026
min_length;1
max_length;3
currency;RUB
comment;#1: Ties: lower cost, then more votes.
PROJECTS
project_id;cost;votes;name;beneficiaries;selected
1;900000;3;"Площадка; ул. Ленина, 5";children;1
2;1200000;2;Тротуар к школе № 3;;0
3;700000;1;"Сквер ""Победа""";;0
VOTES
voter_id;vote;voting_method
1;3;internet
2;1;paper
3;1,2;internet
4;2,1;internet
`
	if d := gocmp.Diff(want, out.String()); d != "" {
		t.Error(d)
	}
}

func TestTheSeedShufflesTheBallots(t *testing.T) {
	f := read(t, large(1000))
	order := func(seed byte) string {
		var out bytes.Buffer
		if err := f.write(&out, Options{Seed: [32]byte{seed}, Receipt: func(i int) string { return f.Election.Ballots[i].ID }}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if first, again := order(1), order(1); first != again {
		t.Error("one seed, two orders")
	}
	if order(1) == order(2) || strings.Contains(order(1), "\nv0;1\nv1;") {
		t.Error("the ballots stand as they came")
	}
}

func TestTwoVotersCannotShareAReceipt(t *testing.T) {
	if err := Write(&bytes.Buffer{}, read(t, yards), Options{Receipt: func(int) string { return "7" }}); err == nil {
		t.Error("they could")
	}
}

// The most points come first.
func TestWritesPointsInOrder(t *testing.T) {
	f := read(t, yards)
	f.Columns = nil
	f.Election.Kind = count.Scoring
	f.Election.Ballots = []count.Ballot{{Picks: []int{0, 1, 2}, Points: []int64{1, 3, 2}}}
	var out bytes.Buffer
	if err := Write(&out, f, Options{}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(out.String(), "voter_id;vote;points\n1;2,3,1;3,2,1\n") || !strings.Contains(out.String(), "project_id;cost;votes;score;name") {
		t.Error(out.String())
	}
}

// What the format does not take is not written, and each reason is told.
func TestCheck(t *testing.T) {
	say := func(key, value string) func(*File) {
		return func(f *File) {
			f.Meta = slices.DeleteFunc(f.Meta, func(e Entry) bool { return e.Key == key })
			f.Meta = append(f.Meta, Entry{key, value})
		}
	}
	field := func(name, cell string) func(*File) {
		return func(f *File) { f.Election.Projects[1].Fields[name] = cell }
	}
	for want, change := range map[string]func(*File){
		"META: unit is missing":                                   say("unit", ""),
		"META: edition is empty":                                  say("edition", ""),
		"project 1: its proposer is missing, and others have one": field("proposer", "TOS Zarya"),
		"project 3: all have a name or none":                      func(f *File) { f.Election.Projects[2].Name = "" },
		"META: country: write Russian Federation":                 say("country", "Russia"),
		`META: country: "Россия" is not the English name`:         say("country", "Россия"),
		`META: date_end: "31.02.2026" is no date`:                 say("date_end", "31.02.2026"),
		`META: language: "rus" is no language`:                    say("language", "rus"),
		`META: currency: "rub" is no currency`:                    say("currency", "rub"),
		`META: rule: "equalshares/add1u" is none of`:              say("rule", "equalshares/add1u"),
		"META: greedy has no min_project_score_threshold":         say("rule", "greedy-threshold"),
		"META: comment: comments are numbered":                    say("comment", "ties by cost"),
		`META: experimental: "0" is none of 1`:                    say("experimental", "0"),
		`META: the format does not know "turnout"`:                say("turnout", "12"),
		"META: unit has spaces":                                   say("unit", "Vyazma "),
		"META: num_votes is there twice":                          say("num_votes", "12"),
		"META: fully_funded;1":                                    say("fully_funded", "1"),
		"project 2: selected":                                     field("selected", "yes"),
		"project 2: category":                                     field("category", "roads, yards"),
		"project 2: latitude":                                     field("latitude", "91"),
		"project 2: spaces around its proposer":                   field("proposer", " TOS Zarya"),
		`PROJECTS: "votes" is no column`:                          field("votes", "7"),
		`PROJECTS: "telegram" is no column`:                       field("telegram", "7"),
		"project 1: a cost of one whole unit":                     func(f *File) { f.Election.Projects[0].Cost = 9 },
		"project 1 costs more than the budget":                    func(f *File) { f.Election.Projects[0].Cost = 1e9 },
		`project "1": an id of its own`:                           func(f *File) { f.Election.Projects[1].ID = "1" },
		"ballot 1: it names a project twice":                      func(f *File) { f.Election.Ballots[0].Picks[1] = 0 },
		"ballot 2: it names a project twice, or one that":         func(f *File) { f.Election.Ballots[1].Picks[0] = 3 },
		"ballot 4: 0 projects":                                    func(f *File) { f.Election.Ballots[3].Picks = nil },
		"ballot 1: 0 points for 2 projects":                       func(f *File) { f.Election.Kind = count.Cumulative },
		"META: a cumulative vote needs max_sum_points":            func(f *File) { f.Election.Kind = count.Cumulative },
		`VOTES: the column "age" may be about persons`:            func(f *File) { f.Columns[0].Name = "age" },
		"VOTES: voting_method":                                    func(f *File) { f.Columns[0].Cells[2] = "telegram" },
		"VOTES: 3 cells of voting_method for 4 ballots":           func(f *File) { f.Columns[0].Cells = f.Columns[0].Cells[1:] },
		"META: fully_funded;1 is there if, and only if, the budg": func(f *File) { f.Election.Budget = 1e9 },
	} {
		f := read(t, yards)
		change(f)
		var out bytes.Buffer
		if err := Write(&out, f, Options{}); err == nil || !strings.Contains(err.Error(), want) || out.Len() > 0 {
			t.Errorf("want %q and nothing written, got %v", want, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(yards)
	f.Add(strings.NewReplacer("approval", "ordinal", "cost;votes", "cost;public_id").Replace(yards))
	f.Add(strings.NewReplacer("approval", "scoring", "cost;votes", "cost;public_id", "voting_method", "points", "internet", "1", "paper", "2").Replace(yards))
	f.Add("META\nkey;value\nnum_projects;1\nnum_votes;1\nbudget;1.5\nvote_type;choose-1\nPROJECTS\nproject_id;cost;name\na;1;\"x\" y\nVOTES\nvote;voter_id\na;\"1\n2\"")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Read("fuzz.pb", strings.NewReader(text))
		var told *Error
		switch {
		case err == nil:
			roundTrip(t, file)
		case !errors.As(err, &told) || told.Line < 1 || told.Line > 1+strings.Count(text, "\n"):
			t.Errorf("an error without its line: %v", err)
		}
	})
}

// roundTrip asks that a file, written and read again, says the same.
func roundTrip(t *testing.T, f *File) {
	t.Helper()
	var out bytes.Buffer
	if err := f.write(&out, Options{Receipt: func(i int) string { return f.Election.Ballots[i].ID }}); err != nil {
		t.Fatal(err)
	}
	again, err := Read("again.pb", &out)
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(sorted(f), sorted(again)); d != "" {
		t.Errorf("read again it differs:\n%s", d)
	}
}

// sorted is a file in one order, whatever the order it was written in.
func sorted(f *File) *File {
	same := *f
	same.Meta = slices.Clone(f.Meta)
	slices.SortFunc(same.Meta, func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) })
	order := make([]int, len(f.Election.Ballots))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(f.Election.Ballots[i].ID, f.Election.Ballots[j].ID) })
	same.Election.Ballots, same.Columns = nil, nil
	for _, i := range order {
		same.Election.Ballots = append(same.Election.Ballots, falling(f.Election.Ballots[i]))
	}
	for _, c := range f.Columns {
		cells := make([]string, 0, len(order))
		for _, i := range order {
			cells = append(cells, c.Cells[i])
		}
		same.Columns = append(same.Columns, Column{c.Name, cells})
	}
	slices.SortFunc(same.Columns, func(a, b Column) int { return cmp.Compare(a.Name, b.Name) })
	return &same
}

// falling is a ballot with its most points first.
func falling(b count.Ballot) count.Ballot {
	same := count.Ballot{ID: b.ID, Picks: slices.Clone(b.Picks), Points: slices.Clone(b.Points)}
	for i := range b.Points {
		for j := i; j > 0 && same.Points[j-1] < same.Points[j]; j-- {
			same.Points[j-1], same.Points[j] = same.Points[j], same.Points[j-1]
			same.Picks[j-1], same.Picks[j] = same.Picks[j], same.Picks[j-1]
		}
	}
	return same
}
