package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/flows"
	"veche/flows/civic"
	"veche/locales"
	"veche/storage"
)

// troupe is a bot at work on a file, in a sandbox whose clock moves only when it is
// turned, and people who do one act after the other:
//
//	/report            a command, or any other words; in a group, in reply to the bot
//	=roads             a button of the question that stands, by its value
//	!a:publish:1       a button of a card, by what it carries; ~wish_allow:1, by a part of that
//	@key.skip          a button under the field for writing, by the key of its label
//	<photo             also album, voice, sticker, copy (the newest photo, uploaded anew),
//	                   plain (a photo that takes little room)
//	<place 55.2 34.3
//	^1 Done            in reply to the card of a report that stands in the chat
//	?=no               an act that is refused
//
// In what is written, {name} stands for what the troupe knows by that name.
type troupe struct {
	*scene
	path   string
	engine *flows.Engine
	words  *locales.Locales
	stop   func()
	down   bool         // no bot is at work
	deaf   bool         // nothing reaches Telegram: what is said waits
	held   *atomic.Bool // no job gets done

	known    map[string]string // by name
	langs    map[int64]string  // of people
	guests   []civic.PersonID  // who never did anything
	groups   []sandbox.Group
	threads  map[int64]int64 // the topic in which people write in a group
	pictures int             // sent
	photo    []byte          // the newest

	list    string // of stands
	stands  []standing
	presses []pressing
	answers map[string]bool // that buttons of questions carried

	out   strings.Builder            // what people read
	seen  map[int64]map[int64]string // chat, message: what was read already
	heard map[int64]int              // of a person's notices
}

// newTroupe opens the file, making it where there is none.
func newTroupe(t *testing.T, path string, now time.Time, all ...flows.Conversation) *troupe {
	t.Helper()
	p := &troupe{path: path, stop: func() {}, down: true, held: &atomic.Bool{}, known: map[string]string{}, langs: map[int64]string{},
		threads: map[int64]int64{}, answers: map[string]bool{}, seen: map[int64]map[int64]string{}, heard: map[int64]int{}}
	p.scene = &scene{T: t, box: sandbox.New(sandbox.Options{Now: func() time.Time { return now }, Description: os.Getenv("VECHE_BOT_API")})}
	server := httptest.NewServer(p.box)
	t.Cleanup(func() {
		p.stop()
		p.box.Close()
		server.Close()
	})
	p.url = server.URL
	var err error
	if p.store, err = storage.Open(path, storage.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.store.Close() })
	if p.words, err = locales.New(); err != nil {
		t.Fatal(err)
	}
	if p.engine, err = flows.NewEngine(civic.Smolensk(), nil, p.holding(all)...); err != nil {
		t.Fatal(err)
	}
	p.engine.Strict = true
	p.engine.Unlimited = true // people in tests are in a hurry
	return p
}

// holding lets jobs wait until the bot stops, once they are held.
func (p *troupe) holding(all []flows.Conversation) []flows.Conversation {
	for _, c := range all {
		for i := range c.Jobs {
			run := c.Jobs[i].Run
			c.Jobs[i].Run = func(ctx context.Context, w flows.Work) (any, error) {
				if p.held.Load() {
					<-ctx.Done()
					return nil, ctx.Err()
				}
				return run(ctx, w)
			}
		}
	}
	return all
}

// start starts a bot, which knows only what is in the store.
func (p *troupe) start() {
	p.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	b, err := bot.New(bot.Config{Token: sandbox.DefaultToken, API: p.url, Store: p.store, Engine: p.engine, Locales: p.words, Free: true,
		Now: p.box.Clock().Now, Turned: p.box.Clock().Changed, Socket: bot.SocketOf(p.path), Log: slog.New(slog.NewTextHandler(p.Output(), nil))})
	if err != nil {
		cancel()
		p.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	p.down = false
	p.stop = sync.OnceFunc(func() {
		p.down = true
		cancel()
		stopped(p.T, ended)
	})
}

// enter lets somebody into the sandbox under a name, and returns their number.
func (p *troupe) enter(name, lang string, id int64) int64 {
	p.box.AddPerson(sandbox.Person{ID: id, FirstName: name, Language: lang, Started: true})
	p.known[name], p.langs[id] = strconv.FormatInt(id, 10), lang
	return id
}

// id is the number of a person or a chat.
func (p *troupe) id(name string) int64 {
	p.Helper()
	n, err := strconv.ParseInt(p.known[name], 10, 64)
	if err != nil {
		p.Fatalf("nobody knows %q", name)
	}
	return n
}

// mark is what the buttons of the question carry that somebody was asked last.
func (p *troupe) mark(who, chat int64) string {
	s := p.session(who, chat)
	return strconv.FormatUint(s.Count, 36) + "." + strconv.FormatInt(who, 36)
}

func (p *troupe) session(who, chat int64) (s storage.Session) {
	p.Helper()
	p.view(func(tx *storage.Tx) (err error) {
		s, _, err = storage.Sessions.Find(tx, storage.SessionKey{Chat: storage.ChatID(chat), Person: civic.PersonID(who)})
		return err
	})
	return s
}

func (p *troupe) view(do func(*storage.Tx) error) {
	p.Helper()
	if err := p.store.View(do); err != nil {
		p.Fatal(err)
	}
}

// settle waits until the bot has nothing to do that it can do now.
func (p *troupe) settle() {
	p.Helper()
	if p.down {
		return
	}
	confirmed(p.T, p.box)
	ctx, cancel := context.WithTimeout(p.Context(), patience)
	defer cancel()
	again := time.NewTicker(2 * time.Millisecond)
	defer again.Stop()
	for {
		busy := p.busy()
		if busy == "" {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			p.Fatalf("the bot does not come to rest: %s", busy)
		}
	}
}

// busy names something that is still to be done, "" if there is nothing.
func (p *troupe) busy() (what string) {
	now := p.box.Clock().Now()
	p.view(func(tx *storage.Tx) error {
		for rec, err := range storage.Timers.All(tx) {
			if err != nil || !rec.Value.Due.After(now) {
				what = "timer " + rec.Value.Name
				return err
			}
		}
		for rec, err := range storage.Outbox.All(tx) {
			if p.deaf || err == nil && rec.Value.Lane == storage.Push && p.engine.Region.Quiet.Contains(now.In(p.engine.Region.Zone)) {
				continue
			}
			what = fmt.Sprintf("row %d of the outbox", rec.Key)
			return err
		}
		for rec, err := range storage.Jobs.All(tx) {
			if p.held.Load() {
				break
			}
			what = "job " + rec.Value.Kind
			return err
		}
		return nil
	})
	return what
}
