package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// library2 is the library of a next release: notes are also found by their length, names
// have become titles, and an index is gone.
type library2 struct {
	notes    *Collection[uint64, note]
	byAuthor *Index[uint64, note]
	byLength *Index[uint64, note]
	titles   *Collection[string, title]
	byFirst  *Index[string, title]
	shelves  *Collection[uint64, int]
}

type title struct {
	Name  string `json:"name"`
	Times int    `json:"times"`
}

func newLibrary2() *library2 {
	l := &library2{
		notes:   NewCollection[uint64, note]("notes", Number[uint64]()),
		titles:  NewCollection[string, title]("titles", Text[string]()),
		shelves: NewCollection[uint64, int]("shelves", Number[uint64]()),
	}
	l.byAuthor = l.notes.Index("by-author", func(n note) [][]byte { return [][]byte{Tuple(n.Author)} })
	l.byLength = l.notes.Index("by-length", func(n note) [][]byte { return [][]byte{Tuple(len(n.Text)), Tuple(-1)} })
	l.shelves.Index("full", func(n int) [][]byte { return [][]byte{Tuple(n > 9)} })
	l.byFirst = l.titles.Index("times", func(n title) [][]byte { return [][]byte{Tuple(n.Times)} })
	return l
}

// options opens files of the library, and those of the release before; a piece writes
// so many bytes.
func (l *library2) options(piece int) Options {
	o := newLibrary().options()
	o.schema, o.piece = []bucket{l.notes, l.titles, l.shelves}, piece
	was := NewCollection[string, int]("names", Text[string]())
	o.migrations = []migration{{2, "titles", []step{
		filled(l.byLength),
		moved(was, l.titles, func(name string, n int) (string, title) { return name, title{"of " + fmt.Sprint(n), n} }),
		removed("names.even"),
		removed("notes.by-tag"),
		added(l.shelves),
	}}}
	return o
}

// shelf is a file of the first library with n notes and n names, one of each rotten, and
// what it has to become.
func shelf(t testing.TB, n int) (path string, want map[string]string) {
	t.Helper()
	l := newLibrary()
	path = newFile(t)
	s := open(t, path, l.options())
	l.fill(t, s, n)
	update(t, s, func(tx *Tx) error {
		for i := range n {
			if err := l.names.Put(tx, fmt.Sprintf("name %d", i), i); err != nil {
				return err
			}
		}
		return errors.Join(spoil(tx, l.notes, 1), spoil(tx, l.names, "name 1"))
	})
	s.Close()
	whole := path + ".whole"
	duplicate(t, path, whole)
	open(t, whole, newLibrary2().options(0)).Close()
	return path, contents(t, whole)
}

// spoil flips a bit of a record.
func spoil[K, V any](tx *Tx, c *Collection[K, V], k K) error {
	stored := append([]byte(nil), tx.at(&c.place).Get(c.keys.encode(k))...)
	stored[1] ^= 1
	return tx.put(&c.place, c.keys.encode(k), stored)
}

func duplicate(t testing.TB, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The migration does what it should, and says what was rotten before.
func TestAMigrationInOnePiece(t *testing.T) {
	path, _ := shelf(t, 30)
	l := newLibrary2()
	s := open(t, path, l.options(0))
	view(t, s, func(tx *Tx) error {
		if n := l.byLength.Count(tx, Tuple(-1), 0); n != 29 {
			t.Errorf("%d notes are in the new index", n)
		}
		if got, err := l.titles.Get(tx, "name 7"); err != nil || got != (title{"of 7", 7}) {
			t.Errorf("%+v, %v", got, err)
		}
		if n := l.titles.Len(tx); n != 30 || l.byFirst.Count(tx, nil, 0) != 29 {
			t.Errorf("of 30 names %d are there", n)
		}
		if _, err := l.titles.Get(tx, "name 1"); !errors.Is(err, ErrRotten) {
			t.Errorf("what was rotten: %v", err)
		}
		for _, gone := range []string{"names", "names.even", "notes.by-tag"} {
			if tx.bolt.Bucket([]byte(gone)) != nil {
				t.Errorf("%s is still there", gone)
			}
		}
		return nil
	})
	f, err := s.Check(t.Context())
	for _, p := range f.Problems {
		if !strings.HasPrefix(p, "read notes 1:") && !strings.HasPrefix(p, "read titles name 1:") {
			t.Error(p)
		}
	}
	if err != nil || len(f.Problems) < 2 {
		t.Errorf("%q, %v", f.Problems, err)
	}
}

// stopAfter is a context that ends when it was looked at n times.
type stopAfter struct {
	context.Context
	n int
}

func (s *stopAfter) Err() error {
	if s.n--; s.n < 0 {
		return context.Canceled
	}
	return nil
}

// Stopped or killed at any piece, before its commit or after it, a migration goes on from
// there and makes the same of the file. Until it is through, the file is nothing for the
// release before, and nothing to check.
func TestAMigrationGoesOnFromWhereItWasStopped(t *testing.T) {
	path, want := shelf(t, 40)
	o := newLibrary2().options(500)
	for n := 0; ; n++ {
		at := fmt.Sprintf("%s.%d", path, n)
		duplicate(t, path, at)
		o.Context = &stopAfter{t.Context(), n}
		s, err := Open(at, o)
		if err == nil {
			s.Close()
			if n < 6 {
				t.Fatalf("it took only %d pieces", n)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if n > 0 {
			_, err = Open(at, newLibrary().options())
			wantError(t, err, "newer veche (format 2")
			_, err = check(at, o)
			wantError(t, err, "is being migrated to format 2")
		}
		copied := contents(t, at+".before-2")
		o.Context = t.Context()
		open(t, at, o).Close()
		same(t, contents(t, at), want)
		same(t, contents(t, at+".before-2"), copied)
	}
}

// However large the pieces are and wherever they are cut short, several times.
func TestAMigrationIsTheSameHoweverItIsCut(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		path, want := shelf(t, rapid.IntRange(2, 40).Draw(rt, "records"))
		for range rapid.IntRange(0, 2).Draw(rt, "kills") {
			o := newLibrary2().options(rapid.IntRange(1, 5000).Draw(rt, "piece"))
			left := rapid.IntRange(0, 30).Draw(rt, "pieces")
			o.BeforeCommit = func(WriteSet) error { // the process dies before this commit
				if left--; left < 0 {
					return errUndo
				}
				return nil
			}
			if s, err := Open(path, o); err == nil {
				s.Close()
			} else if !errors.Is(err, errUndo) {
				rt.Fatal(err)
			}
		}
		open(t, path, newLibrary2().options(rapid.IntRange(1, 5000).Draw(rt, "last piece"))).Close()
		same(t, contents(t, path), want)
	})
}

// No transaction writes more than 1 MiB, and a second file becomes the same by them.
func TestPiecesAreSmallAndReachAReplica(t *testing.T) {
	path, want := shelf(t, 8_000)
	second := path + ".second"
	duplicate(t, path, second)
	r := replica(t, second, newLibrary())
	pieces, kinds := 0, map[Op]int{}
	o := newLibrary2().options(0)
	o.BeforeCommit = func(set WriteSet) error {
		pieces++
		if set.Size() > 1<<20 {
			t.Errorf("a piece of %d bytes", set.Size())
		}
		for _, w := range set {
			kinds[w.Op]++
		}
		return r.Apply(set)
	}
	open(t, path, o).Close()
	r.Close()
	if pieces < 5 || len(kinds) != 4 {
		t.Errorf("%d pieces, with %v", pieces, maps.Collect(maps.All(kinds)))
	}
	same(t, contents(t, path), want)
	same(t, contents(t, second), want)
}
