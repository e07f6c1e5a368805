package flows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// arrows says which rooms of ours each room may import. A new room has to be placed
// here; nothing else of ours may be imported.
var arrows = map[string][]string{
	".":                  {"bot", "bot/sandbox", "bot/sandbox/*", "flows", "flows/*", "flows/project/*", "flows/project/*/*", "locales", "storage"},
	"bot":                {"flows", "flows/civic", "locales", "storage"},
	"bot/sandbox":        {}, // or it would share our mistakes
	"bot/sandbox/load":   {},
	"bot/sandbox/script": {"bot/sandbox"},
	"bot/sandbox/stage":  {"bot/sandbox"},
	"flows":              {"flows/civic", "storage"},
	"flows/cards":        {"flows", "flows/civic", "storage"},
	"flows/casework":     {"flows", "flows/cards", "flows/civic", "storage"},
	"flows/centre":       conversation,
	"flows/civic":        {},
	"flows/handover":     conversation,
	"flows/head":         conversation,
	"flows/moderation":   conversation,
	"flows/neighbours":   conversation,
	"flows/profile":      conversation,
	"flows/queue":        conversation,
	"flows/report":       conversation,
	"locales":            {},
	"storage":            {"flows/civic"},

	"flows/project/count":          {}, // anyone who has a file may use it
	"flows/project/count/pabulib":  {"flows/project/count"},
	"flows/project/count/terminal": {"flows/project/count", "flows/project/count/pabulib"},
}

// conversation is what a conversation may import: never another one, never bot.
var conversation = []string{"flows", "flows/cards", "flows/casework", "flows/civic", "storage"}

// The house's measures, in lines.
const (
	longestFile     = 400
	longestFunction = 60
)

// room is a package of ours as it is written, without its tests.
type room struct {
	path  string // "." for main
	name  string
	files map[string]*ast.File
}

// house reads every room once.
func house(t *testing.T) (*token.FileSet, map[string]room) {
	t.Helper()
	set, rooms := token.NewFileSet(), map[string]room{}
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(strings.TrimPrefix(file, ".."), string(filepath.Separator)))
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(set, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		r, ok := rooms[path.Dir(rel)]
		if !ok {
			r = room{path: path.Dir(rel), name: f.Name.Name, files: map[string]*ast.File{}}
			rooms[r.path] = r
		}
		r.files[rel] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(rooms) < 10 {
		t.Fatalf("only %d packages found: the house is elsewhere", len(rooms))
	}
	return set, rooms
}

func TestImportsRunOneWay(t *testing.T) {
	_, rooms := house(t)
	for _, r := range rooms {
		may, placed := arrows[r.path]
		if !placed {
			t.Errorf("%s is a new room: say in arrows what it may import", r.path)
			continue
		}
		for file, f := range r.files {
			for _, i := range f.Imports {
				of, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), "veche/")
				if ours && !slices.ContainsFunc(may, func(p string) bool { ok, _ := path.Match(p, of); return ok }) {
					t.Errorf("%s imports %s; %s may import %v", file, of, r.path, may)
				}
			}
		}
	}
}

func TestTheTopLevelStaysSmall(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		switch {
		case strings.HasPrefix(name, "."):
		case e.IsDir() && !slices.Contains([]string{"bot", "flows", "storage", "locales"}, name):
			t.Errorf("the folder %s: the rooms are bot, flows, storage and locales", name)
		case strings.HasSuffix(name, ".go") && name != "main.go" && name != "main_test.go":
			t.Errorf("%s: the commands and the wiring are main.go, the rest belongs into a room", name)
		}
	}
}

func TestRoomsTellTheirStory(t *testing.T) {
	_, rooms := house(t)
	vague := []string{"util", "utils", "helper", "helpers", "common", "shared", "misc", "base", "core", "model", "models",
		"entity", "entities", "handler", "handlers", "service", "services", "manager", "managers", "types", "internal", "pkg", "lib"}
	for _, r := range rooms {
		if slices.Contains(vague, r.name) || slices.Contains(vague, path.Base(r.path)) {
			t.Errorf("package %s at %s: a name says what is in the room", r.name, r.path)
		}
		begins := "Package " + r.name + " "
		if r.name == "main" {
			begins = "Veche "
		}
		stories := 0
		for _, f := range r.files {
			if strings.HasPrefix(f.Doc.Text(), begins) {
				stories++
			}
		}
		if stories != 1 {
			t.Errorf("%s: %d files begin with %q, want one", r.path, stories, "// "+begins)
		}
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	set, rooms := house(t)
	for _, r := range rooms {
		for _, f := range r.files {
			for _, d := range f.Decls {
				for _, n := range undocumented(d) {
					t.Errorf("%s: %s is exported and says nothing", set.Position(n.Pos()), n.Name)
				}
			}
		}
	}
}

// undocumented lists the exported names of a declaration that no comment speaks of.
// A comment above a group speaks for the group.
func undocumented(d ast.Decl) (bare []*ast.Ident) {
	if f, ok := d.(*ast.FuncDecl); ok {
		if f.Name.IsExported() && f.Doc == nil && (f.Recv == nil || exported(f.Recv.List[0].Type)) && !common(f) {
			bare = append(bare, f.Name)
		}
		return bare
	}
	g := d.(*ast.GenDecl)
	for _, s := range g.Specs {
		var names []*ast.Ident
		var said bool
		switch s := s.(type) {
		case *ast.TypeSpec:
			names, said = []*ast.Ident{s.Name}, s.Doc != nil || s.Comment != nil
		case *ast.ValueSpec:
			names, said = s.Names, s.Doc != nil || s.Comment != nil
		}
		for _, n := range names {
			if n.IsExported() && !said && g.Doc == nil {
				bare = append(bare, n)
			}
		}
	}
	return bare
}

func exported(receiver ast.Expr) bool {
	if p, ok := receiver.(*ast.StarExpr); ok {
		receiver = p.X
	}
	switch x := receiver.(type) {
	case *ast.IndexExpr:
		receiver = x.X
	case *ast.IndexListExpr:
		receiver = x.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

// common are methods whose meaning is known from the standard library, and those that
// kong calls.
func common(f *ast.FuncDecl) bool {
	return f.Recv != nil && slices.Contains([]string{"Error", "Unwrap", "String", "Run"}, f.Name.Name)
}

func TestFilesAndFunctionsFitTheEye(t *testing.T) {
	set, rooms := house(t)
	for _, r := range rooms {
		for file, f := range r.files {
			if n := set.File(f.Pos()).LineCount(); n > longestFile {
				t.Errorf("%s has %d lines, at most %d", file, n, longestFile)
			}
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok {
					continue
				}
				if n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1; n > longestFunction {
					t.Errorf("%s: %s has %d lines, at most %d", file, fn.Name.Name, n, longestFunction)
				}
			}
		}
	}
}

// Adding a conversation means its folder, its words and its name in main.go.
func TestMainListsEveryConversation(t *testing.T) {
	_, rooms := house(t)
	listed := map[string]bool{}
	ast.Inspect(rooms["."].files["main.go"], func(n ast.Node) bool {
		if call, ok := n.(*ast.SelectorExpr); ok && call.Sel.Name == "Conversation" {
			if pkg, ok := call.X.(*ast.Ident); ok {
				listed["flows/"+pkg.Name] = true
			}
		}
		return true
	})
	for _, r := range rooms {
		if declares(r, "Conversation") && r.path != "flows" && !listed[r.path] {
			t.Errorf("%s is a conversation that main.go does not list", r.path)
		}
	}
	if want := len(conversations()); len(listed) < want {
		t.Errorf("main.go lists %d conversations, these tests %d", len(listed), want)
	}
}

func declares(r room, name string) bool {
	for _, f := range r.files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name {
				return true
			}
		}
	}
	return false
}
