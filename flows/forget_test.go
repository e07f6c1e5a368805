package flows_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// work runs the jobs that wait until there are none, and returns what was said.
func (w *world) work() (said []flows.Said) {
	w.t.Helper()
	for range 10 {
		var jobs []storage.Job
		for rec, err := range storage.Jobs.All(w.tx) {
			if err != nil {
				w.t.Fatal(err)
			}
			jobs = append(jobs, rec.Value)
		}
		for _, j := range jobs {
			said = append(said, w.finish(j).Said...)
		}
	}
	return said
}

// finish runs a job and hears what it found.
func (w *world) finish(j storage.Job) *flows.Turn {
	w.t.Helper()
	found, err := w.engine.Run(w.t.Context(), j.Kind, workOn(w.tx, j))
	if err != nil {
		w.t.Fatal(err)
	}
	args, err := json.Marshal(found)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.by(flows.Input{Kind: flows.Finished, Name: j.Kind, Job: j.ID, Args: args})
}

// workOn is what a job has at hand in a test; the messenger gives it no files.
func workOn(tx *storage.Tx, j storage.Job) flows.Work {
	return flows.Work{
		Args: j.Args,
		View: func(do func(*storage.Tx) error) error { return do(tx) },
		Look: func(context.Context, civic.Photo, func(image.Image) error) error { return errors.New("no files here") },
	}
}

// After /forget nothing anywhere names the person, whatever they were and did; what is
// public stays.
func TestForgetLeavesNothing(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, who := range all {
		live(t, store, engine, func(w *world) {
			w.busy()
			w.command(who, "forget")
			if w.session(who, 0).Held != "" {
				w.pick(who, "throw")
			}
			w.pick(who, "yes")
			w.work()
			for _, h := range storage.Holdings(w.tx) {
				for at, err := range h.Found(w.tx, players[who]) {
					t.Errorf("%s is forgotten, and is in %s %s: %v", who, h.Name, at, err)
				}
			}
			if got := w.report(publishedReport).Text; got == "" {
				t.Errorf("%s is forgotten, and what was public is gone", who)
			}
			if who == "author" && w.report(refusedReport).Text != "" {
				t.Error("what nobody had seen stays")
			}
		})
	}
}

// busy lets everybody do what they can, so that each leaves traces.
func (w *world) busy() {
	invite(w, civic.Invitation{Role: civic.Staff, District: here, By: players["centre"], At: w.now})
	w.command("resident", "start i_token")
	w.pick("resident", "yes")
	w.press("moderator", "a:report.ban:1")
	w.pick("moderator", "spam")
	w.press("moderator", "a:report.claim:1")
	w.press("moderator", "a:report.release:1")
	w.press("moderator", "a:report.publish:1")
	w.press("deputy", "a:report.take:2")
	w.press("staff", "a:report.answer:3")
	w.write("staff", "Починим")
	w.press("deputy", "a:report.assign:4")
	w.pick("deputy", number(players["staff"]))
	w.press("deputy", "a:report.note:4")
	w.write("deputy", "Ждём подрядчика")
	w.press("head", "a:report.ask:4")
	w.write("head", "Какой подъезд?")
	w.press("second centre", "a:centre.revoked:22:deputy:gagarinsky")
	w.press("colleague", "a:report.fix_category:2")
	w.do("colleague", inTheGroup("a:report.fix_category:2"))
	w.pick("colleague", "waste")
	w.command("second centre", "bind")
	bind := commanding("bind")
	bind.Chat = -7
	w.do("second centre", bind)
	w.act("second centre", inGroup(choosing("centre")))
	w.command("supervisor", "district")
	w.write("supervisor", "Вязьма")
	w.command("stranger", "report")
}

func inTheGroup(data string) flows.Input {
	in := pressing(data)
	in.Chat = theGroup
	return in
}

// Of a report that nobody has seen not even the words stay that a moderator changed.
func TestForgetTakesTheWordsBeforeAnEdit(t *testing.T) {
	inWorld(t, func(w *world) {
		was := w.report(sentReport).Text
		w.press("moderator", "a:report.edit:1")
		w.write("moderator", "Яма у дома")
		w.press("moderator", "a:report.refuse:1")
		w.pick("moderator", "insult")
		if r := w.report(sentReport); r.Status != reports.Refused || r.Text != "Яма у дома" {
			t.Fatalf("%s: %s", r.Status, r.Text)
		}
		w.command("author", "forget")
		w.pick("author", "yes")
		w.work()
		record := records(t, w.tx)["reports/1"]
		if record == "" || strings.Contains(record, was) || strings.Contains(record, "Яма у дома") {
			t.Errorf("the author of %q is forgotten, and the record is %s", was, record)
		}
	})
}

// The destruction itself is on the record, without the data.
func TestForgettingIsProven(t *testing.T) {
	inWorld(t, func(w *world) {
		w.command("author", "forget")
		w.pick("author", "yes")
		w.work()
		var proofs []civic.Destruction
		for rec, err := range storage.Destructions.All(w.tx) {
			if err != nil {
				t.Fatal(err)
			}
			proofs = append(proofs, rec.Value)
		}
		if !slices.ContainsFunc(proofs, func(d civic.Destruction) bool {
			return d.Basis == "request" && d.Counts["reports"] >= 7 && d.Counts["people"] == 1
		}) {
			t.Errorf("the proof: %+v", proofs)
		}
	})
}

// Records that cannot be read keep nobody from being forgotten: neither who follows such a
// report, nor who wrote many.
func TestForgettingEndsWhateverIsRotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "veche.db")
	in := func(do func(*storage.Tx) error) {
		s, err := storage.Open(path, storage.Options{Mmap: 1 << 24})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		if err := s.Update(do); err != nil {
			t.Fatal(err)
		}
	}
	in(func(tx *storage.Tx) error {
		f := reports.Follower{Report: publishedReport, Person: players["resident"], Joined: true}
		return errors.Join(settle(tx), storage.Followers.Put(tx, storage.FollowerKey{Report: f.Report, Person: f.Person}, f))
	})
	spoilAll(t, path, "reports")
	in(func(tx *storage.Tx) error {
		w := &world{t: t, engine: newEngine(t), tx: tx, now: monday, last: 100}
		for _, who := range []string{"resident", "author"} {
			w.command(who, "forget")
			w.pick(who, "yes")
			w.work()
			if storage.People.Has(tx, players[who]) {
				t.Errorf("%s is still known", who)
			}
		}
		return nil
	})
}

// spoilAll flips a bit of each record of a bucket.
func spoilAll(t *testing.T, path, bucket string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b, all := tx.Bucket([]byte(bucket)), map[string][]byte{}
		err := b.ForEach(func(k, v []byte) error {
			all[string(k)] = bytes.Clone(v)
			return nil
		})
		for k, v := range all {
			v[1] ^= 1
			err = errors.Join(err, b.Put([]byte(k), v))
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
