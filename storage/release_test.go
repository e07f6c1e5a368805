package storage

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// released unpacks the file of each release; see bot/testdata/releases.
func released(t *testing.T, each func(t *testing.T, path string)) {
	t.Helper()
	unpacked(t, "*", each)
}

// unpacked unpacks the files of some releases.
func unpacked(t *testing.T, of string, each func(t *testing.T, path string)) {
	t.Helper()
	files, err := filepath.Glob("../bot/testdata/releases/" + of + ".db.gz")
	if err != nil || len(files) == 0 {
		t.Fatal("no files of releases", err)
	}
	for _, packed := range files {
		t.Run(filepath.Base(packed), func(t *testing.T) {
			f, err := os.Open(packed)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			r, err := gzip.NewReader(f)
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			path := newFile(t)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			each(t, path)
		})
	}
}

// called is what collections were called by the releases before.
var called = map[string]string{"likenesses": "proofs", "handled": "rounds", "outgoing": "outbox"}

// fedOf are the collections that follow from others: Check makes them anew.
var fedOf = []string{"waiting", "cases"}

// A file of each release is brought to this one's format, with all that was in it: no
// record and no field of one is lost, and every index fits. Where this fails a migration
// is missing, or a wrong one.
func TestFilesOfReleasesAreMigratedWhole(t *testing.T) {
	released(t, func(t *testing.T, path string) {
		before := counted(t, path)
		s := open(t, path, Options{})
		view(t, s, func(tx *Tx) error {
			for _, name := range slices.Sorted(maps.Keys(strict)) {
				was := name
				if old, ok := called[name]; ok && before[name] == 0 {
					was = old
				}
				if n := strict[name](t, tx); n != before[was] && !slices.Contains(fedOf, name) {
					t.Errorf("%s: %d records, there were %d", name, n, before[was])
				}
				delete(before, was)
			}
			return nil
		})
		for _, b := range everything(s.schema) {
			for _, p := range b.places() {
				delete(before, p.name)
			}
		}
		for name, n := range before {
			if strings.Contains(name, ".") {
				continue // an index, which is made of records
			}
			t.Errorf("what has become of the %d entries in %s?", n, name)
		}
		view(t, s, goOnCounting)
		s.Close()
		if f, err := Check(path); err != nil || !f.OK() {
			t.Errorf("%v %+v", err, f)
		}
	})
}

// goOnCounting fails where the next number of a counter is one that a record has already.
func goOnCounting(tx *Tx) error {
	number := func(k OutgoingKey) uint64 { return k.ID }
	return errors.Join(
		reaches(tx, OutboxCounter, Outbox, number), beyond(tx, ActCounter, Acts), beyond(tx, DestructionCounter, Destructions), beyond(tx, ReportCounter, Reports), beyond(tx, RuleCounter, Rules),
		beyond(tx, TemplateCounter, Templates), beyond(tx, LikenessCounter, Likenesses), beyond(tx, JobCounter, Jobs),
		beyond(tx, HandledCounter, Handled), beyond(tx, QuarantineCounter, Quarantine))
}

func beyond[K ~uint64, V any](tx *Tx, counter string, c *Collection[K, V]) error {
	return reaches(tx, counter, c, func(k K) uint64 { return uint64(k) })
}

func reaches[K, V any](tx *Tx, counter string, c *Collection[K, V], number func(K) uint64) error {
	last, _, err := counters.Find(tx, counter)
	if err != nil {
		return err
	}
	for rec, err := range c.All(tx) {
		if err != nil {
			return err
		}
		if number(rec.Key) > last {
			return fmt.Errorf("the counter %s stands at %d, and there is %s %d", counter, last, c.place.name, number(rec.Key))
		}
	}
	return nil
}

// counted counts what is in each bucket.
func counted(t *testing.T, path string) map[string]int {
	t.Helper()
	n := map[string]int{}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(btx *bbolt.Tx) error {
		return btx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(key, _ []byte) error {
				if k, _, _ := cutText(key); string(name) == Values.Name() && uncounted(k) {
					return nil // the cases say it
				}
				n[string(name)]++
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// strict reads the records of each collection and counts them; see [readStrictly].
var strict = map[string]func(*testing.T, *Tx) int{
	"meta": readStrictly(meta), "counters": readStrictly(counters),
	"people": readStrictly(People), "grants": readStrictly(Grants), "invitations": readStrictly(Invitations), "acts": readStrictly(Acts),
	"destructions": readStrictly(Destructions), "reports": readStrictly(Reports), "followers": readStrictly(Followers), "bans": readStrictly(Bans),
	"rules": readStrictly(Rules), "templates": readStrictly(Templates), "likenesses": readStrictly(Likenesses), "sessions": readStrictly(Sessions),
	"desks": readStrictly(Desks), "outgoing": readStrictly(Outbox), "lives": readStrictly(Lives), "timers": readStrictly(Timers),
	"jobs": readStrictly(Jobs), "handled": readStrictly(Handled), "quarantine": readStrictly(Quarantine), "values": readStrictly(Values), "cases": readStrictly(Cases),
	"waiting": readStrictly(Waiting),
}

func TestEveryCollectionIsReadStrictly(t *testing.T) {
	for _, b := range everything(schema) {
		if name := b.places()[0].name; strict[name] == nil {
			t.Errorf("the collection %s is new: put it into strict", name)
		}
	}
}

// readStrictly fails where the type of a record has no place for something that is
// stored, or another value is read of it.
func readStrictly[K, V any](c *Collection[K, V]) func(*testing.T, *Tx) int {
	return func(t *testing.T, tx *Tx) (n int) {
		for key, stored := range tx.walk(&c.place, nil, nil, false) {
			n++
			v, err := c.decode(key, stored)
			if err != nil {
				t.Error(err)
				continue
			}
			again, err := json.Marshal(v)
			if err != nil {
				t.Error(err)
			}
			for _, lost := range losses("", generic(t, stored[:len(stored)-4]), generic(t, again)) {
				t.Errorf("%s %s loses %s", c.place.name, c.name(key), lost)
			}
		}
		return n
	}
}

func generic(t *testing.T, text []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// losses lists what is in one and not in the other.
func losses(path string, was, is any) (all []string) {
	switch was := was.(type) {
	case map[string]any:
		now, _ := is.(map[string]any)
		for k, v := range was {
			all = append(all, losses(path+"."+k, v, now[k])...)
		}
	case []any:
		now, _ := is.([]any)
		for i, v := range was {
			var other any
			if i < len(now) {
				other = now[i]
			}
			all = append(all, losses(path, v, other)...)
		}
	default:
		if !reflect.DeepEqual(was, is) {
			all = append(all, path)
		}
	}
	return all
}
