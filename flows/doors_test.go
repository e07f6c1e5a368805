package flows_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/storage"
)

// What buttons carried that people have in their chats from 0.2.0, before actions bore the
// name of their subject.
var oldButtons = strings.Fields(`add always answer appeal ask assign ban ban_agree card claim close edit feed fix_category
	fix_district fixed follow following hand_over join language leave less lift mark merge mine more mute near note numbers
	opinions overdue part photos place promise proof_fine public publish qr queue record redirect refer refuse release reply
	reports revoke revoke_yes roles rule_off save_template search send_back spot spots stays take template template_drop
	template_rename tick timeline transcribe undo unfollow unjoin verdict verdict_words voice wish_allow wish_deny withdraw
	withdraw_yes`)

func TestOldButtonsGoOnWorking(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, name := range oldButtons {
		live(t, store, engine, func(w *world) {
			if got := keys(w.press("centre", "a:"+name+":1")); slices.Contains(got, "!old_button") && name != "language" && name != "mute" && name != "near" {
				t.Errorf("%s: said %v", name, got)
			}
		})
	}
	live(t, store, engine, func(w *world) {
		w.press("moderator", "a:publish:1")
		if got := w.report(sentReport).Status; got != reports.Published {
			t.Errorf("after an old button the report is %s", got)
		}
		w.says(w.press("centre", "a:revoke_yes:13:head:vyazemsky"), "revoke.told", "revoke.done")
	})
}

// The name of a grant is the longest that a button carries.
func TestTheLongestButtonFits(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	const longest = civic.DistrictID("a-district-with-32-letters-in-it")
	const furthest = civic.PersonID(1<<52 - 1) // the messenger's numbers go so far
	live(t, store, engine, func(w *world) {
		g := civic.Grant{Person: furthest, Role: civic.Supervisor, District: longest, At: monday}
		if err := storage.Grants.Put(w.tx, storage.KeyOf(g), g); err != nil {
			t.Fatal(err)
		}
		most := 0
		for _, page := range []string{"0", "1", "2"} {
			for _, revoke := range dataOf(w.press("centre", "a:centre.roles:"+page), "key.revoke") {
				sure := dataOf(w.press("centre", revoke), "key.revoke_yes")[0]
				most = max(most, len(sure))
			}
		}
		if most > 64 || most < len(longest)+20 {
			t.Errorf("the longest button carries %d bytes", most)
		}
	})
}

// dataOf lists what the buttons with the label carry.
func dataOf(turn *flows.Turn, label string) (all []string) {
	for _, s := range turn.Said {
		for _, row := range s.Message.Rows {
			for _, b := range row {
				if term, ok := b.Label.(flows.Term); ok && term.Key == label {
					all = append(all, b.Data)
				}
			}
		}
	}
	return all
}

func TestTheEngineRefusesWhatLeadsNowhere(t *testing.T) {
	nothing := func(*flows.Turn, flows.Values) error { return nil }
	answer := func(*flows.Turn) error { return nil }
	stray := func(*flows.Turn) (bool, error) { return false, nil }
	gate := func(*flows.Turn, string, []byte) error { return nil }
	link := func(*flows.Turn, string) error { return nil }
	for want, c := range map[string]flows.Conversation{
		"report.call has to be called":      {Actions: []flows.Action{{Name: "report.call", Do: nothing}}},
		"call has to be called":             {Actions: []flows.Action{{Name: "call", Do: nothing}}},
		"together has to be called":         {Actions: []flows.Action{{Name: "meeting.call_everybody_together", Do: nothing}}},
		"old leads to meeting.call":         {Retired: map[string]flows.ActionName{"call": "meeting.call"}},
		"lead to meeting.seat":              {Opens: []flows.Door{flows.ActionName("meeting.seat")}},
		"lead to meetings":                  {Opens: []flows.Door{flows.CommandName("meetings")}},
		"lead to m_":                        {Opens: []flows.Door{flows.LinkPrefix("m_")}},
		"lead to meeting.open":              {Open: "meeting.open", About: []flows.ActionName{"report.add"}},
		"lead to meeting.come":              {Cards: []flows.Card{flows.CardFor[uint64]{Kind: "meeting/#/mine", Signs: []flows.ActionName{"meeting.come"}}}},
		"begin with join_7 begin with":      {Links: []flows.Link{{Prefix: "join_7", Do: link}}},
		"mine is there twice":               {Topics: []flows.Topic{{Name: "mine"}}},
		"takes stray words, and another":    {Stray: stray},
		"answers what nobody takes, and":    {Fallback: answer},
		"asks for consent, and another":     {Gate: gate},
		"report.publish is the sign of two": {Cards: []flows.Card{flows.CardFor[uint64]{Kind: "meeting/#/mine", Signs: []flows.ActionName{"report.publish"}}}},
	} {
		c.Name = "meeting"
		if _, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), c)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	_, err := flows.NewEngine(civic.Smolensk(), nil)
	for _, want := range []string{"lead to menu", "lead to profile.mute", "nobody asks for consent"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without conversations: %v", err)
		}
	}
	same := flows.Conversation{Name: "meeting", Actions: []flows.Action{{Name: "meeting.publish", Do: nothing}}}
	if _, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), same)...); err != nil {
		t.Errorf("two subjects with an action of one name: %v", err)
	}
}

// The order of the conversations is that of the menu, and nothing else depends on it.
func TestOrderMeansNothing(t *testing.T) {
	backwards := subjects.All()
	slices.Reverse(backwards)
	other, err := flows.NewEngine(civic.Smolensk(), nil, backwards...)
	if err != nil {
		t.Fatal(err)
	}
	store, engine := stage(t), newEngine(t)
	inputs := []flows.Input{writing("Привет"), writing("У школы третий день не горит фонарь"), writing("Пахнет газом в подъезде"), picture("p", ""),
		commanding("start join_2"), commanding("start i_none"), commanding("start else"), replying("Сделаем", "a:report.answer:2"),
		replying("Сделаем", "a:report.reply:8"), replying("Сделаем", "a:report.publish:1"), replying("Сделаем", "a:queue.queue:1")}
	for _, in := range inputs {
		for _, who := range all {
			var said [2][]string
			for i, e := range []*flows.Engine{engine, other} {
				live(t, store, e, func(w *world) { said[i] = keys(w.do(who, in)) })
			}
			if !slices.Equal(said[0], said[1]) {
				t.Errorf("%s by %s: said %v, in another order %v", describe(in), who, said[0], said[1])
			}
		}
	}
}

// Every name of a door that the code can put on a button is one that somebody stands
// behind: the names are constants, so that a misspelt one cannot be written.
func TestEveryDoorOfTheCodeLeadsSomewhere(t *testing.T) {
	engine := newEngine(t)
	_, rooms := house(t)
	found := 0
	for _, r := range rooms {
		for _, f := range r.files {
			for of, names := range doorsIn(f) {
				for _, name := range names {
					if found++; !stands(engine, of, name) {
						t.Errorf("%s: nobody stands behind the %s %q", r.path, of, name)
					}
				}
			}
		}
	}
	if found < 80 {
		t.Errorf("only %d doors found: the constants are of other types", found)
	}
}

// doorsIn lists the constants of a file that name doors, by their types.
func doorsIn(f *ast.File) map[string][]string {
	out := map[string][]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		of := spec.Type
		if x, ok := of.(*ast.IndexExpr); ok {
			of = x.X
		}
		if x, ok := of.(*ast.SelectorExpr); ok {
			of = x.Sel
		}
		id, ok := of.(*ast.Ident)
		if !ok || !slices.Contains([]string{"ActionName", "CommandName", "LinkPrefix", "CardKind"}, id.Name) {
			return true
		}
		for _, v := range spec.Values {
			if name, is := spelled(v); is {
				out[id.Name] = append(out[id.Name], name)
			}
		}
		return true
	})
	return out
}

// spelled is a text that is written in one piece or in several.
func spelled(e ast.Expr) (string, bool) {
	sum, ok := e.(*ast.BinaryExpr)
	if !ok {
		return text(e)
	}
	first, isFirst := spelled(sum.X)
	last, isLast := spelled(sum.Y)
	return first + last, isFirst && isLast
}

// However the name of a door was put together, whoever says a message with a button that
// leads nowhere fails in the tests.
func TestAButtonThatLeadsNowhereIsRefused(t *testing.T) {
	row := func(a flows.ActionName, of string) [][]flows.Button {
		return [][]flows.Button{flows.Row((a + flows.ActionName(of)).Button("key.go_on", 1))}
	}
	for want, m := range map[string]flows.Message{
		"": {Key: "words", Rows: row("report.", "public")},
		"words has a button that leads to a:report.pubic:1, and nobody stands there":       {Key: "words", Rows: row("report.", "pubic")},
		"words has a button that leads to c:rebort, and nobody stands there":               {Key: "words", Rows: [][]flows.Button{flows.Row(flows.CommandName("rebort").Button("key.go_on"))}},
		"key.go_on stands under the field for writing, and underTheField does not list it": {Key: "words", Under: flows.Keys{Rows: [][]string{{"key.go_on"}}}},
		"fair/7/card is said, and no conversation has such a card":                         {Key: "words", Live: "fair/7/card"},
	} {
		says := flows.Conversation{Name: "fair", Commands: []flows.CommandFor{{Name: "fair", Quiet: true, Do: func(t *flows.Turn) error {
			t.Reply(m)
			return nil
		}}}}
		engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), says)...)
		if err != nil {
			t.Fatal(err)
		}
		live(t, stage(t), engine, func(w *world) {
			if _, err := w.try("resident", commanding("fair")); want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
				t.Errorf("%q: %v", want, err)
			}
		})
	}
}

func stands(e *flows.Engine, of, name string) bool {
	switch of {
	case "ActionName":
		return slices.ContainsFunc(e.Actions(), func(a flows.Action) bool { return string(a.Name) == name })
	case "CommandName":
		return slices.Contains(e.CommandNames(), name)
	case "LinkPrefix":
		return slices.ContainsFunc(subjects.All(), func(c flows.Conversation) bool {
			return slices.ContainsFunc(c.Links, func(l flows.Link) bool { return string(l.Prefix) == name })
		})
	}
	return slices.Contains(e.CardKinds(), name)
}

// Nobody writes the data of a button by hand.
func TestButtonsAreMadeFromDoors(t *testing.T) {
	set, rooms := house(t)
	for _, r := range rooms {
		if r.path == "flows" || !strings.HasPrefix(r.path, "flows/") {
			continue
		}
		for _, f := range r.files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.KeyValueExpr:
					if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Data" {
						if lit, ok := n.Value.(*ast.BinaryExpr); ok {
							t.Errorf("%s: the data of a button is put together", set.Position(lit.Pos()))
						}
					}
				case *ast.CallExpr:
					if sel, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"ActionName", "CommandName", "LinkPrefix", "Live"}, sel.Sel.Name) && r.path != "flows/report" {
						t.Errorf("%s: a door is made of a string", set.Position(n.Pos()))
					}
				}
				return true
			})
		}
	}
}
