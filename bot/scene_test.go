package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/flows"
	"veche/flows/civic"
	"veche/flows/subjects"
	"veche/locales"
	"veche/storage"
)

const (
	anna  = 501
	boris = 502
	staff = -4_000_501 // a plain group
)

// scene is a bot that runs on the sandbox, with Anna and Boris and a group of theirs.
type scene struct {
	*testing.T
	box   *sandbox.Sandbox
	url   string
	store *storage.Store
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{T: t, box: sandbox.New(sandbox.Options{})}
	t.Cleanup(s.box.Close)
	server := httptest.NewServer(s.box)
	t.Cleanup(server.Close)
	s.url = server.URL
	for id, name := range map[int64]string{anna: "Анна", boris: "Борис"} {
		s.box.AddPerson(sandbox.Person{ID: id, FirstName: name, Language: "ru"})
	}
	s.box.AddGroup(sandbox.Group{ID: staff, Title: "Модераторы", Kind: "group", Members: []int64{anna, boris}, Bot: "member"})
	var err error
	if s.store, err = storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.store.Close() })
	s.in(func(tx *storage.Tx) error {
		desk := storage.Desk{Name: civic.ModeratorsDesk, Chat: staff, Language: "ru"}
		if err := storage.Desks.Put(tx, desk.Name, desk); err != nil {
			return err
		}
		return storage.People.Put(tx, anna, civic.Person{ID: anna, Language: "ru"})
	})
	b := newBot(t, bot.Config{API: s.url, Store: s.store, Now: s.box.Clock().Now, Turned: s.box.Clock().Changed})
	s.run(b)
	return s
}

// run lets the bot work until the test ends.
func (s *scene) run(b *bot.Bot) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	s.Cleanup(func() {
		stop()
		stopped(s.T, ended)
	})
}

// patience is how long a test waits for anything: who waits longer is told for what.
const patience = 30 * time.Second

// stopped waits for the end of a bot that was asked to stop.
func stopped(t *testing.T, ended <-chan error) {
	t.Helper()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the bot ended with %v", err)
		}
	case <-time.After(patience):
		t.Error("the bot does not stop")
	}
}

func (s *scene) in(do func(*storage.Tx) error) {
	s.Helper()
	if err := s.store.Update(do); err != nil {
		s.Fatal(err)
	}
}

// await waits for something to be seen in the sandbox, and fails with what it was.
func await(t *testing.T, box *sandbox.Sandbox, what string, so func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := box.Wait(ctx, so); err != nil {
		t.Fatalf("wait for %s: %v", what, err)
	}
}

// confirmed waits until the bot has confirmed every update.
func confirmed(t *testing.T, box *sandbox.Sandbox) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := box.Idle(ctx); err != nil {
		t.Fatalf("updates wait: %v", err)
	}
}

// settled waits until every update was confirmed and nothing waits to leave.
func (s *scene) settled() {
	s.Helper()
	confirmed(s.T, s.box)
	s.eventually("the messages to leave", func() bool { return delivered(s.store) })
}

// reads counts the messages with the text that stand in a chat.
func (s *scene) reads(chat int64, text string) (n int) {
	for _, m := range s.box.Messages(chat) {
		if m.Text == text {
			n++
		}
	}
	return n
}

// calls lists the calls of a method for a chat, or any chat for 0.
func (s *scene) calls(method string, chat int64) (all []sandbox.Call) {
	for _, c := range s.box.Calls(0) {
		if c.Method == method && (chat == 0 || c.Chat == chat) {
			all = append(all, c)
		}
	}
	return all
}

func (s *scene) person(id civic.PersonID) (p civic.Person) {
	s.Helper()
	s.in(func(tx *storage.Tx) (err error) {
		p, err = storage.People.Get(tx, id)
		return err
	})
	return p
}

func (s *scene) quarantined() (all []storage.Quarantined) {
	s.Helper()
	s.in(func(tx *storage.Tx) error {
		for rec, err := range storage.Quarantine.All(tx) {
			if err != nil {
				return err
			}
			all = append(all, rec.Value)
		}
		return storage.Verify(tx)
	})
	return all
}

// api makes a call in the bot's name, behind its back.
func (s *scene) api(method string, params map[string]any) {
	s.Helper()
	body, _ := json.Marshal(params)
	resp, err := http.Post(s.url+"/bot"+sandbox.DefaultToken+"/"+method, "application/json", strings.NewReader(string(body)))
	if err != nil {
		s.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		s.Fatalf("%s: %s", method, resp.Status)
	}
}

// newBot makes a bot of all conversations, and props. It knows no quiet hours, since a
// test may run at night, and no limits, since people in tests are in a hurry.
func newBot(t *testing.T, c bot.Config) *bot.Bot {
	t.Helper()
	c.Free = true
	return newPacedBot(t, c)
}

// newPacedBot is the same at Telegram's pace, unless it is free.
func newPacedBot(t *testing.T, c bot.Config) *bot.Bot {
	t.Helper()
	region := *civic.Smolensk()
	region.Quiet = civic.Hours{}
	engine, err := flows.NewEngine(&region, nil, append(subjects.All(), props())...)
	if err != nil {
		t.Fatal(err)
	}
	engine.Unlimited = true
	c.Engine, c.Token = engine, sandbox.DefaultToken
	if c.Locales, err = locales.New(); err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// props is a conversation that only tests have: commands that answer, change a card
// in place, panic and fail.
func props() flows.Conversation {
	command := func(name flows.CommandName, do func(*flows.Turn) error) flows.CommandFor {
		return flows.CommandFor{Name: name, Keeps: true, Quiet: true, Group: true, Do: do}
	}
	words := func(text string) flows.Message {
		return flows.Message{Key: "words", Args: flows.Args{"Text": text}}
	}
	return flows.Conversation{Name: "props", Commands: []flows.CommandFor{
		command("echo", func(t *flows.Turn) error {
			t.Reply(words("эхо " + t.Payload))
			return nil
		}),
		command("card", func(t *flows.Turn) error {
			m := words("карточка " + t.Payload)
			m.Live, m.Rows = "card", [][]flows.Button{flows.Row(flows.CommandName("echo pressed").Button("key.go_on"))}
			t.Reply(m)
			return nil
		}),
		command("tell", func(t *flows.Turn) error { return t.Broadcast("news", map[string]int{"report": 1, "event": 0}) }),
		command("panic", func(t *flows.Turn) error {
			t.Reply(words("nobody may read this"))
			panic("as asked")
		}),
		command("huge", func(t *flows.Turn) error {
			m := words("большой файл")
			m.With = flows.File{Name: "huge", Data: make([]byte, storage.MaxRecord)}
			t.Reply(m)
			return nil
		}),
		command("fail", func(t *flows.Turn) error {
			return errors.Join(storage.Values.Put(t.Tx, "failed", 1), errors.New("as asked"))
		}),
	}}
}

func delivered(store *storage.Store) (done bool) {
	err := store.View(func(tx *storage.Tx) error {
		done = storage.Outbox.Len(tx) == 0
		return nil
	})
	return done && err == nil
}

// inStore opens a file that nobody has open, for one transaction.
func inStore(t *testing.T, path string, do func(*storage.Tx) error) {
	t.Helper()
	store, err := storage.Open(path, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Update(do); err != nil {
		t.Fatal(err)
	}
}

var wordings = sync.OnceValues(func() (*locales.Locales, error) { return locales.New() })

// wording is how the bot words a key in Russian, with nothing or the numbers given
// filled in.
func wording(key string, args ...string) string {
	l, err := wordings()
	if err != nil {
		panic(err)
	}
	filled := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		filled[args[i]] = args[i+1]
	}
	text, err := l.Text("ru", key, filled)
	if err != nil {
		panic(err)
	}
	return text
}
