package flows_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/looplab/fsm"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const diagrams = "testdata/diagrams"

// The diagrams are what a person reads of a table: a change of a table shows here.
func TestDiagrams(t *testing.T) {
	want := map[string]string{}
	for _, f := range newEngine(t).Forms() {
		d, err := f.Diagram()
		if err != nil {
			t.Fatalf("%s: %v", flows.NameOf(f), err)
		}
		want[flows.NameOf(f)] = d
	}
	life, err := reports.Life().Diagram(reports.Draft)
	if err != nil {
		t.Fatal(err)
	}
	want["life-of-a-report"] = life
	for name, d := range want {
		golden(t, filepath.Join(diagrams, name+".mmd"), d)
	}
	files, _ := filepath.Glob(filepath.Join(diagrams, "*"))
	for _, f := range files {
		if _, ok := want[strings.TrimSuffix(filepath.Base(f), ".mmd")]; !ok {
			t.Errorf("%s is the diagram of nothing", f)
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%v (write it with -update)", err)
		return
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got; rewrite it with -update):\n%s", file, d)
	}
}

type none struct{}

func step() flows.Step[none] {
	return flows.Confirm("key.send", func(*flows.Turn, none) flows.Message { return flows.Message{} })
}

// A table that does not fit its questions is refused when the engine is made.
func TestUnsoundFormsAreRefused(t *testing.T) {
	ab := flows.Steps[none]{"a": step(), "b": step()}
	for _, c := range []struct {
		name  string
		form  *flows.Flow[none]
		wrong string // "" where it is sound
	}{
		{"a line", &flows.Flow[none]{First: "a", Table: flows.Line("a", "b"), Steps: ab}, ""},
		{"a branch", &flows.Flow[none]{First: "a", Table: append(flows.Line("a", "b"), flows.Event("end", "a", flows.Done)), Steps: ab}, ""},
		{"a loop with a way out", &flows.Flow[none]{First: "a", Table: append(flows.Line("a", "b"), flows.Event("anew", "b", "a")), Steps: ab}, ""},
		{"a row twice", &flows.Flow[none]{First: "a", Table: append(flows.Line("a", "b"), flows.Event(flows.Next, "a", flows.Done)), Steps: ab}, "leaves a twice"},
		{"a question nobody comes to", &flows.Flow[none]{First: "a", Table: flows.Line("a"), Steps: ab}, "nothing leads to b"},
		{"a state without a question", &flows.Flow[none]{First: "a", Table: flows.Line("a", "b", "c"), Steps: ab}, "c asks nothing"},
		{"a first state without a question", &flows.Flow[none]{First: "z", Table: append(flows.Line("a", "b"), flows.Event(flows.Next, "z", "a")), Steps: ab}, "z asks nothing"},
		{"a way in without a way out", &flows.Flow[none]{First: "a", Table: append(flows.Line("a"), flows.Event("trap", "a", "b")), Steps: ab}, "nothing leads from b"},
		{"no end at all", &flows.Flow[none]{First: "a", Table: fsm.Events{flows.Event(flows.Next, "a", "b"), flows.Event(flows.Back, "b", "a")}, Steps: ab}, "nothing leads from"},
		{"no table", &flows.Flow[none]{First: "a", Steps: flows.Steps[none]{"a": step()}}, "nothing leads from a"},
	} {
		c.form.Name = "f"
		err := flows.Sound(c.form)
		switch {
		case c.wrong == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s: error %v, want %q", c.name, err, c.wrong)
		}
		if c.wrong == "" {
			continue
		}
		if _, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), flows.Conversation{Forms: []flows.Form{c.form}})...); err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s: the engine takes it", c.name)
		}
	}
}

func TestTwoOfOneNameAreRefused(t *testing.T) {
	do := func(*flows.Turn) error { return nil }
	for name, twice := range map[string]flows.Conversation{
		"command": {Commands: []flows.CommandFor{{Name: "a", Do: do}, {Name: "a", Do: do}}},
		"label":   {Commands: []flows.CommandFor{{Name: "a", Label: "l", Do: do}, {Name: "b", Label: "l", Do: do}}},
		"action":  {Actions: []flows.Action{{Name: "a"}, {Name: "a"}}},
		"timer":   {Timers: []flows.TimerKind{{Name: "a"}, {Name: "a"}}},
		"job":     {Jobs: []flows.JobKind{{Name: "a"}, {Name: "a"}}},
		"own":     {Commands: []flows.CommandFor{{Name: "cancel", Do: do}}},
	} {
		if _, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), twice)...); err == nil || !strings.Contains(err.Error(), "twice") {
			t.Errorf("two of one %s are taken", name)
		}
	}
}
