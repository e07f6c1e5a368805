package courier

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/bot/sandbox"
	"veche/bot/wire"
	"veche/storage"
)

const (
	resident  = 501
	neighbour = 502
)

// post is the courier with the real client, before a sandbox over HTTP.
type post struct {
	*Courier
	box *sandbox.Sandbox

	mu    sync.Mutex
	lives map[string]storage.Live
	got   []Receipt
	came  chan struct{}
}

func newPost(t testing.TB) *post {
	t.Helper()
	p := &post{box: sandbox.New(sandbox.Options{Description: os.Getenv("VECHE_BOT_API")}), lives: map[string]storage.Live{}, came: make(chan struct{}, 10_000)}
	server := httptest.NewServer(p.box)
	c, err := wire.New(server.URL, sandbox.DefaultToken)
	if err != nil {
		t.Fatal(err)
	}
	p.Courier = newCourier(postman{c}, Options{Free: true, Load: p.load, Receipts: p.receive})
	t.Cleanup(func() {
		p.Close(context.Background())
		c.Close()
		p.box.Close()
		server.Close()
		if problems := p.box.Problems(); len(problems) > 0 {
			t.Errorf("faulty requests: %v", problems)
		}
	})
	for id, name := range map[int64]string{resident: "Анна", neighbour: "Борис"} {
		p.box.AddPerson(sandbox.Person{ID: id, FirstName: name})
		p.box.Start(id, "")
	}
	return p
}

func (p *post) load(chat storage.ChatID, name string) (storage.Live, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	live, ok := p.lives[name]
	return live, ok && live.Chat == chat, nil
}

func (p *post) receive(r Receipt) {
	p.mu.Lock()
	p.got = append(p.got, r)
	p.mu.Unlock()
	p.came <- struct{}{}
}

// deliver puts rows and waits for as many receipts, which it returns.
func (p *post) deliver(t testing.TB, rows ...storage.Outgoing) []Receipt {
	t.Helper()
	p.Put(rows...)
	return p.await(t, len(rows))
}

func (p *post) await(t testing.TB, n int) []Receipt {
	t.Helper()
	for range n {
		select {
		case <-p.came:
		case <-time.After(20 * time.Second):
			t.Fatalf("waited too long; Receipts: %v", p.got)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.got[len(p.got)-n:])
}

// reads is a chat as its people see it, the bot's messages only.
func (p *post) reads(chat int64) string {
	var all []string
	for _, m := range p.box.Messages(chat) {
		if m.From == nil || m.From.ID != p.box.Bot().ID {
			continue
		}
		all = append(all, shows(m))
	}
	return strings.Join(all, " | ")
}

func shows(m sandbox.Message) string {
	var parts []string
	add := func(is bool, format string, args ...any) {
		if is {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	add(m.ReplyTo != nil, "re")
	add(m.Thread != 0, "#%d", m.Thread)
	add(m.AlbumID != "", "album")
	add(m.Photo != nil, "photo")
	add(m.Voice != nil, "voice")
	add(m.Document != nil, "file")
	add(m.Location != nil, "state")
	add(m.Text+m.Caption != "", "%s", m.Text+m.Caption)
	if m.Markup != nil {
		for _, row := range m.Markup.Inline {
			for _, b := range row {
				add(true, "[%s]", b.Text)
			}
		}
	}
	if k := m.Keyboard; k != nil {
		add(k.ForceReply, "force")
		add(k.Remove, "remove")
		for _, row := range k.Keys {
			for _, b := range row {
				add(true, "{%s}", b.Text)
			}
		}
	}
	return strings.Join(parts, " ")
}

// given are photos and a voice that the bot has seen, so that it can send them.
func (p *post) given(t testing.TB) (photos []string, voice string) {
	t.Helper()
	p.box.Send(sandbox.Post{As: neighbour, Photos: [][]byte{nil, nil, nil}})
	p.box.Send(sandbox.Post{As: neighbour, Voice: &sandbox.File{Duration: 1, Size: 100}})
	for _, m := range p.box.Messages(neighbour) {
		if len(m.Photo) > 0 {
			photos = append(photos, m.Photo[len(m.Photo)-1].FileID)
		}
		if m.Voice != nil {
			voice = m.Voice.FileID
		}
	}
	if len(photos) != 3 || voice == "" {
		t.Fatalf("the sandbox has photos %v and voice %q", photos, voice)
	}
	return photos, voice
}

func TestEveryKindOfMessageArrives(t *testing.T) {
	photos, voice := []string(nil), ""
	buttons := [][]storage.Button{{{Text: "Дальше", Data: "next"}, {Text: "Сайт", URL: "https://example.org/"}}}
	keys := &storage.Keyboard{Rows: [][]storage.Key{{{Text: "Где я", Locate: true}}, {{Text: "Меню"}}}, Once: true, Hint: "Что случилось?"}
	for _, tt := range []struct {
		name  string
		m     func() storage.Message
		reads string
	}{
		{"words", func() storage.Message { return storage.Message{Text: "<b>Да</b> &amp; нет"} }, "Да & нет"},
		{"buttons", func() storage.Message { return storage.Message{Text: "Что?", Buttons: buttons} }, "Что? [Дальше] [Сайт]"},
		{"keyboard", func() storage.Message { return storage.Message{Text: "Где?", Keyboard: keys} }, "Где? {Где я} {Меню}"},
		{"no keyboard", func() storage.Message {
			return storage.Message{Text: "Всё", Keyboard: &storage.Keyboard{Remove: true}}
		}, "Всё remove"},
		{"asks", func() storage.Message { return storage.Message{Text: "Почему?", Force: true} }, "Почему? force"},
		{"reply", func() storage.Message { return storage.Message{Text: "Да", ReplyTo: 1} }, "re Да"},
		{"reply to nothing", func() storage.Message { return storage.Message{Text: "Да", ReplyTo: 999} }, "Да"},
		{"photo", func() storage.Message { return storage.Message{Text: "Яма", Photos: photos[:1]} }, "photo Яма"},
		{"photo and buttons", func() storage.Message { return storage.Message{Text: "Яма", Photos: photos[:1], Buttons: buttons} }, "photo | Яма [Дальше] [Сайт]"},
		{"album", func() storage.Message { return storage.Message{Text: "Ямы", Photos: photos, ReplyTo: 1} }, "re album photo | re album photo | re album photo | Ямы"},
		{"voice", func() storage.Message { return storage.Message{Text: "Слова", Voice: voice} }, "voice Слова"},
		{"file", func() storage.Message {
			return storage.Message{Text: "Отчёт", File: &storage.File{Name: "a.csv", Data: []byte("1;2")}}
		}, "file Отчёт"},
		{"state", func() storage.Message {
			return storage.Message{Text: "Здесь", Point: &storage.Point{Lat: 54.78, Lon: 32.04}}
		}, "Здесь | state"},
		{"edit of what is gone", func() storage.Message { return storage.Message{Text: "Новое", Edit: 999} }, "Новое"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPost(t)
			photos, voice = p.given(t)
			m := tt.m()
			got := p.deliver(t, storage.Outgoing{ID: 1, Chat: resident, Message: m})
			if s := p.reads(resident); s != tt.reads {
				t.Errorf("Anna reads %q, want %q", s, tt.reads)
			}
			if got[0].Outcome != Delivered || got[0].Message == 0 {
				t.Errorf("receipt %v %d: %v", got[0].Outcome, got[0].Message, got[0].Err)
			}
		})
	}
}

func TestLiveMessage(t *testing.T) {
	p := newPost(t)
	photos, _ := p.given(t)
	card := storage.Outgoing{ID: 1, Chat: resident, Live: "card"}
	say := func(text string, id int) Receipt {
		p.mu.Lock()
		p.lives["card"] = storage.Live{Chat: resident, ID: id, Wanted: storage.Message{Text: text, Photos: photos}}
		p.mu.Unlock()
		card.ID++
		return p.deliver(t, card)[0]
	}
	first := say("Отправлено", 0)
	if first.Message == 0 || first.Shown.Text != "Отправлено" {
		t.Fatalf("receipt %+v", first)
	}
	if again := say("Принято", first.Message); again.Message != first.Message {
		t.Errorf("the edit has id %d, the card %d", again.Message, first.Message)
	}
	say("Принято", first.Message) // not modified
	if got, want := p.reads(resident), "album photo | album photo | album photo | Принято"; got != want {
		t.Errorf("Anna reads %q, want %q", got, want)
	}
	if anew := say("Решено", 999); anew.Message == 999 || anew.Outcome != Delivered {
		t.Errorf("a card that is gone: %+v", anew)
	}
	if r := p.deliver(t, storage.Outgoing{ID: 9, Chat: resident, Live: "forgotten"})[0]; r.Outcome != Delivered || r.Message != 0 {
		t.Errorf("a forgotten card: %+v", r)
	}
}

func TestGroupThatMoved(t *testing.T) {
	p := newPost(t)
	old := p.box.AddGroup(sandbox.Group{Title: "Модераторы", Kind: "group", Members: []int64{resident}, Bot: "member"})
	p.lives["card"] = storage.Live{Chat: storage.ChatID(old), ID: 2, Wanted: storage.Message{Text: "Карточка"}} // in the new group 2 is another message
	to := p.box.Migrate(old)
	chat := storage.ChatID(old)
	rows := []storage.Outgoing{row(1, chat, storage.Reply, "раз"), {ID: 2, Chat: chat, Live: "card"}, row(3, chat, storage.Reply, "три")}
	rows[2].Message.Edit = 77
	p.Put(rows...)
	var got []string
	for _, r := range p.await(t, 4) {
		got = append(got, fmt.Sprint(r.Row.ID, r.Outcome, r.MovedTo == storage.ChatID(to), r.Row.Chat == storage.ChatID(to), r.Former == chat))
	}
	want(t, "receipts", got, []string{"1 moved true false false", "1 delivered false true true", "2 delivered false true true", "3 delivered false true true"})
	if s := p.reads(to); s != "раз | Карточка | три" {
		t.Errorf("the new group reads %q", s)
	}
	if r := p.deliver(t, row(4, chat, storage.Reply, "четыре"))[0]; r.Row.Chat != storage.ChatID(to) || r.Former != chat {
		t.Errorf("a row put under the old number: %+v", r)
	}
	if s := p.reads(to); s != "раз | Карточка | три | четыре" {
		t.Errorf("the new group reads %q", s)
	}
}

func TestTopics(t *testing.T) {
	p := newPost(t)
	group := p.box.AddGroup(sandbox.Group{Title: "Район", Forum: true, Members: []int64{resident}, Bot: "administrator"})
	gone := row(1, storage.ChatID(group), storage.Reply, "в тему")
	gone.Message.Thread = 4711
	general := row(2, storage.ChatID(group), storage.Reply, "в общую")
	general.Message.Thread = 1
	for _, r := range p.deliver(t, gone, general) {
		if r.Outcome != Delivered {
			t.Errorf("row %d is %v: %v", r.Row.ID, r.Outcome, r.Err)
		}
	}
	if s := p.reads(group); s != "в тему | в общую" {
		t.Errorf("the group reads %q", s)
	}
}

func TestLeaveAndAnswerPress(t *testing.T) {
	p := newPost(t)
	group := p.box.AddGroup(sandbox.Group{Title: "Чужие", Members: []int64{neighbour}, Bot: "member"})
	bye := storage.Outgoing{ID: 1, Chat: storage.ChatID(group), Message: storage.Message{Leave: true}}
	if r := p.deliver(t, bye)[0]; r.Outcome != Delivered {
		t.Errorf("leaving is %v: %v", r.Outcome, r.Err)
	}
	ask := row(2, resident, storage.Reply, "Да?")
	ask.Message.Buttons = [][]storage.Button{{{Text: "Да", Data: "yes"}}}
	id := p.deliver(t, ask)[0].Message
	query, err := p.box.Press(resident, resident, int64(id), "yes")
	if err != nil {
		t.Fatal(err)
	}
	p.Answer(query, "Уже нажато", true)
	p.Close(t.Context())
	if n := p.box.Notices(resident); len(n) != 1 || n[0].Text != "Уже нажато" {
		t.Errorf("Anna was shown %v", n)
	}
}

// What each fault of the messenger means for what people read.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		fault sandbox.Fault
		reads string
		want  []string
	}{
		{sandbox.Fault{Kind: "429", RetryAfter: 1}, "a | b", []string{"1 delivered", "2 delivered"}},
		{sandbox.Fault{Kind: "500", Times: 2}, "a | b", []string{"1 delivered", "2 delivered"}},
		{sandbox.Fault{Kind: "garbage"}, "a | b", []string{"1 delivered", "2 delivered"}},
		{sandbox.Fault{Kind: "slow", Delay: 200 * time.Millisecond}, "a | b", []string{"1 delivered", "2 delivered"}},
		{sandbox.Fault{Kind: "cut-before"}, "a | b", []string{"1 delivered", "2 delivered"}},
		{sandbox.Fault{Kind: "cut-after"}, "a | a | b", []string{"1 delivered", "2 delivered"}}, // at least once
		{sandbox.Fault{Kind: "odd"}, "a | b", []string{"1 delivered", "2 delivered"}},
		{sandbox.Fault{Kind: "403"}, "", []string{"1 unreachable", "2 unreachable"}},
	} {
		t.Run(tt.fault.Kind, func(t *testing.T) {
			t.Parallel()
			p := newPost(t)
			p.box.Fail(tt.fault)
			var got []string
			for _, r := range p.deliver(t, row(1, resident, storage.Reply, "a"), row(2, resident, storage.Reply, "b")) {
				got = append(got, fmt.Sprint(r.Row.ID, " ", r.Outcome))
			}
			want(t, "receipts", got, tt.want)
			if s := p.reads(resident); s != tt.reads {
				t.Errorf("Anna reads %q, want %q", s, tt.reads)
			}
		})
	}
}

func BenchmarkDeliver(b *testing.B) {
	p := newPost(b)
	const chats = 1000
	for i := range int64(chats) {
		p.box.AddPerson(sandbox.Person{ID: 1000 + i})
		p.box.Start(1000+i, "")
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		p.Put(row(uint64(i+1), storage.ChatID(1000+i%chats), storage.Reply, "Ваше обращение принято, номер 15."))
	}
	for range b.N {
		<-p.came
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sends/s")
}
