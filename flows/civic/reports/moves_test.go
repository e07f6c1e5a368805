package reports

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

func TestTheTableOfMovesIsSound(t *testing.T) {
	for _, fault := range Life().Faults(Draft, Statuses()) {
		t.Error(fault)
	}
}

// Every status has its place in the list, and every move a row.
func TestNothingIsLeftOutOfTheTable(t *testing.T) {
	if want := declared(t, "Status"); !slices.Equal(want, sorted(Statuses())) {
		t.Errorf("statuses are %v, listed are %v", want, Statuses())
	}
	var moves []Move
	for _, r := range Life().Rows() {
		moves = append(moves, r.Move)
	}
	if want := declared(t, "Move"); !slices.Equal(want, sorted(moves)) {
		t.Errorf("moves are %v, rows have %v", want, moves)
	}
}

// declared are the values of the constants of a type in life.go.
func declared(t *testing.T, of string) (all []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "life.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == of {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, value)
		}
		return true
	})
	slices.Sort(all)
	return all
}

func sorted[S ~string](all []S) (out []string) {
	for _, s := range all {
		out = append(out, string(s))
	}
	slices.Sort(out)
	return out
}

// Every open report can end, and of those that have ended only some can be moved again.
func TestEveryReportCanEnd(t *testing.T) {
	again := []Status{Draft, Refused, Done, Confirmed, Merged}
	for _, s := range Statuses() {
		if !slices.ContainsFunc(reachable(s), func(s Status) bool { return !s.Open() }) {
			t.Errorf("a report that is %s never ends", s)
		}
		if next := reachable(s)[1:]; !s.Open() && !slices.Contains(again, s) && len(next) > 0 {
			t.Errorf("a report that is %s can still become %v", s, next)
		}
	}
}

// reachable are the statuses that a report can come to, itself first.
func reachable(s Status) []Status {
	reached := []Status{s}
	for i := 0; i < len(reached); i++ {
		for _, r := range Life().Rows() {
			if next, ok := Life().Next(reached[i], r.Move); ok && !slices.Contains(reached, next) {
				reached = append(reached, next)
			}
		}
	}
	return reached
}

// What the traits of a move say has to go together.
func TestTraitsGoTogether(t *testing.T) {
	for _, r := range Life().Rows() {
		switch is := r.Is; {
		case r.By.Author && (len(r.By.Roles) > 0 || is.Told):
			t.Errorf("%s is the author's own, and somebody else's, or they are told of it", r.Move)
		case is.Needed && !is.Told:
			t.Errorf("the author has to hear of %s, and is not told", r.Move)
		case is.Followed && !is.Public:
			t.Errorf("%s is followed, and not public", r.Move)
		case is.AtDesk && !slices.Equal(r.By.Roles, moderators.Roles) && r.Move != Redirect:
			t.Errorf("%s is for what waits at the moderators' desk, and not theirs", r.Move)
		case is.Decides && !leadsTo(r.Move).Can(Undo):
			t.Errorf("%s can be taken back, and there is no way", r.Move)
		}
	}
}

// leadsTo is where the one way of a move leads.
func leadsTo(m Move) Status { return life.Row(m).Ways[0].To }
