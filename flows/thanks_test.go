package flows_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"veche/flows"
	"veche/flows/civic"
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
		about := w.command("resident", "help").Said[0].Message.Args["About"].(flows.Term)
		if about.Args["Next"].(flows.Term).Key != "thanks.help" {
			t.Errorf("/help is about %v", about)
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
