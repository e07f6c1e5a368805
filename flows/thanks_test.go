package flows_test

import (
	"path/filepath"
	"slices"
	"testing"
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
	store, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{Mmap: 1 << 24}.Keeping(thanks.Listed))
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

func TestTheConversationToCopyIsWorded(t *testing.T) {
	words, err := locales.New(thanks.Words)
	if err != nil {
		t.Fatal(err)
	}
	ru, en := slices.Sorted(slices.Values(words.Keys("ru"))), slices.Sorted(slices.Values(words.Keys("en")))
	if !slices.Equal(ru, en) || !slices.Contains(ru, "thanks.passed") {
		t.Error("the words are not the same in both languages")
	}
}
