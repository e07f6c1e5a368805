package storage

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

func names(schema []bucket) (all []string) {
	for _, b := range everything(schema) {
		for _, p := range b.places() {
			all = append(all, p.name)
		}
	}
	return all
}

// testdata/format-1 lists the buckets of the first release. A file with them has to
// become, by the migrations alone, what a new file is.
func TestMigrationsAreComplete(t *testing.T) {
	list, err := os.ReadFile("testdata/format-1")
	if err != nil {
		t.Fatal(err)
	}
	path := newFile(t)
	first := Options{schema: []bucket{}, migrations: nil}
	s := open(t, path, first)
	err = s.db.Update(func(btx *bbolt.Tx) error {
		for _, name := range strings.Fields(string(list)) {
			if _, err := btx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	s.Close()
	if err != nil {
		t.Fatal(err)
	}
	s, err = Open(path, Options{})
	if err != nil {
		t.Fatalf("%v\nA collection or index was added: write the migration that makes it", err)
	}
	defer s.Close()
	known := strings.Join(names(schema), " ") + " "
	view(t, s, func(tx *Tx) error {
		return tx.bolt.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			if !strings.Contains(known, string(name)+" ") {
				t.Errorf("bucket %s is in no schema: a migration should remove it", name)
			}
			return nil
		})
	})
}

func TestMigrationsAreNumberedInOrder(t *testing.T) {
	for i, m := range migrations {
		if m.N != i+2 || m.Name == "" {
			t.Errorf("migration %d (%s) stands in place %d", m.N, m.Name, i+2)
		}
	}
}

// later is the library of a next release: with one more collection, made by a step
// that may fail.
func later(l *library, err error) Options {
	o := l.options()
	o.schema = append(o.schema, NewCollection[string, string]("later", Text[string]()))
	o.migrations = []migration{{2, "later", []step{func(p *piece) error {
		return errors.Join(p.create(&place{name: "later"}), err)
	}}}}
	return o
}

func TestAnOlderFileIsMigratedAndACopyKept(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	closed(t, path, l, 10)
	o := later(l, nil)
	s := open(t, path, o)
	view(t, s, Verify)
	s.Close()
	if f, err := check(path, o); err != nil || f.Format != 2 || !f.OK() || f.Records < 10 {
		t.Errorf("after: %+v, %v", f, err)
	}
	if f, err := check(path+".before-2", l.options()); err != nil || f.Format != 1 || !f.OK() || f.Records < 10 {
		t.Errorf("the copy: %+v, %v", f, err)
	}
	os.Remove(path + ".before-2")
	open(t, path, o)
	if _, err := os.Stat(path + ".before-2"); err == nil {
		t.Error("a copy was made though nothing had to run")
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	closed(t, path, l, 10)
	_, err := Open(path, later(l, errUndo))
	wantError(t, err, "migrate to format 2 (later)")
	view(t, open(t, path, l.options()), Verify)
}

func TestAFileOfANewerReleaseIsRefusedAndLeftAlone(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	open(t, path, later(l, nil)).Close()
	before, _ := os.ReadFile(path)
	for _, try := range tries(l) {
		err := try(path)
		wantError(t, err, "format 2")
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestAForgottenMigrationIsSaidAtOnce(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	closed(t, path, l, 1)
	o := later(l, nil)
	o.migrations = nil
	_, err := Open(path, o)
	wantError(t, err, "no bucket later: a migration is missing")
}
