package flows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// arrows says which rooms of ours each room may import, and why. A new room has to be
// placed here; nothing else of ours may be imported.
var arrows = map[string]map[string]string{
	".": {
		"bot":                          "the commands run it",
		"bot/sandbox":                  "veche sandbox and veche load run the bot on it",
		"bot/sandbox/*":                "the people on its stage, the load's residents",
		"flows":                        "the engine is made here",
		"flows/centre":                 "the first link of a new file is the Centre's",
		"flows/civic":                  "the region is read here",
		"flows/subjects":               "everything that people can do",
		"flows/report":                 "the load's reports",
		"flows/project/count/terminal": "veche count",
		"locales":                      "the words are handed to bot",
		"storage":                      "the file is opened here",
	},
	"bot": {
		"bot/courier": "what a round said is given to it to be delivered",
		"bot/wire":    "updates and files are fetched by it, menus set",
		"flows":       "inputs are handed to the engine, what it says is delivered",
		"flows/civic": "people and places are in what comes and goes",
		"locales":     "what is said is worded on its way out",
		"storage":     "a round is one transaction",
	},
	"bot/courier": {
		"bot/wire": "calls are made by it",
		"storage":  "rows of the outbox are what it delivers",
	},
	"bot/wire":           {},
	"bot/sandbox":        {}, // or it would share our mistakes
	"bot/sandbox/load":   {"flows/play": "residents go the walks of the subjects"},
	"bot/sandbox/script": {"bot/sandbox": "scripts are played on it"},
	"bot/sandbox/stage":  {"bot/sandbox": "the stage is set on it", "flows/play": "the scenes of the subjects are played"},
	"flows": {
		"flows/civic":       "people, roles and the region are in every turn",
		"flows/civic/stems": "what is typed is compared whatever its capitals",
		"flows/play":        "conversations have parts in the sandbox",
		"storage":           "sessions, timers and jobs are kept there",
	},
	"flows/centre":        with(subject, "flows/civic/reports", "the numbers it shows are those of reports", "flows/report/casework", "which counts them"),
	"flows/civic":         {"flows/civic/stems": "reports are compared by what they say"},
	"flows/civic/mask":    {},
	"flows/civic/stems":   {},
	"flows/civic/reports": {"flows/civic": "people, places and calendars are the field's", "flows/civic/mask": "what is private is masked as a report is filed", "flows/civic/stems": "a report keeps the stems of its words"},
	"flows/play":          {}, // subjects and the sandbox meet there
	"flows/profile":       subject,
	"flows/queue":         subject,
	"flows/subjects": {
		"flows":   "it lists conversations",
		"flows/*": "of each subject",
	},
	"flows/report": with(ofReports,
		"flows/report/*", "the list of its rooms stands here",
		"flows/report/neighbours", "who is about to report the same may join instead"),
	"flows/report/cards":      with(subject, "flows/civic/reports", "what a card shows"),
	"flows/report/casework":   with(subject, "flows/civic/reports", "what is moved", "flows/report/cards", "who is told sees a card"),
	"flows/report/handover":   ofReports,
	"flows/report/head":       ofReports,
	"flows/report/moderation": with(ofReports, "flows/report/neighbours", "a merger brings the neighbours along"),
	"flows/report/neighbours": ofReports,
	"flows/report/proof":      ofReports,
	"flows/report/trial":      with(ofReports, "flows/subjects", "tests act in all of it"),
	"flows/report/upkeep":     with(ofReports, "flows/report/verdict", "on the promised day those affected are asked"),
	"flows/report/verdict":    ofReports,
	"locales":                 {},
	"storage": {
		"flows/civic":         "records are the field's own types",
		"flows/civic/reports": "so are reports",
		"flows/civic/stems":   "searches go by them",
		"storage/pages":       "a file is looked at before bbolt opens it",
	},
	"storage/pages": {},

	"flows/project/count":         {}, // anyone who has a file may use it
	"flows/project/count/pabulib": {"flows/project/count": "a file becomes an election"},
	"flows/project/count/terminal": {
		"flows/project/count":         "counts",
		"flows/project/count/pabulib": "reads the file",
	},
}

// subject is what a subject may import: never another one, never bot.
var subject = map[string]string{
	"flows":       "it registers what it has, and gets turns",
	"flows/civic": "it speaks of people and places",
	"flows/play":  "it has people act in the sandbox",
	"storage":     "it keeps what was said",
}

// ofReports is what a room of reports may import: another such room only for a reason.
var ofReports = with(subject,
	"flows/civic/stems", "what reports say is searched and compared",
	"flows/civic/mask", "what residents add is masked",
	"flows/civic/reports", "the life of a report",
	"flows/report/cards", "how a report looks",
	"flows/report/casework", "what is done with a report, whoever asks for it")

// with adds rooms, each followed by the reason.
func with(some map[string]string, more ...string) map[string]string {
	all := maps.Clone(some)
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}

// The house's measures, in lines and files.
const (
	longestFile     = 400
	longestFunction = 60
	largestRoom     = 30
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
				if ours && !leads(may, of) {
					t.Errorf("%s imports %s; %s may import %v", file, of, r.path, slices.Sorted(maps.Keys(may)))
				}
			}
		}
	}
}

// leads reports whether an arrow, or one with a star for a whole folder, leads there.
func leads(may map[string]string, to string) bool {
	for pattern := range may {
		if ok, _ := path.Match(pattern, to); ok {
			return true
		}
	}
	return false
}

func TestEachArrowHasAReason(t *testing.T) {
	for from, all := range arrows {
		for to, why := range all {
			if why == "" {
				t.Errorf("%s may import %s: say why", from, to)
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

// The emulator alone is larger: it is a Telegram.
func TestRoomsAreNotWarehouses(t *testing.T) {
	_, rooms := house(t)
	for _, r := range rooms {
		if n := len(r.files); n > largestRoom && r.path != "bot/sandbox" {
			t.Errorf("%s has %d files, at most %d", r.path, n, largestRoom)
		}
	}
}

func TestFilesAndFunctionsFitTheEye(t *testing.T) {
	set, rooms := house(t)
	var lengths []int
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
				n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1
				if lengths = append(lengths, n); n > longestFunction {
					t.Errorf("%s: %s has %d lines, at most %d", file, fn.Name.Name, n, longestFunction)
				}
			}
		}
	}
	slices.Sort(lengths)
	if median, most := lengths[len(lengths)/2], lengths[len(lengths)*95/100]; median > 10 || most > 30 {
		t.Errorf("half of the functions have %d lines or more, 5 %% over %d: at most 10 and 30", median, most)
	}
}

// Adding a conversation means its folder, its words and its name in flows/subjects; a
// subject with rooms lists theirs.
func TestEveryConversationIsListed(t *testing.T) {
	_, rooms := house(t)
	for _, r := range rooms {
		if r.path == "flows" || !declares(r, "Conversation") && !declares(r, "Conversations") {
			continue
		}
		lister := rooms["flows/subjects"]
		if subject := rooms[path.Dir(r.path)]; declares(subject, "Conversations") {
			lister = subject
		}
		if !lists(lister, r.name) {
			t.Errorf("%s is a conversation that %s does not list", r.path, lister.path)
		}
	}
}

// lists reports whether a room names the conversation, or the conversations, of another.
func lists(r room, other string) (found bool) {
	for _, f := range r.files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok || !strings.HasPrefix(call.Sel.Name, "Conversation") {
				return true
			}
			pkg, ok := call.X.(*ast.Ident)
			found = found || ok && pkg.Name == other
			return true
		})
	}
	return found
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

// puts says which one place may put or delete records on which others depend: timers,
// cards, counts and numbers are brought into step there. What fills a file by itself
// stands beside it.
var puts = map[string][]string{
	"Reports":   {"flows/report/casework/commit.go", "flows/report/upkeep/fill.go"},
	"Followers": {"flows/report/casework/followers.go"},
}

func TestRecordsArePutInOnePlace(t *testing.T) {
	set, rooms := house(t)
	found := map[string]bool{}
	for _, r := range rooms {
		for file, f := range r.files {
			ast.Inspect(f, func(n ast.Node) bool {
				of, ok := put(n)
				places, kept := puts[of]
				if ok && kept {
					found[file] = true
					if !slices.Contains(places, file) {
						t.Errorf("%s puts a record of storage.%s past %s", set.Position(n.Pos()), of, places[0])
					}
				}
				return true
			})
		}
	}
	for of, places := range puts {
		for _, file := range places {
			if !found[file] {
				t.Errorf("%s puts nothing into storage.%s", file, of)
			}
		}
	}
}

// put reads storage.X.Put and storage.X.Delete, called or handed on.
func put(n ast.Node) (collection string, ok bool) {
	does, ok := n.(*ast.SelectorExpr)
	if !ok || does.Sel.Name != "Put" && does.Sel.Name != "Delete" {
		return "", false
	}
	of, ok := does.X.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	room, ok := of.X.(*ast.Ident)
	return of.Sel.Name, ok && room.Name == "storage"
}

// What came in stays what it was: nobody writes into the input of a turn, but for what
// makes it another person's turn.
func TestNobodyChangesAnInput(t *testing.T) {
	set, rooms := house(t)
	for _, r := range rooms {
		for _, f := range r.files {
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || r.path == "flows" && (fn.Name.Name == "As" || fn.Name.Name == "left") {
					continue
				}
				ast.Inspect(fn, func(n ast.Node) bool {
					a, ok := n.(*ast.AssignStmt)
					for i := 0; ok && i < len(a.Lhs); i++ {
						if ofInput(a.Lhs[i]) {
							t.Errorf("%s changes the input of a turn", set.Position(a.Pos()))
						}
					}
					return true
				})
			}
		}
	}
}

// ofInput reports whether an expression is x.Input or a part of it.
func ofInput(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && (s.Sel.Name == "Input" || ofInput(s.X))
}
