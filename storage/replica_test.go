package storage

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

// contents is every key of a file with its value, byte for byte, by bucket.
func contents(t testing.TB, path string) map[string]string {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return dump(t, db)
}

func dump(t testing.TB, db *bbolt.DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			all[string(name)] = ""
			return b.ForEach(func(k, v []byte) error {
				all[fmt.Sprintf("%s %q", name, k)] = string(v)
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// differing names what one file has otherwise than the other.
func differing(a, b map[string]string) (out []string) {
	for k := range a {
		if v, ok := b[k]; !ok || v != a[k] {
			out = append(out, k)
		}
	}
	for k := range b {
		if _, ok := a[k]; !ok {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

func same(t testing.TB, a, b map[string]string) {
	t.Helper()
	if d := differing(a, b); len(d) > 0 {
		t.Fatalf("%d keys are not the same in both files: %s", len(d), strings.Join(d[:min(len(d), 5)], ", "))
	}
}

func replica(t testing.TB, path string, l *library) *Replica {
	t.Helper()
	r, err := OpenReplica(path, l.options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// A second file that does each write set, from the first on, is like the first after
// every transaction, whatever is put, deleted, undone and opened anew.
func TestAReplicaIsKeptEqual(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp("", "veche-replica-")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		l := newLibrary()
		second, err := OpenReplica(dir+"/second.db", l.options())
		if err != nil {
			rt.Fatal(err)
		}
		defer second.Close()
		m := &machine{dir: dir, l: l, notes: map[uint64]note{}, before: second.Apply}
		m.open(rt)
		defer func() { m.s.Close() }()
		rt.Repeat(map[string]func(*rapid.T){
			"":      func(rt *rapid.T) { same(t, dump(t, m.s.db), dump(t, second.store.db)) },
			"round": m.Round, "sweep": m.Sweep, "reopen": m.Reopen, "kill": m.Kill,
			"reopen the second": func(rt *rapid.T) {
				second.Close()
				again, err := OpenReplica(dir+"/second.db", l.options())
				if err != nil {
					rt.Fatal(err)
				}
				*second = *again
			},
		})
	})
}

// A copy goes on from where it was made, and can be opened as a file of its own.
func TestACopyGoesOnAsAReplica(t *testing.T) {
	l := newLibrary()
	path, other := newFile(t), newFile(t)
	closed(t, path, l, 10)
	if err := Copy(t.Context(), path, other); err != nil {
		t.Fatal(err)
	}
	second := replica(t, other, l)
	o := l.options()
	o.BeforeCommit = second.Apply
	s := open(t, path, o)
	l.fill(t, s, 300)
	update(t, s, func(tx *Tx) error { return l.notes.Delete(tx, 7) })
	s.Close()
	second.Close()
	same(t, contents(t, path), contents(t, other))
	view(t, open(t, other, l.options()), Verify)
}

// What the hook refuses is not committed; what writes nothing does not reach it.
func TestTheHookHasTheLastWord(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	closed(t, path, l, 3)
	var sets []WriteSet
	refuse := errors.New("the others do not follow")
	o := l.options()
	o.BeforeCommit = func(set WriteSet) error {
		sets = append(sets, set)
		return refuse
	}
	s := open(t, path, o)
	if err := s.Update(func(tx *Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	err := s.Update(func(tx *Tx) error {
		return errors.Join(l.names.Put(tx, "yes", 1), l.names.Put(tx, "yes", 2), l.names.Put(tx, "no", 3), l.names.Delete(tx, "no"))
	})
	if !errors.Is(err, refuse) {
		t.Fatalf("the error is %v", err)
	}
	view(t, s, func(tx *Tx) error {
		if l.names.Has(tx, "yes") {
			t.Error("it was committed")
		}
		return Verify(tx)
	})
	want := []string{"names no 2", "names yes 1", "names.even"}
	if len(sets) != 1 {
		t.Fatalf("the hook was called %d times", len(sets))
	}
	var got []string
	for _, w := range sets[0] {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %d", w.Bucket, strings.TrimSuffix(string(w.Key), "\x00\x01"), w.Op)))
	}
	if !slices.IsSorted(got) || got[0] != want[0] || got[1] != want[1] || s.Stats().Failed != 1 {
		t.Errorf("the writes are %q", got)
	}
}

// One that missed something says so and changes nothing.
func TestAReplicaThatMissedSomethingSaysSo(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	second := replica(t, path, l)
	wantError(t, second.Apply(WriteSet{{Op: Create, Bucket: "names"}, {Op: Put, Bucket: "notes", Key: []byte("k"), Value: []byte("v")}}), "no bucket notes")
	wantError(t, second.Apply(WriteSet{{Op: 9, Bucket: "names"}}), "no bucket names")
	second.Close()
	if all := contents(t, path); len(all) != 0 {
		t.Errorf("there is %v", slices.Collect(maps.Keys(all)))
	}
}
