package pabulib

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"veche/flows/project/count"
)

const yards = `META
key;value
description;Yards of Vyazma
country;Russian Federation
unit;Vyazma
instance;2027
num_projects;3
num_votes;4
budget;1500000.50
vote_type;approval
rule;unknown
date_begin;01.10.2026
date_end;31.10.2026
min_length;1
max_length;3
currency;RUB
PROJECTS
project_id;cost;votes;name;target;selected
1;900000;3;"Площадка; ул. Ленина, 5";children;1
2;1200000.00;2;Тротуар к школе № 3;;0
3;700000;1;"Сквер ""Победа""";;0
VOTES
voter_id;vote;voting_method;age
a;1,2;internet;44
b;1;paper;18-25
c;2,1;internet;
d;3;internet;71
`

func read(t *testing.T, text string) *File {
	t.Helper()
	f, err := Read("yards.pb", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestReadsAnElection(t *testing.T) {
	want := &File{
		Election: count.Election{Budget: 15000005, Decimals: 1, Projects: []count.Project{
			{ID: "1", Name: "Площадка; ул. Ленина, 5", Cost: 9000000, Fields: map[string]string{"beneficiaries": "children", "selected": "1"}},
			{ID: "2", Name: "Тротуар к школе № 3", Cost: 12000000, Fields: map[string]string{"selected": "0"}},
			{ID: "3", Name: `Сквер "Победа"`, Cost: 7000000, Fields: map[string]string{"selected": "0"}},
		}, Ballots: []count.Ballot{{ID: "a", Picks: []int{0, 1}}, {ID: "b", Picks: []int{0}}, {ID: "c", Picks: []int{1, 0}}, {ID: "d", Picks: []int{2}}}},
		Meta: []Entry{{"description", "Yards of Vyazma"}, {"country", "Russian Federation"}, {"unit", "Vyazma"}, {"instance", "2027"},
			{"rule", "unknown"}, {"date_begin", "01.10.2026"}, {"date_end", "31.10.2026"}, {"min_length", "1"}, {"max_length", "3"}, {"currency", "RUB"}},
		Columns: []Column{{"voting_method", []string{"internet", "paper", "internet", "internet"}}},
	}
	forms := map[string]string{
		"as it is":           yards,
		"with a mark":        "\ufeff" + yards,
		"from Windows":       strings.ReplaceAll(yards, "\n", "\r\n"),
		"without a last end": strings.TrimSuffix(yards, "\n"),
		"with empty ends":    yards + "\n\n",
		"with new names":     strings.Replace(yards, "target", "beneficiaries", 1),
	}
	for name, text := range forms {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(want, read(t, text)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestQuotesInsideANameBelongToIt(t *testing.T) {
	f := read(t, strings.Replace(yards, "Тротуар к школе № 3", `"Тротуар" и бордюр`, 1))
	if got := f.Election.Projects[1].Name; got != `"Тротуар" и бордюр` {
		t.Errorf("read %s", got)
	}
}

// Each of these mistakes is told with its line and what to do.
func TestRefusesWhatCannotBeCounted(t *testing.T) {
	for _, c := range []struct{ replace, by, want string }{
		{"META\nkey", "meta\nkey", "yards.pb:1: here the line META has to stand: is this a .pb file?"},
		{"key;value", "key,value", "yards.pb:2: below META the line key;value is missing"},
		{"unit;Vyazma", "unit;Vyazma;1", "yards.pb:5: META takes key;value, this line has 3 fields; a value with ; goes into quotes"},
		{"unit;Vyazma", "country;Poland", `yards.pb:5: the key "country" is here a second time, empty, or has spaces around it`},
		{"budget;1500000.50", "budget;1500000,50", `yards.pb:9: budget: "1500000,50" has a comma: write decimals with a point, thousands with nothing`},
		{"budget;1500000.50", "budget;0", "yards.pb:9: budget: it has to be above zero"},
		{"budget;1500000.50", "budget;1.5e6", `yards.pb:9: budget: "1.5e6" is no number: write it like 1200 or 1200.50`},
		{"budget;1500000.50\n", "", "yards.pb:16: META ends without budget"},
		{"approval", "aproval", `yards.pb:10: vote_type: unknown vote type "aproval": one of [approval choose-1 cumulative ordinal scoring]`},
		{"min_length;1", "min_length;one", `yards.pb:14: min_length: "one" is no whole number`},
		{"currency;RUB", "default_score;3", "yards.pb:16: default_score: only 0 can be counted: give every ballot its points instead"},
		{"num_projects;3", "num_projects;4", "yards.pb:22: META says num_projects 4, these are 3: is a part missing?"},
		{"num_votes;4", "num_votes;5", "yards.pb:27: META says num_votes 5, these are 4: is the file cut off?"},
		{"project_id;cost", "id;cost", "yards.pb:18: PROJECTS has no column project_id"},
		{"votes;name", "name;name", "yards.pb:18: the column name is here a second time"},
		{"1;900000;", "1;-900000;", "yards.pb:19: cost: it has to be above zero"},
		{"1;900000;", "1;0.00;", "yards.pb:19: cost: it has to be above zero"},
		{"1;900000;", "1;;", "yards.pb:19: cost: a number is missing"},
		{"1;900000;", "1;900000.0000001;", "yards.pb:19: cost: 900000.0000001 has more than 6 decimals"},
		{"1;900000;", "1;9223372036854775807;", "yards.pb:19: the cost is too large for 1 decimals"},
		{"budget;1500000.50", "budget;1152921504606846977", "yards.pb:9: the budget is too large for 0 decimals"},
		{"1;900000;", "1;10000000000000000000;", "yards.pb:19: cost: 10000000000000000000 is too large"},
		{"3;700000", "1;700000", "yards.pb:21: the project 1 is here a second time, first on line 19"},
		{"3;700000", " 3;700000", `yards.pb:21: " 3" cannot be a project_id: not empty, no commas, no spaces around it`},
		{"№ 3;;0", "№ 3;0", "yards.pb:20: 5 fields, the columns are 6 (project_id;cost;votes;name;beneficiaries;selected): a field with ; goes into quotes"},
		{`Победа"""`, `Победа""`, `yards.pb:21: a field begins with " and the " that ends it is missing: is the file cut off?`},
		{"1;900000;3", "1;900000;4", `yards.pb:19: votes: the file says "4", its ballots say 3: correct it or take the column out`},
		{"VOTES\n", "\nVOTES\n", "yards.pb:22: an empty line: take it out"},
		{"voter_id;vote;", "voter;vote;", "yards.pb:23: VOTES has no column voter_id"},
		{"a;1,2", "a;1,4", "yards.pb:24: there is no project 4 in PROJECTS"},
		{"a;1,2", "a;1, 2", "yards.pb:24: the list of projects has a space or an empty item: write 1,2,3"},
		{"a;1,2", "a;1,1", "yards.pb:24: the project 1 is twice on this ballot"},
		{"a;1,2", "a;", "yards.pb:24: 0 projects on a ballot, META says min_length 1"},
		{"max_length;3", "max_length;1", "yards.pb:24: 2 projects on a ballot, META says max_length 1"},
		{"d;3;", "a;3;", "yards.pb:27: the voter a is here a second time"},
		{"d;3;internet;71\n", "d;3;inter", "yards.pb:27: 3 fields, the columns are 4 (voter_id;vote;voting_method;age): a field with ; goes into quotes"},
		{"voting_method;age", "points;age", "yards.pb:24: points on a ballot of vote_type approval, which has none"},
		{"voting_method;age", "voting_method;vote_strength", `yards.pb:24: vote_strength is "44": only ballots of strength 1 can be counted`},
		{"approval", "choose-1", "yards.pb:24: 2 projects on a ballot for exactly one"},
		{"approval", "cumulative", "yards.pb:23: VOTES has no column points, and the vote_type is cumulative"},
		{"Тротуар", "\xd2\xf0\xee", "yards.pb:20: these bytes are no UTF-8: save the file as UTF-8"},
		{yards[strings.Index(yards, "VOTES"):], "", "yards.pb:21: the file ends before its section VOTES: is it cut off?"},
		{yards, "", "yards.pb:1: here the line META has to stand: is this a .pb file?"},
	} {
		text := strings.Replace(yards, c.replace, c.by, 1)
		if text == yards {
			t.Fatalf("%q does not occur", c.replace)
		}
		_, err := Read("yards.pb", strings.NewReader(text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%q for %q:\n got %v\nwant %s", c.by, c.replace, err, c.want)
		}
	}
}

// Wherever a file is cut, the rest is not taken for the whole; only the cell of an age,
// which is not read, may be.
func TestRefusesEveryTruncation(t *testing.T) {
	bare := strings.NewReplacer("cost;votes", "cost;public_id", ";voting_method;age", "", ";internet;44", "", ";paper;18-25", "",
		";internet;71", "", ";internet;", "").Replace(yards)
	for _, whole := range []string{strings.TrimSuffix(yards, "71\n"), bare} {
		read(t, whole)
		for at := range whole {
			if f, err := Read("yards.pb", strings.NewReader(whole[:at])); err == nil {
				t.Errorf("%q was read as %v", whole[:at], f.Election)
			}
		}
	}
}

func TestPoints(t *testing.T) {
	points := strings.NewReplacer("approval", "cumulative", "voting_method", "points", "cost;votes", "cost;score",
		"900000;3", "900000;9", "1200000.00;2", "1200000.00;5", "700000;1", "700000;0",
		"a;1,2;internet", "a;1,2;2,1", "b;1;paper", "b;1;3", "c;2,1;internet", "c;2,1;4,4", "d;3;internet", "d;3;0").Replace(yards)
	f := read(t, points)
	if d := cmp.Diff([]count.Ballot{{ID: "a", Picks: []int{0, 1}, Points: []int64{2, 1}}, {ID: "b", Picks: []int{0}, Points: []int64{3}},
		{ID: "c", Picks: []int{1, 0}, Points: []int64{4, 4}}, {ID: "d", Picks: []int{2}, Points: []int64{0}}}, f.Election.Ballots); d != "" {
		t.Error(d)
	}
	for _, c := range []struct{ replace, by, want string }{
		{"a;1,2;2,1", "a;1,2;2", "yards.pb:24: 2 projects and 1 points on a ballot"},
		{"a;1,2;2,1", "a;1,2;2,-1", `yards.pb:24: "-1": points are whole numbers from 0 to 2147483647`},
		{"a;1,2;2,1", "a;1,2;2,0.5", `yards.pb:24: "0.5": points are whole numbers from 0 to 2147483647`},
		{"900000;9", "900000;8", `yards.pb:19: score: the file says "8", its ballots say 9: correct it or take the column out`},
		{"currency;RUB", "max_sum_points;7", "yards.pb:26: 8 points on a ballot, META says max_sum_points 7"},
		{"currency;RUB", "max_points;3", "yards.pb:26: 4 points for a project, META says max_points 3"},
		{"currency;RUB", "max_points;many", `yards.pb:16: max_points: "many" is no whole number`},
		{"d;3;0", "d;3;2147483648", `yards.pb:27: "2147483648": points are whole numbers from 0 to 2147483647`},
	} {
		if _, err := Read("yards.pb", strings.NewReader(strings.Replace(points, c.replace, c.by, 1))); err == nil || err.Error() != c.want {
			t.Errorf("%q for %q:\n got %v\nwant %s", c.by, c.replace, err, c.want)
		}
	}
}

// Ordinal ballots may be shorter than the longest one: programs differ in what the last
// place is then worth, and either way of counting is right in a file.
func TestOrdinalScores(t *testing.T) {
	for scores, right := range map[string]bool{"4 3 1": true, "8 5 3": true, "8 3 1": false, "8 5 2": false} {
		var one, two, three int
		fmt.Sscan(scores, &one, &two, &three)
		text := strings.NewReplacer("approval", "ordinal", "cost;votes", "cost;score", "900000;3", fmt.Sprint("900000;", one),
			"1200000.00;2", fmt.Sprint("1200000.00;", two), "700000;1", fmt.Sprint("700000;", three)).Replace(yards)
		f, err := Read("yards.pb", strings.NewReader(text))
		if (err == nil) != right {
			t.Errorf("scores %s: %v", scores, err)
		}
		if right && f.Election.Places != 3 {
			t.Errorf("the first place is worth %d points, want 3", f.Election.Places)
		}
	}
}

// A budget of 10^15 keeps its last unit, and a million ballots are read as what they are.
func TestLargeFiles(t *testing.T) {
	if f := read(t, strings.Replace(yards, "1500000.50", "1000000000000000.01", 1)); f.Election.Budget != 100000000000000001 || f.Election.Decimals != 2 {
		t.Errorf("read %d with %d decimals", f.Election.Budget, f.Election.Decimals)
	}
	if testing.Short() {
		t.Skip("a million ballots")
	}
	f := read(t, large(1_000_000))
	if len(f.Election.Ballots) != 1_000_000 || f.Election.Ballots[999_999].ID != "v999999" {
		t.Errorf("read %d ballots", len(f.Election.Ballots))
	}
}

// large is a file with so many ballots for three projects.
func large(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "META\nkey;value\nnum_projects;3\nnum_votes;%d\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;10\n2;20\n3;30\nVOTES\nvoter_id;vote\n", n)
	for i := range n {
		fmt.Fprintf(&b, "v%d;%s\n", i, []string{"1", "1,2", "3,1", "2,3,1"}[i%4])
	}
	return b.String()
}

// The elections of the world are read, and the format's rules hold nothing against those
// that its own site has.
func TestRealFiles(t *testing.T) {
	for _, path := range realFiles(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f := read(t, string(text))
			roundTrip(t, f)
			if err := f.Check(); err != nil && !strings.HasPrefix(filepath.Base(path), "synthetic") {
				t.Error(err)
			}
		})
	}
}

func realFiles(t testing.TB) []string {
	folder := os.Getenv("VECHE_VOTES")
	if folder == "" {
		t.Skip("VECHE_VOTES names no folder with elections")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.pb"))
	if err != nil || len(files) == 0 {
		t.Fatal("no .pb files in ", folder)
	}
	return files
}

func BenchmarkRead(b *testing.B) {
	for _, path := range realFiles(b) {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(path), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read("", strings.NewReader(string(text))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
