package flows_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/looplab/fsm"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
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
	life, err := fsm.VisualizeForMermaidWithGraphType(fsm.NewFSM(string(civic.Draft), civic.Life(), nil), fsm.StateDiagram)
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

// Every status can be reached, every open one can end, and each move is somebody's.
func TestTheLifeOfAReportIsWhole(t *testing.T) {
	next, moves := map[string][]string{}, map[string]bool{}
	for _, e := range civic.Life() {
		moves[e.Name] = true
		for _, src := range e.Src {
			next[src] = append(next[src], e.Dst)
		}
	}
	from := func(s string) []string {
		reached := []string{s}
		for i := 0; i < len(reached); i++ {
			for _, n := range next[reached[i]] {
				if !slices.Contains(reached, n) {
					reached = append(reached, n)
				}
			}
		}
		return reached
	}
	for _, s := range statuses {
		if !slices.Contains(from(string(civic.Draft)), string(s)) {
			t.Errorf("no report can become %s", s)
		}
		if ends := slices.ContainsFunc(from(string(s)), func(s string) bool { return !civic.Status(s).Open() }); !ends {
			t.Errorf("a report that is %s never ends", s)
		}
		again := slices.Contains([]civic.Status{civic.Draft, civic.Refused, civic.Done, civic.Confirmed, civic.Merged}, s)
		if !s.Open() && !again && len(next[string(s)]) > 0 {
			t.Errorf("a report that is %s can still be moved to %v", s, next[string(s)])
		}
	}
	byItself := []civic.Move{civic.Break, civic.Lapse, civic.Remind, civic.Join, civic.Confirm} // or by the neighbours
	for name := range moves {
		m := civic.Move(name)
		office, itself := len(m.Movers()) > 0, slices.Contains(byItself, m)
		if office && (m.Authors() || itself) || !office && m.Authors() == itself {
			t.Errorf("%s: the author's own is %v, by itself %v, in office may %v", m, m.Authors(), itself, m.Movers())
		}
	}
}

type none struct{}

func step() flows.Step[none] {
	return flows.Confirm("key.send", func(*flows.Turn, *none) flows.Message { return flows.Message{} })
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
		if _, err := flows.NewEngine(civic.Smolensk(), nil, flows.Gate{}, flows.Conversation{Forms: []flows.Form{c.form}}); err == nil {
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
		if _, err := flows.NewEngine(civic.Smolensk(), nil, flows.Gate{}, twice); err == nil {
			t.Errorf("two of one %s are taken", name)
		}
	}
}

// play is a form from its beginning to its last answer.
type play struct {
	who    string
	steps  []flows.Input
	last   flows.Input
	takes  func(*world) // takes away what the last answer needs; nil where nothing can
	refuse string       // what is said then
	shows  bool         // it looks something up and changes nothing
}

func (p play) begin(w *world) {
	for _, in := range p.steps {
		w.act(p.who, in)
	}
}

func losing(who string) func(*world) {
	return func(w *world) {
		if err := storage.Grants.Delete(w.tx, storage.KeyOf(office(who))); err != nil {
			w.t.Fatal(err)
		}
	}
}

// becoming lets a report stand elsewhere meanwhile.
func becoming(id civic.ReportID, s civic.Status) func(*world) {
	return func(w *world) {
		r := w.report(id)
		r.Status = s
		if err := storage.Reports.Put(w.tx, id, r); err != nil {
			w.t.Fatal(err)
		}
	}
}

// waiting lets the author of a report be asked something meanwhile.
func waiting(w *world, id civic.ReportID) {
	r := w.report(id)
	r.Asked = w.now
	if err := storage.Reports.Put(w.tx, id, r); err != nil {
		w.t.Fatal(err)
	}
}

// claimedBy lets somebody look at the sent report meanwhile.
func claimedBy(who string) func(*world) {
	return func(w *world) {
		r := w.report(sentReport)
		r.Claim = civic.Claim{By: players[who], Role: civic.Moderator, Since: w.now, At: w.now}
		if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
			w.t.Fatal(err)
		}
	}
}

// passedOn lets a report be passed on twice meanwhile.
func passedOn(id civic.ReportID) func(*world) {
	return func(w *world) {
		r := w.report(id)
		r.Hops = civic.MaxHops
		if err := storage.Reports.Put(w.tx, id, r); err != nil {
			w.t.Fatal(err)
		}
	}
}

// demote makes a deputy one of the staff meanwhile.
func demote(w *world, who string) {
	losing(who)(w)
	g := office(who)
	g.Role = civic.Staff
	if err := storage.Grants.Put(w.tx, storage.KeyOf(g), g); err != nil {
		w.t.Fatal(err)
	}
}

// plays are all forms. A new form has to be here, with what may be taken away while
// it is open.
var plays = map[string][]play{
	"report": {{who: "resident", steps: append([]flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма")},
		choosing("done"), label("key.skip")), last: choosing("yes")},
		{who: "resident", steps: append([]flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма у школы")},
			choosing("done"), flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 55.2101, Lon: 34.29}}, choosing("show:2")), last: choosing("join"),
			takes: becoming(2, civic.Done), refuse: "!neighbours.closed"},
	},
	"add": {
		{who: "author", steps: []flows.Input{pressing("a:add:2"), picture("x", "")}, last: choosing("done"), takes: becoming(2, civic.Done), refuse: "!too_late"},
		{who: "author", steps: []flows.Input{pressing("a:add:2"), picture("x", "")}, last: choosing("done"), refuse: "!not_yours",
			takes: func(w *world) {
				r := w.report(publishedReport)
				r.Author = players["resident"]
				if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
					w.t.Fatal(err)
				}
			}},
	},
	"transcribe": {{who: "moderator", steps: []flows.Input{pressing("a:transcribe:50")}, last: writing("Во дворе яма"), takes: becoming(spokenReport, civic.Withdrawn), refuse: "too_late"}},
	"simple": {{who: "resident", steps: []flows.Input{commanding("simple"), choosing("on"), commanding("report"), writing("Яма"), writing("у школы"), writing("Вязьма")},
		last: label("key.send")},
		{who: "author", steps: []flows.Input{commanding("simple"), choosing("on"), commanding("report"), writing("Открытый люк"), choosing("called"), writing("у школы"), writing("Вязьма")},
			last: label("key.send")}},
	"told": {{who: "resident", steps: []flows.Input{commanding("simple"), choosing("on"), {Kind: flows.Other, What: "voice", Voice: "v", Length: time.Second}, writing("у школы"), writing("Вязьма")},
		last: label("key.send")}},
	"mode":     {{who: "resident", steps: []flows.Input{commanding("simple")}, last: choosing("on")}},
	"consent":  {{who: "stranger", steps: []flows.Input{commanding("report")}, last: choosing("yes")}},
	"district": {{who: "resident", steps: []flows.Input{commanding("district")}, last: writing("Вязьма")}},
	"forget":   {{who: "resident", steps: []flows.Input{commanding("forget")}, last: choosing("yes")}},
	"merge": {
		{who: "moderator", steps: []flows.Input{pressing("a:merge:2"), writing("№ 3")}, last: choosing("yes"), takes: losing("moderator"), refuse: "!not_yours"},
		{who: "moderator", steps: []flows.Input{pressing("a:merge:2"), choosing("3")}, last: choosing("yes"), takes: becoming(2, civic.Done), refuse: "!done_already"},
	},
	"join_report": {
		{who: "resident", steps: []flows.Input{pressing("a:join:2"), choosing("done")}, last: label("key.skip"), takes: becoming(2, civic.Done), refuse: "neighbours.closed"},
		{who: "stranger", steps: []flows.Input{commanding("start join_2"), pressing("a:join:2"), choosing("yes"), picture("y", ""), choosing("done")}, last: writing("Ленина, 20"),
			takes: becoming(2, civic.Withdrawn), refuse: "no_report"},
	},
	"follow": {{who: "stranger", steps: []flows.Input{pressing("a:follow:2"), choosing("yes")}, last: choosing("yes"), takes: becoming(2, civic.Withdrawn), refuse: "!no_report"}},
	"near":   {{who: "stranger", steps: []flows.Input{commanding("near")}, last: flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 55.21, Lon: 34.29}}, shows: true}},
	"search": {{who: "stranger", steps: []flows.Input{commanding("search")}, last: writing("ямы"), shows: true}},
	"template": {
		{who: "staff", steps: []flows.Input{pressing("a:save_template:4"), writing("Заявка")}, last: choosing("own"), takes: losing("staff"), refuse: "!not_yours"},
		{who: "deputy", steps: []flows.Input{pressing("a:save_template:4"), writing("Заявка")}, last: choosing("shared"), refuse: "!old_button",
			takes: func(w *world) { demote(w, "deputy") }},
	},
	"answer": {
		{who: "staff", steps: []flows.Input{pressing("a:answer:2"), choosing("2")}, last: choosing("yes"), takes: losing("staff"), refuse: "!not_yours"},
		{who: "staff", steps: []flows.Input{pressing("a:answer:2"), writing("Починим"), choosing("done")}, last: choosing("yes"), takes: losing("staff"), refuse: "!not_yours"},
		{who: "head", steps: []flows.Input{pressing("a:answer:2"), writing("Починим"), choosing("done")}, last: choosing("yes"), takes: becoming(2, civic.Done), refuse: "!too_late"},
	},
	"promise": {
		{who: "head", steps: []flows.Input{pressing("a:promise:2"), choosing("2026-11-24"), choosing("skip")}, last: choosing("yes"), takes: losing("head"), refuse: "!not_yours"},
		{who: "staff", steps: []flows.Input{pressing("a:promise:2"), writing("25.12"), writing("Столб")}, last: choosing("yes"), takes: becoming(2, civic.Done), refuse: "!too_late"},
	},
	"close": {
		{who: "head", steps: []flows.Input{pressing("a:close:2"), writing("Починили"), picture("x", ""), choosing("done")}, last: choosing("yes"), takes: losing("head"), refuse: "!not_yours"},
		{who: "head", steps: []flows.Input{pressing("a:close:2"), writing("Починили"), choosing("cannot"), writing("Темно")}, last: choosing("yes"), takes: losing("head"), refuse: "!not_yours"},
	},
	"send_back": {{who: "moderator", steps: []flows.Input{pressing("a:send_back:5")}, last: writing("Фото не отсюда"), takes: losing("moderator"), refuse: "not_yours"}},
	"verdict_words": {{who: "author", steps: []flows.Input{pressing("a:verdict_words:5:1")}, last: writing("Спасибо"), refuse: "not_yours",
		takes: func(w *world) {
			r := w.report(doneReport)
			r.Author = 0
			if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
				w.t.Fatal(err)
			}
		}}},
	"hand_over": {
		{who: "deputy", steps: []flows.Input{pressing("a:hand_over:2"), choosing("district"), writing("Гагарин")}, last: writing("Не наше"), takes: losing("deputy"), refuse: "not_yours"},
		{who: "deputy", steps: []flows.Input{pressing("a:hand_over:2"), choosing("district"), writing("Гагарин")}, last: writing("Не наше"), takes: becoming(2, civic.Withdrawn), refuse: "too_late"},
		{who: "deputy", steps: []flows.Input{pressing("a:hand_over:2"), choosing("district"), writing("Гагарин")}, last: writing("Не наше"), takes: passedOn(2), refuse: "hand_over.hops"},
		{who: "staff", steps: []flows.Input{pressing("a:hand_over:2"), choosing("authority"), choosing("avtodor")}, last: writing("Это М-1"), takes: losing("staff"), refuse: "not_yours"},
		{who: "staff", steps: []flows.Input{pressing("a:hand_over:2"), choosing("authority"), choosing("avtodor")}, last: writing("Это М-1"), takes: passedOn(2), refuse: "hand_over.hops"},
	},
	"refer": {{who: "staff", steps: []flows.Input{pressing("a:refer:9")}, last: writing("Не знаем чьё"), takes: losing("staff"), refuse: "not_yours"}},
	"redirect": {
		{who: "moderator", steps: []flows.Input{pressing("a:redirect:1"), choosing("avtodor")}, last: writing("Это М-1"), takes: losing("moderator"), refuse: "not_yours"},
		{who: "moderator", steps: []flows.Input{pressing("a:redirect:10"), choosing("court")}, last: writing("Спор соседей"), takes: becoming(10, civic.Done), refuse: "too_late"},
	},
	"ask": {
		{who: "staff", steps: []flows.Input{pressing("a:ask:2")}, last: writing("Какой подъезд?"), takes: losing("staff"), refuse: "not_yours"},
		{who: "staff", steps: []flows.Input{pressing("a:ask:2")}, last: writing("Какой подъезд?"), refuse: "ask.waits",
			takes: func(w *world) { waiting(w, publishedReport) }},
	},
	"note":   {{who: "staff", steps: []flows.Input{pressing("a:note:2")}, last: writing("Звонили подрядчику"), takes: losing("staff"), refuse: "not_yours"}},
	"assign": {{who: "head", steps: []flows.Input{pressing("a:assign:2")}, last: choosing("11"), takes: losing("head"), refuse: "!not_yours"}},
	"reply": {{who: "author", steps: []flows.Input{pressing("a:reply:8"), writing("Третий")}, last: choosing("done"),
		takes: becoming(askedReport, civic.Done), refuse: "!reply.late"}},
	"refusal": {
		{who: "moderator", steps: []flows.Input{pressing("a:refuse:1")}, last: choosing("unclear"), takes: losing("moderator"), refuse: "!not_yours"},
		{who: "moderator", steps: []flows.Input{pressing("a:refuse:1"), choosing("own")}, last: writing("Нет"), takes: losing("moderator"), refuse: "not_yours"},
		{who: "moderator", steps: []flows.Input{pressing("a:refuse:1"), choosing("own")}, last: writing("Нет"), takes: becoming(1, civic.Published), refuse: "too_late"},
	},
	"edit": {
		{who: "moderator", steps: []flows.Input{pressing("a:edit:1")}, last: writing("Яма у дома"), takes: losing("moderator"), refuse: "not_yours"},
		{who: "moderator", steps: []flows.Input{pressing("a:edit:1")}, last: writing("Яма у дома"), takes: becoming(1, civic.Published), refuse: "too_late"},
		{who: "moderator", steps: []flows.Input{pressing("a:edit:1")}, last: writing("Яма у дома"), takes: claimedBy("colleague"), refuse: "claimed"},
	},
	"ban": {
		{who: "moderator", steps: []flows.Input{pressing("a:ban:1")}, last: choosing("spam"), takes: losing("moderator"), refuse: "!not_yours"},
		{who: "moderator", steps: []flows.Input{pressing("a:ban:1"), choosing("own")}, last: writing("Спам"), takes: losing("moderator"), refuse: "not_yours"},
	},
	"appeal": {
		{who: "author", steps: []flows.Input{pressing("a:appeal:6")}, last: choosing("bare"), takes: becoming(6, civic.Sent), refuse: "!too_late"},
		{who: "author", steps: []flows.Input{pressing("a:appeal:6")}, last: writing("Это проблема"), takes: becoming(6, civic.Withdrawn), refuse: "too_late"},
	},
	"fix_district": {{who: "moderator", steps: []flows.Input{pressing("a:fix_district:1")}, last: writing("Гагарин"), takes: losing("moderator"), refuse: "not_yours"}},
	"fix_category": {{who: "moderator", steps: []flows.Input{pressing("a:fix_category:1")}, last: choosing("waste"), takes: losing("moderator"), refuse: "!not_yours"}},
	"invite": {
		{who: "centre", steps: []flows.Input{commanding("invite")}, last: choosing("moderator"), takes: losing("centre"), refuse: "!not_yours"},
		{who: "centre", steps: []flows.Input{commanding("invite"), choosing("head")}, last: writing("Вязьма"), takes: losing("centre"), refuse: "not_yours"},
	},
	"bind": {{who: "centre", steps: []flows.Input{inGroup(commanding("bind"))}, last: inGroup(choosing("moderators")), takes: losing("centre"), refuse: "!not_yours"}},
	"feed": {
		{who: "centre", steps: []flows.Input{pressing("a:feed:-1005")}, last: choosing("region"), takes: losing("centre"), refuse: "!not_yours"},
		{who: "centre", steps: []flows.Input{pressing("a:feed:-1005"), choosing("district")}, last: writing("Вязьма"), takes: losing("centre"), refuse: "not_yours"},
	},
	"join": {{who: "resident", steps: []flows.Input{commanding("start i_token")}, last: choosing("yes"), refuse: "join.closed",
		takes: func(w *world) {
			invite(w, civic.Invitation{Role: civic.Head, District: here, By: 41, At: w.now, UsedBy: 2})
		}}},
}

func inGroup(in flows.Input) flows.Input {
	in.Chat = -7
	return in
}

// invite puts the invitation whose token is "token".
func invite(w *world, i civic.Invitation) {
	const hash = "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"
	if err := storage.Invitations.Put(w.tx, hash, i); err != nil {
		w.t.Fatal(err)
	}
}

func TestEveryFormIsPlayed(t *testing.T) {
	for _, f := range newEngine(t).Forms() {
		if len(plays[flows.NameOf(f)]) == 0 {
			t.Errorf("the form %s is new: play it here, and say what may be taken away while it is open", flows.NameOf(f))
		}
	}
}

// A right that is taken away while a form is open is taken away: the last answer
// changes nothing then. With the right it does.
func TestFormsAskForTheRightAgain(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for name, ps := range plays {
		for _, p := range ps {
			for _, taken := range []bool{false, true} {
				if taken && p.takes == nil {
					continue
				}
				live(t, store, engine, func(w *world) {
					invite(w, civic.Invitation{Role: civic.Head, District: here, By: 41, At: w.now})
					p.begin(w)
					if s := w.session(p.who, p.last.Chat); s.Flow != name {
						t.Fatalf("%s: %s stands in %q before the last answer", name, p.who, s.Flow)
					}
					if taken {
						p.takes(w)
					}
					before := records(t, w.tx)
					turn := w.act(p.who, p.last)
					got := differences(before, records(t, w.tx))
					switch {
					case !taken && (len(got) == 0) != p.shows:
						t.Errorf("%s by %s changed %v", name, p.who, got)
					case taken && len(got) > 0:
						t.Errorf("%s by %s changed %v after the right was gone", name, p.who, got)
					case taken && !slices.Contains(keys(turn), p.refuse):
						t.Errorf("%s by %s said %v after the right was gone, want %s", name, p.who, keys(turn), p.refuse)
					}
				})
			}
		}
	}
}
