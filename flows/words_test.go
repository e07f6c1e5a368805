package flows_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/flows/testdata/thanks"
	"veche/locales"
)

var (
	rungs   = []reports.Rung{reports.NudgeHead, reports.TellDeputy, reports.TellCentre}
	offices = []civic.Role{civic.Moderator, civic.Supervisor, civic.Head, civic.Deputy, civic.Staff, civic.Centre}
)

// made lists the keys that are put together when the bot runs, by the part that
// stands in the code: everything that can follow it.
func made(t *testing.T) map[string][]string {
	t.Helper()
	var told, acts, news, moves []string
	for _, r := range reports.Life().Rows() {
		name := string(r.Move)
		moves = append(moves, name)
		if r.Is.Told {
			told = append(told, name)
		}
		if r.Move.InOffice() {
			acts = append(acts, name)
		}
		if r.Is.Followed {
			news = append(news, name)
		}
	}
	says := []string{"fixed", "partly", "not_fixed"}
	return map[string][]string{
		"news.":         news,
		"says.":         says,
		"which.":        {"joined", "followed"},
		"verdict.then.": {"confirm", "return", "break"},
		"with.":         {"moderator", "head", "deputy", "staff", "centre"},
		"status.":       texts(reports.Statuses()),
		"stands.":       texts(slices.DeleteFunc(reports.Statuses(), func(s reports.Status) bool { return s == reports.Draft || s == reports.Refused })),
		"decided.":      {"publish", "refuse"},
		"told.":         told,
		"event.":        moves,
		"event.remind.": texts(rungs),
		"remind.":       texts(rungs),
		"act.":          append(acts, "proof_fine", "invite", "join", "revoke", "unlink", "bind", "wish", "wish_deny", "tick", "aside", "feed", "denied", "overdone", "ban", "ban_agree", "ban_lift", "rule", "rule_off"),
		"numbers.":      texts(reports.Tallies()),
		"month.m":       {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
		"ban_for.":      civic.BanReasons(),
		"banned_for.":   civic.BanReasons(),
		"role.":         append(texts(offices), "resident", "bot"),
		"unserved.why.": {"no_answer", "too_large", "failure", "no_rights", "closed", "unknown"},
		"joined.":       texts(offices),
		"desk.":         {"moderators", "centre", "feed"},
		"filter.":       {"check", "late", "today", "asked", "mine", "all"},
		"what.":         {"text", "photo", "place", "sticker", "video_note", "else"},
		"language.to_":  locales.Languages(),
		"command.":      newEngine(t).CommandNames(),
		"reports.":      {"open", "closed"},
		"key.":          {"rewrite"}, // events of a question that confirms
		"mode.":         {"on", "off"},
		"notices.":      {"on", "off"},
		"topic.":        newEngine(t).TopicNames(),
		"key.says_":     says,
		".text":         {"answer", "ask", "note"},
		".photos":       {"answer"},
		".preview":      {"answer"},
	}
}

func texts[S ~string](all []S) []string {
	var out []string
	for _, s := range all {
		out = append(out, string(s))
	}
	return out
}

// keyed is a place in the code that names a key, with the arguments that it gives;
// nil where they are not written beside it.
type keyed struct {
	key, at string
	args    []string
}

// code finds the keys that the code names.
type code struct {
	t      *testing.T
	set    *token.FileSet
	made   map[string][]string
	keys   map[string]bool
	uses   []keyed
	quoted map[string]bool // every string that looks like a key
	unmade []string
	later  bool // the function fills arguments in after the key
}

func readCode(t *testing.T, words map[string]bool) *code {
	t.Helper()
	set, rooms := house(t)
	c := &code{t: t, set: set, made: made(t), keys: words, quoted: map[string]bool{}}
	for _, r := range rooms {
		if r.path == "." || r.path == "bot" || strings.HasPrefix(r.path, "flows") {
			for _, f := range r.files {
				for _, d := range f.Decls {
					c.later = setsArgs(d)
					ast.Inspect(d, c.look)
				}
			}
		}
	}
	return c
}

// setsArgs reports whether a function sets arguments of a message that it made before.
func setsArgs(d ast.Decl) (found bool) {
	ast.Inspect(d, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok {
			for _, left := range a.Lhs {
				if x, ok := left.(*ast.IndexExpr); ok {
					left = x.X
				}
				if sel, ok := left.(*ast.SelectorExpr); ok && sel.Sel.Name == "Args" {
					found = true
				}
			}
		}
		return true
	})
	return found
}

// asksFor are the functions whose first argument is a key, but for those where it
// comes later.
var asksFor = map[string]int{
	"Button": 0, "Tell": 0, "Warn": 0, "Choose": 0, "Write": 0, "Optional": 0, "Photos": 0, "PlaceOf": 0, "District": 0, "Part": 0, "Confirm": 0,
	"done": 1, "finish": 1, "Label": 1, "label": 1, "words": 2, "which": 1,
}

func (c *code) look(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
			c.quoted[s] = true
		}
	case *ast.CompositeLit:
		c.composite(n)
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if sel, ok := left.(*ast.SelectorExpr); ok && sel.Sel.Name == "Key" && len(n.Rhs) == len(n.Lhs) {
				c.use(n.Rhs[i], nil)
			}
		}
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if i, ok := asksFor[name]; ok && i < len(n.Args) {
			c.use(n.Args[i], nil)
		}
	}
	return true
}

// composite reads the key, and the arguments written beside it, of a Message, a Term,
// a Wrong or a Notice.
func (c *code) composite(lit *ast.CompositeLit) {
	fields := map[string]ast.Expr{}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if name, ok := kv.Key.(*ast.Ident); ok {
				fields[name.Name] = kv.Value
			}
		}
	}
	for _, part := range []string{"About", "Commands"} { // of a Help
		if key, ok := fields[part]; ok {
			c.use(key, nil)
		}
	}
	key, ok := fields["Key"]
	if !ok {
		return
	}
	args := []string{}
	if c.later {
		args = nil
	}
	switch a := fields["Args"].(type) {
	case nil:
	case *ast.CompositeLit:
		if c.later {
			break
		}
		for _, e := range a.Elts {
			if s, ok := text(e.(*ast.KeyValueExpr).Key); ok {
				args = append(args, s)
			}
		}
	default:
		args = nil
	}
	c.use(key, args)
}

// use notes a key that is written, or put together.
func (c *code) use(e ast.Expr, args []string) {
	at := c.set.Position(e.Pos()).String()
	if s, ok := text(e); ok {
		if s != "" && !strings.Contains(s, " ") { // or it is a line of the log
			c.uses = append(c.uses, keyed{s, at, args})
		}
		return
	}
	sum, ok := e.(*ast.BinaryExpr)
	if !ok {
		return // a variable: named where it is set
	}
	first, isFirst := text(sum.X)
	last, isLast := text(sum.Y)
	values, known := c.made[first+last]
	if !known || isFirst == isLast {
		c.unmade = append(c.unmade, at)
		return
	}
	if first == "decided." {
		args = nil // a decision has somebody who made it, waiting has not
	}
	for _, v := range values {
		c.uses = append(c.uses, keyed{first + v + last, at, args})
	}
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// wordings are the texts of a language's keys, their forms put together.
func wordings(t *testing.T, more ...fs.FS) (keys map[string]bool, in map[string][]string) {
	t.Helper()
	l, err := locales.New(more...)
	if err != nil {
		t.Fatal(err)
	}
	keys, in = map[string]bool{}, map[string][]string{}
	for _, k := range l.Keys("ru") {
		keys[k] = true
		in[k] = needed(t, l, k)
	}
	return keys, in
}

var missing = regexp.MustCompile(`map has no entry for key "(\w+)"`)

// needed finds the arguments that a wording cannot be filled in without, by leaving
// them out.
func needed(t *testing.T, l *locales.Locales, key string) []string {
	t.Helper()
	args := map[string]any{}
	for range 20 {
		_, err := l.Text("ru", key, args)
		if err == nil {
			return slices.Sorted(maps.Keys(args))
		}
		m := missing.FindStringSubmatch(err.Error())
		if m == nil {
			args["Count"] = 2 // forms are chosen by it
			if _, err = l.Text("ru", key, args); err != nil && missing.FindString(err.Error()) == "" {
				t.Fatalf("%s: %v", key, err)
			}
			continue
		}
		args[m[1]] = "x"
	}
	t.Fatalf("%s wants no end of arguments", key)
	return nil
}

func TestEveryKeyInTheCodeIsWorded(t *testing.T) {
	keys, _ := wordings(t)
	c := readCode(t, keys)
	for _, at := range c.unmade {
		t.Errorf("%s puts a key together: say in made what can follow", at)
	}
	if len(c.uses) < 200 {
		t.Errorf("only %d keys found in the code", len(c.uses))
	}
	for _, u := range c.uses {
		if !keys[u.key] {
			t.Errorf("%s: %s has no wording", u.at, u.key)
		}
	}
}

// The keys by which conversations register what they have are worded, with what they are
// given; so are those of the conversation to copy, by its own words.
func TestEveryKeyRegisteredIsWorded(t *testing.T) {
	copied, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), thanks.Conversation())...)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		engine *flows.Engine
		words  []fs.FS
	}{{newEngine(t), nil}, {copied, []fs.FS{thanks.Words}}} {
		keys, in := wordings(t, c.words...)
		for key, given := range flows.KeysRegistered(c.engine) {
			if !keys[key] {
				t.Errorf("%s has no wording", key)
			}
			for _, want := range in[key] {
				if !slices.Contains(given, want) {
					t.Errorf("%s wants %s, and gets %v", key, want, given)
				}
			}
		}
	}
}

func TestEveryWordingIsUsed(t *testing.T) {
	keys, _ := wordings(t)
	c := readCode(t, keys)
	used := map[string]bool{}
	for _, u := range c.uses {
		used[u.key] = true
	}
	for start, values := range c.made {
		for _, v := range values {
			used[start+v] = true
			used[v+start] = true
		}
	}
	for k := range keys {
		if !used[k] && !c.quoted[k] {
			t.Errorf("%s is worded and never said", k)
		}
	}
}

// Where the arguments stand beside the key, they are those that the wording wants.
func TestKeysGetTheirArguments(t *testing.T) {
	keys, in := wordings(t)
	checked := 0
	for _, u := range readCode(t, keys).uses {
		if u.args == nil || !keys[u.key] {
			continue
		}
		checked++
		for _, want := range in[u.key] {
			if !slices.Contains(u.args, want) {
				t.Errorf("%s: %s wants %s, given are %v", u.at, u.key, want, u.args)
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d keys stand beside their arguments", checked)
	}
}
