package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"veche/bot/sandbox"
	"veche/flows"
	"veche/flows/civic"
	"veche/locales"
	"veche/storage"
)

// bubble is a bot at work on the sandbox where no time is real: an hour passes at once when
// nobody has anything to do. The people are those of a talk; the district's desk is a group.
type bubble struct {
	*testing.T
	box     *sandbox.Sandbox
	bot     *Bot
	store   *storage.Store
	config  Config
	network pipes
	end     func()
}

// bubbleGroup is the desk of the district in a bubble.
const bubbleGroup storage.ChatID = -1_001_000_000_777

// inBubble runs the test with a bot that works.
func inBubble(t *testing.T, do func(*bubble)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		quiet := quietBot(t, bubbleProps())
		s := &bubble{T: t, box: sandbox.New(sandbox.Options{Username: "veche_bot"}), store: quiet.store}
		region := *quiet.engine.Region
		region.Quiet = civic.Hours{}
		quiet.engine.Region = &region
		s.box.Clock().Set(talkDay)
		s.people()
		words, err := locales.New()
		if err != nil {
			t.Fatal(err)
		}
		s.network = make(pipes)
		server := &http.Server{Handler: s.box}
		go func() { _ = server.Serve(s.network) }()
		s.config = Config{Token: sandbox.DefaultToken, API: "http://bot-api", Store: s.store, Engine: quiet.engine, Locales: words,
			Free: true, Now: s.box.Clock().Now, Turned: s.box.Clock().Changed}
		s.start()
		do(s)
		s.end()
		s.box.Close()
		_ = server.Close()
		time.Sleep(time.Hour) // connections of the library end
	})
}

// people live in the sandbox and in the store.
func (s *bubble) people() {
	for _, p := range talkers {
		s.box.AddPerson(sandbox.Person{ID: int64(p), FirstName: fmt.Sprint("P", p), Language: "ru"})
	}
	s.box.AddGroup(sandbox.Group{ID: int64(bubbleGroup), Title: "Округ", Kind: "supergroup", Members: []int64{talkHead}, Bot: "administrator"})
	s.in(func(tx *storage.Tx) error {
		desk := storage.Desk{Name: civic.DistrictDesk("vyazemsky"), Chat: bubbleGroup, Title: "Округ", Language: "ru", By: talkCentre}
		err := errors.Join(peopled(tx), storage.Desks.Put(tx, desk.Name, desk), storage.Desks.Delete(tx, civic.ModeratorsDesk),
			storage.Desks.Delete(tx, civic.DistrictDesk("gagarinsky")))
		for _, p := range talkers {
			s.box.Start(int64(p), "")
		}
		return err
	})
	s.box.Past(1)
}

func (s *bubble) start() {
	s.Helper()
	b, err := New(s.config)
	if err != nil {
		s.Fatal(err)
	}
	b.client.DialBy(s.network.dial)
	b.poller.client.DialBy(s.network.dial)
	s.bot = b
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	s.end = func() {
		stop()
		if err := <-ended; err != nil {
			s.Errorf("the bot ended with %v", err)
		}
	}
	s.pass(time.Second)
}

// pass lets time go by.
func (s *bubble) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// says lets somebody write a command, and the bot deal with it.
func (s *bubble) says(who int64, text string) {
	s.box.Text(who, who, text)
	s.pass(time.Second)
}

// busy lets somebody write every half a minute, so that something gets through.
func (s *bubble) busy(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); s.pass(29 * time.Second) {
		s.says(talkNeighbour, "/test text")
	}
}

func (s *bubble) in(do func(*storage.Tx) error) {
	s.Helper()
	if err := s.store.Update(do); err != nil {
		s.Fatal(err)
	}
}

// reads lists what stands in a chat and begins so.
func (s *bubble) reads(chat int64, begins string) (all []string) {
	for _, m := range s.box.Messages(chat) {
		if text := m.Text + m.Caption; strings.HasPrefix(text, begins) {
			all = append(all, text)
		}
	}
	return all
}

// rows lists the outbox; aside whether of what was put aside.
func (s *bubble) rows(aside bool) (all []storage.Outgoing) {
	s.Helper()
	s.in(func(tx *storage.Tx) error {
		for rec, err := range storage.Outbox.All(tx) {
			if err != nil {
				return err
			}
			if (rec.Value.Aside != nil) == aside {
				all = append(all, rec.Value)
			}
		}
		return storage.Verify(tx)
	})
	return all
}

// acts lists what is on the record.
func (s *bubble) acts() (all []string) {
	s.Helper()
	s.in(func(tx *storage.Tx) error {
		for rec, err := range storage.Acts.All(tx) {
			if err != nil {
				return err
			}
			all = append(all, strings.TrimSpace(fmt.Sprint(rec.Value.What, " ", rec.Value.Subject.ID)))
		}
		return nil
	})
	return all
}

// calls counts the calls of a method for a chat.
func (s *bubble) calls(method string, chat int64) int {
	n := 0
	for _, c := range s.box.Calls(0) {
		if c.Method == method && (chat == 0 || c.Chat == chat) {
			n++
		}
	}
	return n
}

// bubbleProps has a command for whatever can leave: "/test kind", in private; "/test desk
// kind", at the district's desk.
func bubbleProps() flows.Conversation {
	return flows.Conversation{Name: "test", Commands: []flows.CommandFor{{Name: "test", Keeps: true, Quiet: true, Do: func(t *flows.Turn) error {
		kind, atDesk := strings.CutPrefix(t.Payload, "desk ")
		kind, more, _ := strings.Cut(kind, " ")
		m := flows.Message{Key: "words", Args: flows.Args{"Text": strings.TrimSpace("test " + kind + " " + more)}}
		to := t.Asker()
		if atDesk {
			to = flows.AtDesk(civic.DistrictDesk("vyazemsky"))
		}
		for _, k := range strings.Split(kind, "+") {
			bubbleParts[k](&m)
		}
		t.Say(to, m)
		return nil
	}}}}
}

var bubbleParts = map[string]func(*flows.Message){
	"text":    func(*flows.Message) {},
	"buttons": func(m *flows.Message) { m.Rows = [][]flows.Button{flows.Row(flows.Menu.Button("key.go_on"))} },
	"card":    func(m *flows.Message) { m.Live = "report/2/vyazemsky"; m.Args["Text"] = fmt.Sprint(m.Args["Text"]) },
	"mine":    func(m *flows.Message) { m.Live = "report/2/mine" },
	"photo":   func(m *flows.Message) { m.Photos = []civic.Photo{{ID: "AgACAgIAAxkphoto1"}} },
	"album": func(m *flows.Message) {
		m.Photos = []civic.Photo{{ID: "AgACAgIAAxkphoto1"}, {ID: "AgACAgIAAxkphoto2"}, {ID: "AgACAgIAAxkphoto3"}}
	},
	"voice":   func(m *flows.Message) { m.With = flows.Voice("AwACAgIAAxkvoice1") },
	"file":    func(m *flows.Message) { m.With = flows.File{Name: "a.txt", Data: []byte("a")} },
	"picture": func(m *flows.Message) { m.With = flows.Picture{Key: "one", ID: "AgACAgIAAxkphoto1"} },
	"other":   func(m *flows.Message) { m.With = flows.Picture{Key: "two", ID: "AgACAgIAAxkphoto2"} },
	"point":   func(m *flows.Message) { m.Point = &civic.Point{Lat: 55, Lon: 34} },
	"remove":  func(m *flows.Message) { m.Remove = true },
}

// A card that its group never takes holds up nothing there; those at the desk hear of it
// once, and what changes it later arrives.
func TestACardThatItsGroupNeverTakes(t *testing.T) {
	inBubble(t, func(s *bubble) {
		s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: int64(bubbleGroup), Kind: "page", Code: 413, Times: 40})
		s.says(talkCentre, "/test desk card")
		s.says(talkCentre, "/test desk text")
		s.busy(9 * time.Minute)
		if len(s.rows(true)) != 0 || len(s.rows(false)) != 2 {
			t.Errorf("after nine minutes %+v is aside, %+v waits", s.rows(true), s.rows(false))
		}
		s.busy(4 * time.Minute)
		aside := s.rows(true)
		if len(aside) != 1 || aside[0].Live != "report/2/vyazemsky" || aside[0].Aside.Why != "too_large" {
			t.Fatalf("aside: %+v", aside)
		}
		want := "Карточка № 2 не доходит в «Округ»"
		if n := s.reads(talkHead, want); len(n) != 1 || len(s.reads(talkCentre, want)) != 0 {
			t.Errorf("the head reads %q, the Centre %q", n, s.reads(talkCentre, want))
		}
		if got := s.acts(); !slices.Equal(got, []string{"aside 2"}) {
			t.Errorf("on the record: %q", got)
		}
		s.box.ClearFaults()
		s.busy(2 * time.Minute)
		if n := len(s.reads(int64(bubbleGroup), "test text")); n != 1 {
			t.Errorf("what follows came %d times", n)
		}
		again := errand{id: aside[0].ID, out: true, done: make(chan error, 1)}
		s.bot.put(item{errand: &again})
		s.pass(time.Second)
		if n := len(s.reads(int64(bubbleGroup), "test card")); n != 1 || len(s.rows(true))+len(s.rows(false)) != 0 {
			t.Errorf("the card that was repeated came %d times; left are %+v", n, s.rows(true))
		}
		s.says(talkCentre, "/test desk card again")
		if n := len(s.reads(int64(bubbleGroup), "test card again")); n != 1 || len(s.rows(true))+len(s.rows(false)) != 0 {
			t.Errorf("the changed card came %d times; left are %+v", n, s.rows(true))
		}
	})
}

// A photo that Telegram refuses takes nothing with it, and the reader is told.
func TestARefusedPhotoTakesNoWordsWithIt(t *testing.T) {
	inBubble(t, func(s *bubble) {
		s.box.Adopt("AgACAgIAAxkphoto1", "AgACAgIAAxkphoto2", "AgACAgIAAxkphoto3")
		s.box.Fail(sandbox.Fault{Method: "sendMediaGroup", Kind: "refused", Code: 400, Says: "Bad Request: group send failed"})
		s.box.Fail(sandbox.Fault{Method: "sendPhoto", Kind: "refused", Code: 400, Says: "Bad Request: wrong file identifier/HTTP URL specified"})
		s.says(talkAuthor, "/test album+buttons")
		s.pass(time.Minute)
		photos, words, note := 0, 0, 0
		for _, m := range s.box.Messages(talkAuthor) {
			switch {
			case len(m.Photo) > 0:
				photos++
			case strings.HasPrefix(m.Text, "test album"):
				words++
				if m.Markup == nil {
					t.Error("the words came without their buttons")
				}
			case strings.HasPrefix(m.Text, "⚠️ К сообщению выше дошло не всё"):
				note++
			}
		}
		if photos != 2 || words != 1 || note != 1 {
			t.Errorf("she got %d photos, the words %d times, the note %d times", photos, words, note)
		}
		if len(s.rows(true))+len(s.rows(false)) != 0 {
			t.Error("something is left in the outbox")
		}
	})
}

// A card that its group refuses is told of to those at the desk, with the reason, once,
// and where there is nobody to the Centre.
func TestACardThatItsGroupRefuses(t *testing.T) {
	for says, want := range map[string]string{
		"Bad Request: CHAT_RESTRICTED":                               "У бота нет права писать там",
		"Bad Request: need administrator rights in the channel chat": "У бота нет права писать там",
		"Bad Request: TOPIC_CLOSED":                                  "Тема закрыта",
		"Bad Request: PEER_ID_INVALID":                               "Telegram его не принимает: PEER_ID_INVALID.",
		"Bad Request: something «тайное» in words":                   "Telegram его не принимает.",
	} {
		t.Run(says, func(t *testing.T) {
			inBubble(t, func(s *bubble) {
				s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: int64(bubbleGroup), Kind: "refused", Code: 400, Says: says, Times: -1})
				s.says(talkCentre, "/test desk card")
				s.says(talkCentre, "/test desk card again")
				s.pass(time.Minute)
				read := s.reads(talkHead, "Карточка № 2 не доходит в «Округ»")
				if len(read) != 1 || !strings.Contains(read[0], want) || strings.Contains(read[0], "тайное") {
					t.Errorf("the head reads %q", read)
				}
				if n := s.rows(true); len(n) != 1 || len(s.rows(false)) != 0 {
					t.Errorf("aside: %+v", n)
				}
				s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: talkAuthor, Kind: "refused", Code: 400, Says: "Bad Request: PEER_ID_INVALID"})
				s.says(talkAuthor, "/test mine")
				if read := s.reads(talkCentre, "Карточка № 2 не доходит одному жителю"); len(read) != 1 {
					t.Errorf("the Centre reads %q", read)
				}
			})
		})
	}
}

// A group is bound as long as the bot is in it, whatever it refuses.
func TestADeskIsUnboundOnlyWhenTheBotIsOut(t *testing.T) {
	deleted := sandbox.Fault{Chat: int64(bubbleGroup), Kind: "refused", Code: 403, Says: "Forbidden: the group chat was deleted", Times: 3}
	refuses := func(says string, code int) func(*bubble) {
		return func(s *bubble) {
			s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: int64(bubbleGroup), Kind: "refused", Code: code, Says: says})
		}
	}
	for name, tt := range map[string]struct {
		do      func(*bubble)
		bound   bool
		head    string // what the head reads
		centre  string
		arrives int
	}{
		"no right":           {refuses("Bad Request: not enough rights to send text messages to the chat", 400), true, "Карточка № 2 не доходит в «Округ» (Вяземский", "", 0},
		"not found for once": {refuses("Bad Request: chat not found", 400), true, "Карточка № 2 не доходит в «Округ»", "", 0},
		"out": {func(s *bubble) {
			s.box.Fail(sandbox.Fault{Method: "getUpdates", Kind: "500", Times: 3}) // the refusal comes first
			s.box.SetBotMember(int64(bubbleGroup), "kicked")
		}, false, "", "Бота убрали из группы «Округ»", 0},
		"moving": {func(s *bubble) {
			for _, method := range []string{"sendMessage", "getChatMember"} {
				deleted.Method = method
				s.box.Fail(deleted)
			}
		}, true, "", "", 1},
		"more rights": {func(s *bubble) { s.box.SetBotMember(int64(bubbleGroup), "member") }, true, "", "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(s *bubble) {
				tt.do(s)
				s.says(talkCentre, "/test desk card")
				s.pass(2 * time.Minute)
				s.in(func(tx *storage.Tx) error {
					if bound := storage.Desks.Has(tx, civic.DistrictDesk("vyazemsky")); bound != tt.bound {
						t.Errorf("the desk is bound: %v", bound)
					}
					return nil
				})
				for who, words := range map[int64]string{talkHead: tt.head, talkCentre: tt.centre} {
					if read := s.reads(who, words); words != "" && len(read) != 1 {
						t.Errorf("%d reads %q", who, s.reads(who, ""))
					}
				}
				if n := len(s.reads(int64(bubbleGroup), "test card")); n != tt.arrives {
					t.Errorf("the card came %d times", n)
				}
				if hello := s.reads(int64(bubbleGroup), "Здравствуйте"); len(hello) > 0 {
					t.Errorf("it says %q in its own desk", hello)
				}
			})
		})
	}
}

// What Telegram told to wait waits so long, whatever happens to the program.
func TestAWaitThatOutlivesTheProgram(t *testing.T) {
	inBubble(t, func(s *bubble) {
		for _, who := range []int64{talkAuthor, talkNeighbour, talkHead} {
			s.box.Fail(sandbox.Fault{Method: "sendMessage", Chat: who, Kind: "429", RetryAfter: 60})
			s.says(who, "/test text")
		}
		s.pass(10 * time.Second)
		s.end()
		s.start()
		s.says(talkCentre, "/test text")
		s.pass(20 * time.Second)
		for _, who := range []int64{talkAuthor, talkNeighbour, talkHead, talkCentre} {
			if n := len(s.reads(who, "test text")); n != 0 {
				t.Errorf("%d reads it too soon", who)
			}
		}
		s.pass(time.Minute)
		for _, who := range []int64{talkAuthor, talkNeighbour, talkHead, talkCentre} {
			if n := len(s.reads(who, "test text")); n != 1 {
				t.Errorf("%d reads it %d times", who, n)
			}
		}
	})
}
