package flows_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/locales"
)

// What files and chats of earlier releases hold by name goes by that name for ever.
// testdata/names lists the names, one a line; -update adds what is new and takes away
// nothing. A name that is gone keeps its line, and the line says what it means now:
//
//	report/photos = report/pictures
//
// Whoever writes such a line has made it true: by a migration, or where the old name is
// read.
func TestNamesStay(t *testing.T) {
	for list, now := range namesNow(t) {
		t.Run(list, func(t *testing.T) { frozen(t, "testdata/names/"+list+".txt", now) })
	}
	files, err := os.ReadDir("testdata/names")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(f.Name(), ".txt"); namesNow(t)[name] == nil {
			t.Errorf("nothing has the names in testdata/names/%s any more", f.Name())
		}
	}
}

// namesNow are the names that this release writes or understands, by their list.
func namesNow(t *testing.T) map[string][]string {
	t.Helper()
	e := newEngine(t)
	all := flows.Names(e)
	all["questions"] = e.Questions()
	all["topics"] = e.TopicNames()
	all["labels"] = keyboards(t, e)
	all["acts"] = made(t)["act."]
	all["desks"] = texts([]civic.Desk{civic.ModeratorsDesk, civic.CentreDesk, civic.FeedDesk, civic.DistrictDesk("*"), civic.DistrictFeed("*"), civic.ChannelDesk(0)})
	all["tallies"] = texts(reports.Tallies())
	all["statuses"] = texts(reports.Statuses())
	for _, r := range reports.Life().Rows() {
		all["moves"] = append(all["moves"], string(r.Move))
	}
	maps.Copy(all, constants(t))
	return all
}

// means stands in a label's line between the wording and its key.
const means = " → "

// keyboards are the buttons under the field for writing, as they are worded in any language,
// with their keys.
func keyboards(t *testing.T, e *flows.Engine) (all []string) {
	t.Helper()
	l, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locales.Languages() {
		for _, key := range flows.KeyboardKeys(e) {
			label, err := l.Text(lang, key, nil)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, label+means+key)
		}
	}
	return all
}

// A button that a keyboard of any release has is heard, whatever it is called in this one:
// locales/retired.yaml says what the others mean.
func TestOldKeyboardsAreHeard(t *testing.T) {
	l, err := locales.New()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile("testdata/names/labels.txt")
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(rows)) {
		was, now, _ := strings.Cut(strings.TrimSpace(row), " = ")
		label, key, _ := strings.Cut(was, means)
		if want := cmp.Or(now, key); l.Label(label) != want {
			t.Errorf("%q is heard as %q, not as %s: say so in locales/retired.yaml", label, l.Label(label), want)
		}
	}
}

// frozen holds names against a list.
func frozen(t *testing.T, path string, now []string) {
	t.Helper()
	kept, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(kept)), "\n")
	var listed []string
	for _, row := range rows {
		name, means, retired := strings.Cut(row, " = ")
		listed = append(listed, name)
		switch is := slices.Contains(now, name); {
		case name == "":
		case retired && is:
			t.Errorf("%s: %s is there again: take away what its line says, or the name", path, name)
		case retired && means == "":
			t.Errorf("%s: say what %s means now", path, name)
		case !retired && !is:
			t.Errorf("%s: %s is gone, and files or chats of earlier releases hold it still. Let it mean something, and say in its line what: %q", path, name, name+" = …")
		}
	}
	added := slices.DeleteFunc(slices.Sorted(slices.Values(now)), func(n string) bool { return slices.Contains(listed, n) })
	added = slices.Compact(added)
	if len(added) == 0 || !*update {
		for _, name := range added {
			t.Errorf("%s: %s is new; once released, it stays. Add it with -update", path, name)
		}
		return
	}
	rows = slices.DeleteFunc(append(rows, added...), func(row string) bool { return row == "" })
	slices.Sort(rows)
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// constants are the names that stand in constants of a kind: of storage, those of counters
// and single values; of the field, those that records hold.
func constants(t *testing.T) map[string][]string {
	t.Helper()
	_, rooms := house(t)
	all := map[string][]string{}
	add := func(list, value string) { all[list] = append(all[list], value) }
	for _, room := range []string{"storage", "flows/civic", "flows/civic/reports"} {
		each := func(name, kind, value string) {
			switch {
			case strings.HasSuffix(name, "Counter") && room == "storage":
				add("counters", value)
			case strings.HasSuffix(name, "Value") && room == "storage":
				add("values", value)
			case kind == "Role":
				add("roles", value)
			case name == "Kind":
				add("kinds", value)
			case kind == "Rung":
				add("rungs", value)
			case kind == "Says":
				add("says", value)
			}
		}
		for _, f := range rooms[room].files {
			for _, d := range f.Decls {
				constantsIn(d, each)
			}
		}
	}
	return all
}

// constantsIn lists the constants of a declaration that are words.
func constantsIn(d ast.Decl, each func(name, kind, value string)) {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.CONST {
		return
	}
	for _, s := range g.Specs {
		v := s.(*ast.ValueSpec)
		for i, name := range v.Names {
			if i >= len(v.Values) {
				continue
			}
			if word, ok := v.Values[i].(*ast.BasicLit); ok && word.Kind == token.STRING {
				text, _ := strconv.Unquote(word.Value)
				each(name.Name, fmt.Sprint(v.Type), text)
			}
		}
	}
}
