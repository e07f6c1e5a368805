package flows_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/flows/testdata/thanks"
	"veche/locales"
	"veche/storage"
)

// thankful lets fn act where the conversation to copy is one of the others: nothing but
// this names it.
func thankful(t *testing.T, fn func(*world)) {
	t.Helper()
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), thanks.Conversation())...)
	if err != nil {
		t.Fatal(err)
	}
	engine.Bot = "veche_bot"
	keeping(t, storage.Options{}.Keeping(thanks.Listed), engine, fn)
}

func keeping(t *testing.T, o storage.Options, engine *flows.Engine, fn func(*world)) {
	t.Helper()
	o.Mmap = 1 << 24
	store, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	if err := store.Update(settle); err != nil {
		t.Fatal(err)
	}
	live(t, store, engine, fn)
}

// thanked is the world after the resident thanked a district, from a link.
func (w *world) thanked() *flows.Turn {
	w.t.Helper()
	w.says(w.command("resident", "start thank_"+string(here)), "thanks.text")
	w.says(w.write("resident", "Спасибо за новый мост"), "thanks.preview")
	return w.pick("resident", "yes")
}

func TestTheConversationToCopy(t *testing.T) {
	thankful(t, func(w *world) {
		w.says(w.command("resident", "thank"), "thanks.district")
		w.pick("resident", "cancel")
		w.says(w.thanked(), "thanks.sent", "thanks.moderation")
		waits := storage.Waiting.Has(w.tx, storage.WaitingKey{Desk: civic.ModeratorsDesk, Subject: civic.Subject{Kind: thanks.Kind, ID: 1}})
		if !waits {
			t.Error("it does not wait for moderators")
		}
		w.says(w.press("moderator", "a:thanks.open:1"), "thanks.moderation")
		w.says(w.press("resident", "a:thanks.pass:1"), "!not_for_residents")
		w.says(w.press("moderator", "a:thanks.pass:1"), "thanks.moderation", "thanks.card", "thanks.passed")
		w.says(w.press("moderator", "a:thanks.drop:1"), "!old_button")
		if n := storage.WaitingSince.Count(w.tx, storage.Tuple(civic.ModeratorsDesk), 0); n == 0 || storage.Waiting.Has(w.tx, storage.WaitingKey{Desk: civic.ModeratorsDesk, Subject: civic.Subject{Kind: thanks.Kind, ID: 1}}) {
			t.Error("it still waits")
		}
		if about := abouts(w.command("resident", "help")); about[len(about)-1] != "thanks.help" {
			t.Errorf("/help is about %v", about)
		}
	})
}

// On the record each subject is called what it is called: another's number is no report's.
func TestTheRecordCallsASubjectByItsName(t *testing.T) {
	thankful(t, func(w *world) {
		for id, s := range map[uint64]civic.Subject{901: {Kind: thanks.Kind, ID: 7}, 902: reports.Subject(8), 903: {Kind: "retired", ID: 9}, 904: {}} {
			if err := storage.Acts.Put(w.tx, id, civic.Act{ID: id, At: w.now, Role: civic.Centre, What: "join", Subject: s}); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, line := range w.command("centre", "record").Said[0].Message.Args["Lines"].([]flows.Term)[:4] {
			named := line.Args["Subject"].(flows.Term)
			got = append(got, fmt.Sprint(named.Key, named.Args["ID"]))
		}
		if want := []string{"<nil>", "<nil>", "report.name8", "thanks.name7"}; !slices.Equal(got, want) {
			t.Errorf("on the record are %q, want %q", got, want)
		}
	})
}

// Those of the district read in the digest of the week that somebody thanked it.
func TestTheConversationToCopyIsInTheDigest(t *testing.T) {
	thankful(t, func(w *world) {
		w.thanked()
		w.press("moderator", "a:thanks.pass:1")
		for who, d := range map[string]civic.DistrictID{"author": here, "resident": there} {
			p, err := storage.People.Get(w.tx, players[who])
			if p.District = d; err != nil || storage.People.Put(w.tx, p.ID, p) != nil {
				t.Fatal(err)
			}
		}
		w.now = monday.AddDate(0, 0, 4)
		if _, err := w.engine.Handle(w.tx, flows.Input{Kind: flows.Due, Name: "digest"}, w.now, nil); err != nil {
			t.Fatal(err)
		}
		read := map[civic.PersonID]bool{}
		for _, s := range append(w.work(), w.until(w.now.Add(time.Minute))...) {
			around, _ := s.Message.Args["Fixed"].([]flows.Term)
			read[s.To.Person] = read[s.To.Person] || slices.ContainsFunc(around, func(x flows.Term) bool { return x.Key == "thanks.week" })
		}
		if !read[players["author"]] || read[players["resident"]] {
			t.Errorf("the digest was read by %v", read)
		}
	})
}

// What a conversation keeps of somebody goes with them by what its collection says.
func TestTheConversationToCopyForgets(t *testing.T) {
	for decision, stays := range map[string]bool{"pass": true, "drop": false, "open": false} {
		thankful(t, func(w *world) {
			w.thanked()
			w.press("moderator", "a:thanks."+decision+":1")
			w.command("resident", "forget")
			w.pick("resident", "yes")
			w.work()
			x, found, err := thanks.Kept.Find(w.tx, 1)
			if err != nil || found != stays || x.Author != 0 {
				t.Errorf("after %s: %+v, %v, %v", decision, x, found, err)
			}
			if !found { // its card may still stand at the desk
				for _, press := range []string{"a:thanks.open:1", "a:thanks.pass:1", "a:thanks.drop:1"} {
					w.says(w.press("moderator", press), "!old_button")
				}
			}
		})
	}
}

// walk is all of it once: written, listed, opened, passed on.
func (w *world) walk() (said []flows.Said, err error) {
	for _, step := range []struct {
		who string
		in  flows.Input
	}{
		{"resident", commanding("thank")}, {"resident", choosing(string(here))}, {"resident", writing("Спасибо за новый мост")}, {"resident", choosing("yes")},
		{"moderator", commanding("queue")}, {"moderator", pressing("a:thanks.open:1")}, {"moderator", pressing("a:thanks.pass:1")},
	} {
		if value, ok := strings.CutPrefix(step.in.Data, "="); ok {
			step.in.Data = w.data(step.who, 0, value)
		}
		turn, err := w.try(step.who, step.in)
		if err != nil {
			return said, err
		}
		said = append(said, turn.Said...)
	}
	return said, nil
}

// What it says is worded in both languages, with the arguments that the words want.
func TestTheConversationToCopyIsWorded(t *testing.T) {
	words, err := locales.New(thanks.Words)
	if err != nil {
		t.Fatal(err)
	}
	if ru, en := slices.Sorted(slices.Values(words.Keys("ru"))), slices.Sorted(slices.Values(words.Keys("en"))); !slices.Equal(ru, en) {
		t.Error("the words are not the same in both languages")
	}
	keys, in := wordings(t, thanks.Words)
	thankful(t, func(w *world) {
		said, err := w.walk()
		if err != nil || len(said) < 8 {
			t.Fatalf("said %d: %v", len(said), err)
		}
		for _, s := range said {
			if !keys[s.Message.Key] {
				t.Errorf("%s has no wording", s.Message.Key)
			}
			for _, want := range in[s.Message.Key] {
				if _, given := s.Message.Args[want]; !given {
					t.Errorf("%s wants %s", s.Message.Key, want)
				}
			}
		}
	})
}

// What whoever forgets a piece of a new conversation reads.
func TestAMissingPieceIsNamed(t *testing.T) {
	without := func(a flows.ActionName) func(*flows.Conversation) {
		return func(c *flows.Conversation) {
			c.Actions = slices.DeleteFunc(c.Actions, func(x flows.Action) bool { return x.Name == a })
		}
	}
	listed := storage.Options{}.Keeping(thanks.Listed)
	for _, c := range []struct {
		piece string
		take  func(*flows.Conversation)
		o     storage.Options
		want  string
	}{
		{"nothing", func(*flows.Conversation) {}, listed, ""},
		{"the action of a button", without("thanks.pass"), listed, "buttons of thanks lead to thanks.pass, and nobody stands there"},
		{"what opens what waits", without("thanks.open"), listed, "buttons of thanks lead to thanks.open, and nobody stands there"},
		{"what waits", func(c *flows.Conversation) { c.Waits = nil }, listed, "thanks/1 waits, and no conversation knows what that is"},
		{"the topic", func(c *flows.Conversation) { c.Topics = nil }, listed, `no conversation has the topic "thanks"`},
		{"the cards", func(c *flows.Conversation) { c.Cards = nil }, listed, "thanks/1/moderation is said, and no conversation has such a card"},
		{"its name", func(c *flows.Conversation) { c.Name = "thank" }, listed, "the action thanks.open has to be called thank.something"},
		{"the collection", func(*flows.Conversation) {}, storage.Options{}, "thanks is not in the schema"},
	} {
		copied := thanks.Conversation()
		c.take(&copied)
		engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), copied)...)
		if err == nil {
			engine.Bot = "veche_bot"
			keeping(t, c.o, engine, func(w *world) { _, err = w.walk() })
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("without %s: %v", c.piece, err)
		}
	}
	half := fstest.MapFS{}
	data, err := thanks.Words.ReadFile("ru/thanks.yaml")
	if half["ru/thanks.yaml"] = (&fstest.MapFile{Data: data}); err != nil {
		t.Fatal(err)
	}
	words, err := locales.New(half)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := words.Text("en", "thanks.stands", nil); err == nil || !strings.Contains(err.Error(), "word thanks.stands in en") {
		t.Errorf("without words in a language: %v", err)
	}
}

// At each question each kind of input is answered, and nothing that was written is lost: a
// wrong one brings the question again, a command leaves the draft as it is.
func TestTheConversationToCopyHearsEveryInput(t *testing.T) {
	steps := []flows.Input{commanding("thank"), writing("Вязьма"), writing("Спасибо за мост")}
	caption, edit, forward := picture("p", ""), writing("Иначе"), writing("Спасибо")
	caption.Text, edit.Edited, forward.Forwarded = "Новый мост", true, true
	spoken := flows.Input{Kind: flows.Other, What: "voice", Voice: "v", Length: time.Second}
	const menu, old, mayNot = "reports.none", "!old_button", "!not_for_residents"
	for name, c := range map[string]struct {
		in   flows.Input
		says [3]string // at the district, at the words, at the preview
	}{
		"words":                  {writing("Спасибо"), [3]string{"wrong.district thanks.district", "thanks.preview", "wrong.press thanks.preview"}},
		"too many of them":       {writing(strings.Repeat("м", 501)), [3]string{"wrong.district thanks.district", "wrong.long thanks.text", "wrong.press thanks.preview"}},
		"nothing to be seen":     {writing("\u200b"), [3]string{"wrong.district thanks.district", "wrong.empty thanks.text", "wrong.press thanks.preview"}},
		"a photo":                {picture("p", ""), [3]string{"wrong.choose thanks.district", "wrong.write thanks.text", "wrong.press thanks.preview"}},
		"a photo with words":     {caption, [3]string{"wrong.choose thanks.district", "wrong.write thanks.text", "wrong.press thanks.preview"}},
		"an album":               {picture("p", "album"), [3]string{"wrong.choose thanks.district", "wrong.write thanks.text", "wrong.press thanks.preview"}},
		"a voice":                {spoken, [3]string{"wrong.choose thanks.district", "wrong.write thanks.text", "wrong.press thanks.preview"}},
		"a sticker":              {flows.Input{Kind: flows.Other, What: "sticker"}, [3]string{"wrong.choose thanks.district", "wrong.write thanks.text", "wrong.press thanks.preview"}},
		"a point":                {flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 55.2101, Lon: 34.29}}, [3]string{"district.near", "wrong.write thanks.text", "wrong.press thanks.preview"}},
		"an edit of other words": {edit, [3]string{"", "", ""}},
		"what others wrote":      {forward, [3]string{"wrong.district thanks.district", "thanks.preview", "wrong.press thanks.preview"}},
		"a reply":                {replying("Спасибо"), [3]string{"wrong.district thanks.district", "thanks.preview", "wrong.press thanks.preview"}},
		"a press of before":      {pressing("q:0:yes"), [3]string{old, old, old}},
		"a press on what is not": {pressing("a:thanks.open:99"), [3]string{mayNot, mayNot, mayNot}},
		"a command":              {commanding("reports"), [3]string{menu, menu, menu}},
		"another form":           {commanding("report"), [3]string{"report.district", "held", "held"}},
		"no command":             {commanding("frob"), [3]string{"unknown_command", "unknown_command", "unknown_command"}},
	} {
		for n := range steps {
			thankful(t, func(w *world) {
				for _, s := range steps[:n+1] {
					w.do("resident", s)
				}
				before := w.session("resident", 0)
				if said := strings.Join(keys(w.do("resident", c.in)), " "); said != c.says[n] {
					t.Errorf("%s at the %s: says %q, want %q", name, before.State, said, c.says[n])
				}
				after := w.session("resident", 0)
				if goes := c.says[n] == "thanks.preview" || c.says[n] == "report.district"; !goes && (after.State != before.State || string(after.Draft) != string(before.Draft)) {
					t.Errorf("%s at the %s: leads to %s with %s", name, before.State, after.State, after.Draft)
				}
			})
		}
	}
}

// Who asks what is kept of them reads their own words, of others nothing.
func TestTheConversationToCopyShowsWhatItKeeps(t *testing.T) {
	thankful(t, func(w *world) {
		w.thanked()
		w.command("author", "start thank_"+string(here))
		w.write("author", "За чистый двор")
		w.pick("author", "yes")
		w.press("moderator", "a:thanks.pass:1")
		w.command("resident", "mydata")
		var read strings.Builder
		for _, s := range w.work() {
			if f, is := s.Message.With.(flows.File); is && s.To.Person == players["resident"] {
				read.Write(f.Data)
			}
		}
		if s := read.String(); !strings.Contains(s, "Спасибо за новый мост") || strings.Contains(s, "За чистый двор") || strings.Contains(s, fmt.Sprint(players["moderator"])) {
			t.Errorf("reads %s", s)
		}
	})
}
