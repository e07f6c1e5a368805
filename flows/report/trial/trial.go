// Package trial lets the tests of a room of reports act in a small world of their own: a
// store with a few people in office, a clock, and reports that have come as far as a test
// needs them.
package trial

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"path/filepath"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/flows/subjects"
	"veche/storage"
)

// The people of a trial. Residents have given consent.
const (
	Author     civic.PersonID = 3
	Neighbour  civic.PersonID = 4
	Neighbour2 civic.PersonID = 5
	Resident   civic.PersonID = 6
	Head       civic.PersonID = 13
	Moderator  civic.PersonID = 31
	Colleague  civic.PersonID = 32
	Centre     civic.PersonID = 41
)

// District is where the reports of a trial are.
const District civic.DistrictID = "vyazemsky"

// Trial is such a world. Nothing that happens in it is kept.
type Trial struct {
	testing.TB
	Tx     *storage.Tx
	Now    time.Time
	engine *flows.Engine
}

var errUndo = errors.New("undo")

// In lets a test act in a new world, on a Monday at ten. The store has to be sound after it.
func In(t testing.TB, act func(*Trial)) {
	t.Helper()
	engine, err := flows.NewEngine(civic.Smolensk(), nil, subjects.All()...)
	if err != nil {
		t.Fatal(err)
	}
	store, err := storage.Open(filepath.Join(t.TempDir(), "veche.db"), storage.Options{Mmap: 1 << 24})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	err = store.Update(func(tx *storage.Tx) error {
		w := &Trial{TB: t, Tx: tx, Now: time.Date(2026, 11, 23, 10, 0, 0, 0, engine.Region.Zone), engine: engine}
		w.settle()
		act(w)
		return errors.Join(storage.Verify(tx), errUndo)
	})
	if !errors.Is(err, errUndo) || err.Error() != errUndo.Error() {
		t.Errorf("the store is not sound: %v", err)
	}
}

func (w *Trial) settle() {
	for _, id := range []civic.PersonID{Author, Neighbour, Neighbour2, Resident, Head, Moderator, Colleague, Centre} {
		p := civic.Person{ID: id, Language: "ru", Joined: w.Now, Consent: civic.Consented{Version: w.engine.Region.Consent.Version, At: w.Now}}
		w.Must(storage.People.Put(w.Tx, id, p))
	}
	for id, g := range map[civic.PersonID]civic.Grant{Head: {Role: civic.Head, District: District}, Moderator: {Role: civic.Moderator},
		Colleague: {Role: civic.Moderator}, Centre: {Role: civic.Centre}} {
		g.Person, g.By, g.At = id, Centre, w.Now
		w.Must(storage.Grants.Put(w.Tx, storage.KeyOf(g), g))
	}
}

// Must fails the test with an error.
func (w *Trial) Must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// Turn is one of a person, for what is called without the engine.
func (w *Trial) Turn(who civic.PersonID) *flows.Turn {
	w.Helper()
	roles, err := flows.RolesOf(w.Tx, who)
	w.Must(err)
	t := w.engine.Turn(w.Tx, flows.Input{Person: who, Language: "ru"}, w.Now)
	t.Roles = roles
	return t
}

// Filed is a report of the author that went through the moves: the Centre's, but for those
// of authors.
func (w *Trial) Filed(moves ...reports.Event) civic.ReportID {
	w.Helper()
	draft := reports.Report{District: District, Category: "roads", Text: "Яма у школы", Place: civic.Place{Words: "Ленина"}}
	r, err := casework.File(w.Turn(Author), draft)
	w.Must(err)
	for _, e := range moves {
		w.Move(r.ID, e)
	}
	return r.ID
}

// Move makes a move of a report, and returns what was said.
func (w *Trial) Move(id civic.ReportID, e reports.Event) []flows.Said {
	w.Helper()
	t := w.Turn(Centre)
	if e.What.Authors() {
		t = w.Turn(Author)
	}
	_, err := casework.Move(t, id, e.What, e)
	w.Must(err)
	return t.Said
}

// Forgets takes somebody out of every report, and returns what was said.
func (w *Trial) Forgets(who civic.PersonID) []flows.Said {
	w.Helper()
	t := w.Turn(who)
	for _, h := range storage.Holdings(t.Tx) {
		if h.Name == storage.Reports.Name() {
			_, err := t.Forget(who, h, 100)
			w.Must(err)
		}
	}
	return t.Said
}

// Report reads a report.
func (w *Trial) Report(id civic.ReportID) reports.Report {
	w.Helper()
	r, err := storage.Reports.Get(w.Tx, id)
	w.Must(err)
	return r
}

// Press lets a person press a button in private, and returns what came of it, the notice
// first.
func (w *Trial) Press(who civic.PersonID, a flows.ActionName, values ...any) []string {
	w.Helper()
	return w.act(flows.Input{Kind: flows.Press, Person: who, Data: a.Button("", values...).Data, Query: "q"})
}

// Write lets a person write in private.
func (w *Trial) Write(who civic.PersonID, text string) []string {
	w.Helper()
	return w.act(flows.Input{Kind: flows.Text, Person: who, Text: text})
}

func (w *Trial) act(in flows.Input) []string {
	w.Helper()
	in.Chat, in.Message, in.Language, in.At = storage.Private(in.Person), 100, "ru", w.Now
	t, err := w.engine.Handle(w.Tx, in, w.Now, []byte("seed"))
	w.Must(err)
	keys := Keys(t.Said)
	if t.Notice != nil {
		keys = append([]string{"!" + t.Notice.Key}, keys...)
	}
	return keys
}

// Until turns the clock and lets every timer on the way do its work.
func (w *Trial) Until(end time.Time) (said []flows.Said) {
	w.Helper()
	for range 1000 {
		var due *storage.Timer
		for rec, err := range storage.TimersDue.Each(w.Tx, nil, storage.Span{Limit: 1}) {
			w.Must(err)
			due = &rec.Value
		}
		if due == nil || due.Due.After(end) {
			w.Now = end
			return said
		}
		if due.Due.After(w.Now) {
			w.Now = due.Due
		}
		w.Must(storage.Timers.Delete(w.Tx, due.Name))
		said = append(said, w.Due(*due)...)
	}
	w.Fatal("a timer comes again and again")
	return nil
}

// Due lets a timer do its work.
func (w *Trial) Due(timer storage.Timer) []flows.Said {
	w.Helper()
	t, err := w.engine.Handle(w.Tx, flows.Input{Kind: flows.Due, Name: timer.Kind, Args: timer.Args, At: w.Now}, w.Now, nil)
	w.Must(err)
	return t.Said
}

// Keys are those of what was said.
func Keys(said []flows.Said) (keys []string) {
	for _, s := range said {
		keys = append(keys, s.Message.Key)
	}
	return keys
}

// Spread lets every broadcast that is on its way come to its end.
func (w *Trial) Spread() {
	w.Helper()
	for range 1000 {
		var next *storage.Timer
		for rec, err := range storage.Timers.All(w.Tx, storage.Range[string]{Prefix: []byte("broadcast/"), Limit: 1}) {
			w.Must(err)
			next = &rec.Value
		}
		if next == nil {
			return
		}
		w.Must(storage.Timers.Delete(w.Tx, next.Name))
		w.Due(*next)
	}
	w.Fatal("a broadcast does not end")
}

// Work does the jobs that wait; the messenger has no files for them.
func (w *Trial) Work() {
	w.Helper()
	for rec, err := range storage.Jobs.All(w.Tx) {
		w.Must(err)
		job := rec.Value
		found, err := w.engine.Run(w.Context(), job.Kind, flows.Work{Args: job.Args,
			View: func(do func(*storage.Tx) error) error { return do(w.Tx) },
			Look: func(context.Context, civic.Photo, func(image.Image) error) error { return errors.New("no files here") }})
		w.Must(err)
		args, err := json.Marshal(found)
		w.Must(err)
		_, err = w.engine.Handle(w.Tx, flows.Input{Kind: flows.Finished, Name: job.Kind, Job: job.ID, Args: args}, w.Now, nil)
		w.Must(err)
	}
}
