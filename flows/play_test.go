package flows_test

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/casework"
	"veche/flows/centre"
	"veche/flows/civic"
	"veche/flows/handover"
	"veche/flows/head"
	"veche/flows/moderation"
	"veche/flows/neighbours"
	"veche/flows/profile"
	"veche/flows/queue"
	"veche/flows/report"
	"veche/storage"
)

// conversations are those of main.go.
func conversations() []flows.Conversation {
	return []flows.Conversation{
		report.Conversation(), neighbours.Conversation(), queue.Conversation(), centre.Conversation(), profile.Conversation(),
		moderation.Conversation(), head.Conversation(), handover.Conversation(), casework.Conversation(),
	}
}

func newEngine(t testing.TB) *flows.Engine {
	t.Helper()
	e, err := flows.NewEngine(civic.Smolensk(), nil, profile.Gate(), conversations()...)
	if err != nil {
		t.Fatal(err)
	}
	e.Bot = "veche_bot"
	return e
}

// The districts and the group of the tests.
const (
	here  civic.DistrictID = "vyazemsky"
	there civic.DistrictID = "gagarinsky"

	theGroup storage.ChatID = -1001
)

// players are the people of the tests by what they are.
var players = map[string]civic.PersonID{
	"stranger": 1, // has not given consent
	"resident": 2, "author": 3,
	"staff": 11, "deputy": 12, "head": 13, "supervisor": 14,
	"staff there": 21, "deputy there": 22, "head there": 23, "supervisor there": 24,
	"moderator": 31, "colleague": 32, // another moderator
	"centre": 41, "second centre": 42,
}

func everyone() []string { return slices.Sorted(maps.Keys(players)) }

// The reports of the tests, all by the author.
const (
	sentReport civic.ReportID = iota + 1
	publishedReport
	takenReport
	answeredReport
	doneReport
	refusedReport
	withdrawnReport
	askedReport    // its author is asked something
	hoppedReport   // was passed on twice
	referredReport // a moderator is to decide whose it is
)

// spokenReport is a voice message that nobody has typed out yet.
const spokenReport civic.ReportID = 50

// world is an engine on a store in which the players live. Everything happens in one
// transaction that is never committed, so that every test begins in the same world.
type world struct {
	t      testing.TB
	engine *flows.Engine
	tx     *storage.Tx
	now    time.Time
	last   int // message
}

var errUndo = errors.New("undo")

// stage is a store with the players in it.
func stage(t testing.TB) *storage.Store {
	t.Helper()
	s, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{Mmap: 1 << 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Update(settle); err != nil {
		t.Fatal(err)
	}
	return s
}

// monday is a working day in the daytime.
var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, civic.Smolensk().Zone)

// live lets fn act in the world and undoes everything after it. The store has to
// verify at the end.
func live(t testing.TB, s *storage.Store, e *flows.Engine, fn func(*world)) {
	t.Helper()
	err := s.Update(func(tx *storage.Tx) error {
		w := &world{t: t, engine: e, tx: tx, now: monday, last: 100}
		fn(w)
		if err := storage.Verify(tx); err != nil {
			t.Errorf("the store is not sound: %v", err)
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
}

func settle(tx *storage.Tx) error {
	for name, id := range players {
		if name == "stranger" {
			continue
		}
		p := civic.Person{ID: id, Language: "ru", Joined: monday.AddDate(0, -1, 0), Consent: civic.Consented{Version: civic.Smolensk().Consent.Version, At: monday.AddDate(0, -1, 0)}}
		if err := storage.People.Put(tx, id, p); err != nil {
			return err
		}
		g := office(name)
		if g.Role == "" {
			continue
		}
		if err := storage.Grants.Put(tx, storage.KeyOf(g), g); err != nil {
			return err
		}
	}
	for id, moves := range map[civic.ReportID][]civic.Move{
		sentReport:      {civic.File},
		publishedReport: {civic.File, civic.Publish},
		takenReport:     {civic.File, civic.Publish, civic.Take},
		answeredReport:  {civic.File, civic.Publish, civic.Take, civic.Answer},
		doneReport:      {civic.File, civic.Publish, civic.Close},
		refusedReport:   {civic.File, civic.Refuse},
		withdrawnReport: {civic.File, civic.Withdraw},
		spokenReport:    {civic.File},
		askedReport:     {civic.File, civic.Publish, civic.Ask},
		hoppedReport:    {civic.File, civic.Publish, civic.HandOver, civic.HandOver},
		referredReport:  {civic.File, civic.Publish, civic.HandOver, civic.HandOver, civic.Refer},
	} {
		if err := lead(tx, id, moves); err != nil {
			return err
		}
	}
	if err := joins(tx, takenReport); err != nil {
		return err
	}
	if _, err := storage.Next(tx, storage.ReportCounter); err != nil {
		return err
	}
	for range int(referredReport) {
		if _, err := storage.Next(tx, storage.ReportCounter); err != nil {
			return err
		}
	}
	channel := storage.Desk{Name: "channel/-1005", Chat: -1005, Title: "Лента", Language: "ru", By: players["centre"], At: monday}
	if err := storage.Desks.Put(tx, channel.Name, channel); err != nil {
		return err
	}
	for id, owner := range map[uint64]civic.PersonID{1: players["staff"], 2: 0} {
		if _, err := storage.Next(tx, storage.TemplateCounter); err != nil {
			return err
		}
		x := civic.Template{ID: id, District: here, Owner: owner, Name: "Заявка", Text: "№ {номер}: до {срок}"}
		if err := storage.Templates.Put(tx, id, x); err != nil {
			return err
		}
	}
	return storage.Desks.Put(tx, flows.Moderators, storage.Desk{Name: flows.Moderators, Chat: theGroup, Title: "Модераторы", Language: "ru", By: players["centre"], At: monday})
}

// office is the role that a player's name says.
func office(name string) civic.Grant {
	g := civic.Grant{Person: players[name], By: players["centre"], At: monday.AddDate(0, -1, 0)}
	role, far := strings.CutSuffix(name, " there")
	switch role {
	case "staff", "deputy", "head", "supervisor":
		g.Role, g.District = civic.Role(role), here
		if far {
			g.District = there
		}
	case "moderator", "colleague":
		g.Role = civic.Moderator
	case "centre", "second centre":
		g.Role = civic.Centre
	}
	return g
}

// joins makes the resident somebody who has the same problem, at a spot of their own.
func joins(tx *storage.Tx, id civic.ReportID) error {
	r, err := storage.Reports.Get(tx, id)
	if err != nil {
		return err
	}
	r.Joined, r.Spots, r.Numbered = 1, 1, 1
	f := civic.Follower{Report: id, Person: players["resident"], At: monday, Joined: true, N: 1, Words: "И у нас яма",
		Place: civic.Place{Words: "Ленина, 14"}, Photos: []civic.Photo{{ID: "p2", Unique: "u2"}}}
	if err := storage.Followers.Put(tx, storage.FollowerKey{Report: id, Person: f.Person}, f); err != nil {
		return err
	}
	return storage.Reports.Put(tx, id, r)
}

// lead puts a report that has gone through the moves.
func lead(tx *storage.Tx, id civic.ReportID, moves []civic.Move) error {
	r := civic.Report{ID: id, Author: players["author"], District: here, Category: "roads", Text: "Яма у школы", Status: civic.Draft,
		Photos: []civic.Photo{{ID: "p1", Unique: "u1"}}, Place: civic.Place{Point: &civic.Point{Lat: 55.21, Lon: 34.29}, Words: "ул. Ленина"}}
	if id == spokenReport {
		r.Text, r.Voice = "", "voice"
	}
	by := map[civic.Move]string{civic.File: "author", civic.Withdraw: "author", civic.Publish: "moderator", civic.Refuse: "moderator"}
	at := monday.AddDate(0, 0, -3)
	r.Sent = at
	for i, m := range moves {
		var err error
		if r.Status, err = r.Status.Next(m); err != nil {
			return err
		}
		who := by[m]
		if who == "" {
			who = "head"
		}
		role := office(who).Role
		if role == "" {
			role = civic.Resident
		}
		e := civic.Event{At: at.Add(time.Duration(i) * time.Hour), What: m, By: players[who], Role: role}
		if m == civic.Answer || m == civic.Close || m == civic.Refuse {
			e.Text = "Сделаем"
		}
		r.Timeline = append(r.Timeline, e)
		if role != civic.Resident {
			n, err := storage.Next(tx, storage.ActCounter)
			if err != nil {
				return err
			}
			a := civic.Act{ID: n, At: e.At, Person: e.By, Role: role, What: string(m), Report: id, Place: here}
			if err := storage.Acts.Put(tx, n, a); err != nil {
				return err
			}
		}
		switch m {
		case civic.Ask:
			r.Asked = e.At
		case civic.HandOver:
			r.Hops++
		case civic.Refer:
			r.Referred = true
		}
		if m == civic.Close { // for the second time, and the author said something the first time
			r.Verdict = civic.Poll{Round: 2, Until: monday.AddDate(0, 0, 4)}
			f := civic.Follower{Report: id, Person: r.Author, At: at, Verdicts: []civic.Verdict{{Round: 1, Says: civic.Partly, At: at}}}
			if err := storage.Followers.Put(tx, storage.FollowerKey{Report: id, Person: f.Person}, f); err != nil {
				return err
			}
		}
		if m == civic.Publish {
			r.FirstDue, r.FinalDue = monday.AddDate(0, 0, 1), monday.AddDate(0, 0, 20)
		}
	}
	return storage.Reports.Put(tx, id, r.Stemmed())
}

// do lets somebody do something, in private where in does not say where.
func (w *world) do(who string, in flows.Input) *flows.Turn {
	w.t.Helper()
	turn, err := w.try(who, in)
	if err != nil {
		w.t.Fatalf("%s, %s: %v", who, describe(in), err)
	}
	return turn
}

func (w *world) try(who string, in flows.Input) (turn *flows.Turn, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if in.Person == 0 {
		in.Person = players[who]
	}
	if in.Chat == 0 {
		in.Chat = storage.Private(in.Person)
	}
	in.Group = in.Chat < 0
	if in.Message == 0 {
		w.last++
		in.Message = w.last
	}
	if in.Language == "" {
		in.Language = "ru"
	}
	in.At = w.now
	return w.engine.Handle(w.tx, in, w.now, []byte("seed"))
}

func describe(in flows.Input) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s %s %s %q", in.Kind, in.Command, in.Payload, in.Label, in.Text+in.Data))
}

func (w *world) press(who, data string) *flows.Turn {
	w.t.Helper()
	return w.do(who, pressing(data))
}

// pick presses the button of the question that stands, by its value.
func (w *world) pick(who, value string) *flows.Turn {
	w.t.Helper()
	return w.press(who, w.data(who, 0, value))
}

// data is what the button of the person's question carries.
func (w *world) data(who string, chat storage.ChatID, value string) string {
	s := w.session(who, chat)
	return "q:" + flows.Mark(&s) + ":" + value
}

func (w *world) write(who, text string) *flows.Turn {
	w.t.Helper()
	return w.do(who, flows.Input{Kind: flows.Text, Text: text})
}

func (w *world) command(who, name string) *flows.Turn {
	w.t.Helper()
	return w.do(who, commanding(name))
}

func pressing(data string) flows.Input  { return flows.Input{Kind: flows.Press, Data: data, Query: "q"} }
func writing(text string) flows.Input   { return flows.Input{Kind: flows.Text, Text: text} }
func choosing(value string) flows.Input { return flows.Input{Kind: flows.Press, Data: "=" + value} }
func label(key string) flows.Input      { return flows.Input{Kind: flows.Text, Text: "…", Label: key} }

func commanding(name string) flows.Input {
	name, payload, _ := strings.Cut(name, " ")
	return flows.Input{Kind: flows.Command, Command: name, Payload: payload}
}

func picture(id, album string) flows.Input {
	return flows.Input{Kind: flows.Photo, Photo: civic.Photo{ID: id, Unique: "unique " + id}, Album: album}
}

// act does what an input says; a press of "=value" is that of the question's button.
func (w *world) act(who string, in flows.Input) *flows.Turn {
	w.t.Helper()
	if value, ok := strings.CutPrefix(in.Data, "="); ok && in.Kind == flows.Press {
		in.Data, in.Query = w.data(who, in.Chat, value), "q"
	}
	return w.do(who, in)
}

// session is where a player stands; the zero chat is the private one.
func (w *world) session(who string, chat storage.ChatID) storage.Session {
	w.t.Helper()
	if chat == 0 {
		chat = storage.Private(players[who])
	}
	s, _, err := storage.Sessions.Find(w.tx, storage.SessionKey{Chat: chat, Person: players[who]})
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// at fails unless the player stands at the state of the form: "report/text", "" for
// none.
func (w *world) at(who, want string) {
	w.t.Helper()
	s := w.session(who, 0)
	got := s.Flow
	if s.Flow != "" {
		got += "/" + s.State
	}
	if got != want {
		w.t.Errorf("%s stands at %q, want %q", who, got, want)
	}
}

// report reads a report.
func (w *world) report(id civic.ReportID) civic.Report {
	w.t.Helper()
	r, err := storage.Reports.Get(w.tx, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// keys are the keys of everything that a turn said, in order; a notice comes first
// with an exclamation mark.
func keys(t *flows.Turn) []string {
	var out []string
	if t.Notice != nil {
		out = append(out, "!"+t.Notice.Key)
	}
	for _, s := range t.Said {
		out = append(out, s.Message.Key)
	}
	return out
}

// says fails unless the turn said exactly this.
func (w *world) says(turn *flows.Turn, want ...string) {
	w.t.Helper()
	if got := keys(turn); !slices.Equal(got, want) {
		w.t.Errorf("said %q, want %q", got, want)
	}
}
