package civic

import (
	"slices"
	"testing"
)

type nothing struct{}

type row = Row[string, string, nothing]

func ways(all ...Way[string]) []Way[string] { return all }

func way(to string, from ...string) Way[string] { return Way[string]{From: from, To: to} }

func TestALifeIsItsTable(t *testing.T) {
	l := NewLife(
		row{Move: "call", Ways: ways(way("called", "draft")), By: By{Author: true}},
		row{Move: "move", Ways: ways(way("", "called", "moved"))},
		row{Move: "hold", Ways: ways(way("held", "called"), way("", "held"))})
	for _, c := range []struct{ from, move, to string }{
		{"draft", "call", "called"}, {"called", "move", "called"}, {"moved", "move", "moved"}, {"called", "hold", "held"}, {"held", "hold", "held"},
		{"held", "move", ""}, {"called", "call", ""}, {"draft", "unknown", ""}, {"unknown", "call", ""},
	} {
		to, ok := l.Next(c.from, c.move)
		if want := c.to != ""; ok != want || l.Can(c.from, c.move) != want || want && to != c.to {
			t.Errorf("%s from %s leads to %q, %v", c.move, c.from, to, ok)
		}
	}
	if !l.Row("call").By.Author || l.Row("move").By.Author || l.Row("unknown").Move != "" || len(l.Rows()) != 3 {
		t.Error("the rows are not those of the table")
	}
}

func TestAnUnsoundLifeIsFound(t *testing.T) {
	sound := row{Move: "call", Ways: ways(way("called", "draft"))}
	for _, c := range []struct {
		why  string
		rows []row
		want []string
	}{
		{"sound", []row{sound}, nil},
		{"two ways from one status", []row{{Move: "call", Ways: ways(way("called", "draft"), way("", "draft"))}}, []string{"call leads two ways from draft"}},
		{"the same twice", []row{{Move: "call", Ways: ways(way("called", "draft", "draft"))}}, []string{"call leads two ways from draft"}},
		{"two rows of one move", []row{sound, sound}, []string{"call has two rows"}},
		{"unknown statuses", []row{sound, {Move: "hold", Ways: ways(way("held", "gone"))}}, []string{`hold knows a status "gone"`, `hold knows a status "held"`}},
		{"nothing leads there", []row{{Move: "stay", Ways: ways(way("", "called"))}}, []string{"nothing leads to called"}},
		{"a row without ways", []row{sound, {Move: "hold"}}, []string{"hold leads nowhere"}},
	} {
		got := NewLife(c.rows...).Faults("draft", []string{"draft", "called"})
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}
