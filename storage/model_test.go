package storage

import (
	"errors"
	"maps"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var errUndo = errors.New("undo")

// machine compares a store with a map, whatever is done to both.
type machine struct {
	dir   string
	file  int
	l     *library
	s     *Store
	notes map[uint64]note

	before func(WriteSet) error
}

func (m *machine) path() string { return m.dir + "/" + string(rune('a'+m.file%26)) + ".db" }

func (m *machine) open(t *rapid.T) {
	o := m.l.options()
	o.BeforeCommit = m.before
	s, err := Open(m.path(), o)
	if err != nil {
		t.Fatal(err)
	}
	m.s = s
}

func drawNote(t *rapid.T) note {
	return note{
		ID:     rapid.Uint64Range(0, 40).Draw(t, "id"),
		Author: rapid.Int64Range(-2, 2).Draw(t, "author"),
		Tags:   rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "b\x00", ""}), 0, 3).Draw(t, "tags"),
		Text:   rapid.StringN(0, 2000, -1).Draw(t, "text"),
	}
}

// Round puts and deletes several records in one transaction, which may fail.
func (m *machine) Round(t *rapid.T) {
	now := maps.Clone(m.notes)
	fails := rapid.IntRange(0, 4).Draw(t, "fails") == 0
	err := m.s.Update(func(tx *Tx) error {
		for range rapid.IntRange(1, 20).Draw(t, "changes") {
			n := drawNote(t)
			if rapid.Bool().Draw(t, "delete") {
				delete(now, n.ID)
				if err := m.l.notes.Delete(tx, n.ID); err != nil {
					return err
				}
				continue
			}
			now[n.ID] = n
			if err := m.l.notes.Put(tx, n.ID, n); err != nil {
				return err
			}
		}
		if fails {
			return errUndo
		}
		return Verify(tx)
	})
	switch {
	case fails && errors.Is(err, errUndo):
	case err == nil:
		m.notes = now
	default:
		t.Fatal(err)
	}
}

// Sweep deletes in a loop over what it deletes, in both directions.
func (m *machine) Sweep(t *rapid.T) {
	author := rapid.Int64Range(-2, 2).Draw(t, "author")
	walk := m.l.byAuthor.Each
	if rapid.Bool().Draw(t, "backward") {
		walk = m.l.byAuthor.Backward
	}
	err := m.s.Update(func(tx *Tx) error {
		for rec, err := range walk(tx, Tuple(author)) {
			if err = errors.Join(err, m.l.notes.Delete(tx, rec.Key)); err != nil {
				return err
			}
		}
		return Verify(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(m.notes, func(_ uint64, n note) bool { return n.Author == author })
}

func (m *machine) Reopen(t *rapid.T) {
	m.s.Close()
	m.open(t)
}

// Kill goes on with the file as it lies on the disk while a writer is at work.
func (m *machine) Kill(t *rapid.T) {
	old := m.s
	err := old.Update(func(tx *Tx) error {
		if err := m.l.notes.Put(tx, 7, note{ID: 7, Text: "never committed"}); err != nil {
			return err
		}
		b, err := os.ReadFile(m.path())
		if err != nil {
			return err
		}
		m.file++
		return errors.Join(os.WriteFile(m.path(), b, 0o600), errUndo)
	})
	if !errors.Is(err, errUndo) {
		t.Fatal(err)
	}
	old.Close()
	m.open(t)
}

// Check holds after every step.
func (m *machine) Check(t *rapid.T) {
	err := m.s.View(func(tx *Tx) error {
		back := rapid.Bool().Draw(t, "backward")
		var met []uint64
		for rec, err := range m.l.notes.All(tx, Range[uint64]{Backward: back}) {
			if want := m.notes[rec.Key]; err != nil || want.Text != rec.Value.Text || want.Author != rec.Value.Author {
				t.Fatalf("%d: %+v, %v; want %+v", rec.Key, rec.Value, err, want)
			}
			met = append(met, rec.Key)
		}
		want := slices.Sorted(maps.Keys(m.notes))
		if back {
			slices.Reverse(want)
		}
		if !slices.Equal(met, want) || m.l.notes.Len(tx) != len(want) {
			t.Fatalf("met %v, want %v", met, want)
		}
		m.checkIndex(t, tx)
		return Verify(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (m *machine) checkIndex(t *rapid.T, tx *Tx) {
	for author := int64(-2); author <= 2; author++ {
		n := 0
		for _, want := range m.notes {
			if want.Author == author {
				n++
			}
		}
		if got := m.l.byAuthor.Count(tx, Tuple(author), 0); got != n {
			t.Fatalf("author %d has %d notes in the index, want %d", author, got, n)
		}
	}
}

func TestStoreIsLikeAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "veche-model-")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		m := &machine{dir: dir, l: newLibrary(), notes: map[uint64]note{}}
		m.open(t)
		defer func() { m.s.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"": m.Check, "round": m.Round, "sweep": m.Sweep, "reopen": m.Reopen, "kill": m.Kill,
		})
	})
}
