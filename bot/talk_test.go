package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"image"
	"log/slog"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/subjects"
	"veche/locales"
	"veche/storage"
)

// The people of a talk.
const (
	talkStranger                          = 1 // has not given consent
	talkNeighbour, talkAuthor             = 2, 3
	talkHead, talkSupervisor, talkFarHead = 13, 14, 23
	talkModerator, talkColleague          = 31, 32
	talkCentre                            = 41

	talkGroup storage.ChatID = -1001
)

var talkers = []civic.PersonID{talkStranger, talkNeighbour, talkAuthor, talkHead, talkSupervisor, talkFarHead, talkModerator, talkColleague, talkCentre}

// talk is a bot without its edge: what comes in is given to the engine, what is said
// is worded and put into the outbox, in a transaction that is never committed.
type talk struct {
	*Bot
	tx   *storage.Tx
	now  time.Time
	last int

	marks map[storage.ChatID]string // of the question that stands in a chat
}

func newTalkers(tb testing.TB, with ...storage.Options) *Bot {
	tb.Helper()
	engine, err := flows.NewEngine(civic.Smolensk(), nil, subjects.All()...)
	if err != nil {
		tb.Fatal(err)
	}
	engine.Bot, engine.Strict = "veche_bot", true
	words, err := locales.New()
	if err != nil {
		tb.Fatal(err)
	}
	options := append(with, storage.Options{Mmap: 1 << 24})[0]
	store, err := storage.Open(filepath.Join(tb.TempDir(), "veche.db"), options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = store.Close() })
	b := &Bot{wording: wording{locales: words, zone: engine.Region.Zone}, store: store, engine: engine, log: slog.New(slog.DiscardHandler)}
	err = store.Update(func(tx *storage.Tx) error {
		k := &talk{Bot: b, tx: tx, now: talkDay, last: 10, marks: map[storage.ChatID]string{}}
		return errors.Join(peopled(tx), k.begun())
	})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

var talkDay = time.Date(2026, 11, 23, 10, 0, 0, 0, civic.Smolensk().Zone)

func peopled(tx *storage.Tx) error {
	for _, p := range talkers[1:] {
		person := civic.Person{ID: p, Language: "ru", Joined: talkDay, Consent: civic.Consented{Version: civic.Smolensk().Consent.Version, At: talkDay}}
		if err := storage.People.Put(tx, p, person); err != nil {
			return err
		}
	}
	for _, g := range []civic.Grant{
		{Person: talkHead, Role: civic.Head, District: "vyazemsky", At: talkDay},
		{Person: talkSupervisor, Role: civic.Supervisor, District: "vyazemsky", At: talkDay},
		{Person: talkFarHead, Role: civic.Head, District: "gagarinsky", At: talkDay},
		{Person: talkModerator, Role: civic.Moderator, At: talkDay},
		{Person: talkColleague, Role: civic.Moderator, At: talkDay},
		{Person: talkCentre, Role: civic.Centre, At: talkDay},
	} {
		if err := storage.Grants.Put(tx, storage.KeyOf(g), g); err != nil {
			return err
		}
	}
	// of the link "i_token"
	const hash = "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"
	if err := storage.Invitations.Put(tx, hash, civic.Invitation{Role: civic.Staff, District: "vyazemsky", By: talkCentre, At: talkDay}); err != nil {
		return err
	}
	channel := storage.Desk{Name: "channel/-1005", Chat: -1005, Title: "<Лента>", Language: "ru", By: talkCentre, At: talkDay}
	if err := storage.Desks.Put(tx, channel.Name, channel); err != nil {
		return err
	}
	for _, d := range []civic.Desk{civic.ModeratorsDesk, civic.DistrictDesk("gagarinsky")} {
		if err := storage.Desks.Put(tx, d, storage.Desk{Name: d, Chat: talkGroup, Title: "<Группа>", Language: "en", By: talkCentre, At: talkDay}); err != nil {
			return err
		}
	}
	return nil
}

var errUndone = errors.New("undone")

// during runs fn in a transaction that is undone.
func (b *Bot) during(tb testing.TB, fn func(*talk) error) {
	tb.Helper()
	var err error
	undone := b.store.Update(func(tx *storage.Tx) error {
		if err = fn(&talk{Bot: b, tx: tx, now: talkDay, last: 100, marks: map[storage.ChatID]string{}}); err == nil {
			err = storage.Verify(tx)
		}
		return errUndone
	})
	if err = errors.Join(err, notUndone(undone)); err != nil {
		tb.Fatal(err)
	}
}

func notUndone(err error) error {
	if errors.Is(err, errUndone) {
		return nil
	}
	return err
}

// hear deals with one input and looks at everything that is said, in both languages.
func (k *talk) hear(p civic.PersonID, in flows.Input) error {
	k.last++
	in.Person, in.At = p, k.now
	if in.Chat == 0 {
		in.Chat = storage.Private(p)
	}
	in.Group = in.Chat < 0
	if in.Message == 0 {
		in.Message = k.last
	}
	if in.Kind == flows.Press {
		in.Query = "q"
	}
	t, err := k.engine.Handle(k.tx, in, k.now, []byte{byte(k.last)})
	if err != nil {
		return fmt.Errorf("%d, %+v: %w", p, in, err)
	}
	k.asks(in.Chat, t)
	if err := k.worded(t); err != nil {
		return fmt.Errorf("%d, %+v: %w", p, in, err)
	}
	s := speaker{wording: k.wording, engine: k.engine, tx: k.tx, turn: t}
	if err := s.say(); err != nil {
		return fmt.Errorf("%d, %+v: %w", p, in, err)
	}
	for _, job := range t.Jobs {
		if err := k.finish(job); err != nil {
			return fmt.Errorf("job %s: %w", job.Kind, err)
		}
	}
	return nil
}

// finish runs a job and hears what it found.
func (k *talk) finish(j storage.Job) error {
	found, err := k.engine.Run(context.Background(), j.Kind, flows.Work{
		Args: j.Args,
		View: func(do func(*storage.Tx) error) error { return do(k.tx) },
		Look: func(context.Context, civic.Photo, func(image.Image) error) error { return errors.New("no files here") },
	})
	if err != nil {
		return err
	}
	args, err := json.Marshal(found)
	if err != nil {
		return err
	}
	return k.hear(0, flows.Input{Kind: flows.Finished, Name: j.Kind, Job: j.ID, Args: args})
}

// asks keeps what the buttons of the chat's newest question carry.
func (k *talk) asks(chat storage.ChatID, t *flows.Turn) {
	for _, said := range t.Said {
		for _, row := range said.Message.Rows {
			for _, b := range row {
				if parts := strings.SplitN(b.Data, ":", 3); len(parts) == 3 && parts[0] == "q" {
					k.marks[chat] = parts[1]
				}
			}
		}
	}
}

// worded words what a turn said in both languages and holds it against the limits.
func (k *talk) worded(t *flows.Turn) error {
	for _, lang := range locales.Languages() {
		for _, said := range t.Said {
			m, err := k.message(lang, said.Message)
			if err != nil {
				return err
			}
			if err := sendable(m); err != nil {
				return fmt.Errorf("%s in %s: %w", said.Message.Key, lang, err)
			}
		}
		if t.Notice == nil {
			continue
		}
		text, err := k.plain(lang, flows.Term{Key: t.Notice.Key, Args: t.Notice.Args}, math.MaxInt)
		if err != nil {
			return err
		}
		if n := units(text); n == 0 || n > maxNotice {
			return fmt.Errorf("the notice %s in %s has %d characters", t.Notice.Key, lang, n)
		}
	}
	return nil
}

// sendable reports what the Bot API would refuse.
func sendable(m storage.Message) error {
	plain := visible(m.Text)
	if n := units(plain); n == 0 || n > maxMessage {
		return fmt.Errorf("a text of %d characters", n)
	}
	if strings.TrimSpace(plain) == "" || strings.Contains(m.Text, "<no value>") {
		return fmt.Errorf("the text %q", m.Text)
	}
	for _, row := range m.Buttons {
		for _, b := range row {
			switch {
			case b.Text == "" || units(b.Text) > maxLabel+8:
				return fmt.Errorf("the label %q", b.Text)
			case b.URL == "" && (b.Data == "" || len(b.Data) > 64):
				return fmt.Errorf("the button %q carries %d bytes", b.Text, len(b.Data))
			}
		}
	}
	return nil
}

var tag = regexp.MustCompile(`<[^>]*>`)

// visible is what is read of HTML.
func visible(text string) string { return html.UnescapeString(tag.ReplaceAllString(text, "")) }

func units(s string) int { return len(utf16.Encode([]rune(s))) }
