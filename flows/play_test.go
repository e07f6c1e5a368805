package flows_test

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/storage"
)

func newEngine(t testing.TB) *flows.Engine {
	t.Helper()
	e, err := flows.NewEngine(civic.Smolensk(), nil, subjects.All()...)
	if err != nil {
		t.Fatal(err)
	}
	e.Bot = "veche_bot"
	return e
}

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

// live lets fn act in the world and undoes everything after it. The store has to
// verify at the end.
func live(t testing.TB, s *storage.Store, e *flows.Engine, fn func(*world)) {
	t.Helper()
	e.Strict = true
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

// caught, deferred, lets a panic like that of a collection which is not in the schema fail
// the one test.
func (w *world) caught() {
	w.t.Helper()
	if p := recover(); p != nil {
		w.t.Fatalf("panic: %v\n%s", p, debug.Stack())
	}
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
	return w.engine.Handle(w.tx, in, w.now, fmt.Append(nil, "seed", w.last))
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
func (w *world) report(id civic.ReportID) reports.Report {
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
