package storage

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// note is a record as the bot keeps them: some fields, some of them indexed.
type note struct {
	ID     uint64    `json:"id"`
	Author int64     `json:"author"`
	Tags   []string  `json:"tags,omitempty"`
	Text   string    `json:"text,omitempty"`
	Due    time.Time `json:"due,omitzero"`
}

// library is a schema of its own for a test.
type library struct {
	notes    *Collection[uint64, note]
	byAuthor *Index[uint64, note]
	byTag    *Index[uint64, note]
	names    *Collection[string, int]
	byParity *Index[string, int]
}

func newLibrary() *library {
	l := &library{
		notes: NewCollection[uint64, note]("notes", Number[uint64]()),
		names: NewCollection[string, int]("names", Text[string]()),
	}
	l.byAuthor = l.notes.Index("by-author", func(n note) [][]byte { return [][]byte{Tuple(n.Author)} })
	l.byTag = l.notes.Index("by-tag", func(n note) (keys [][]byte) {
		for _, t := range n.Tags {
			keys = append(keys, Tuple(t))
		}
		return keys
	})
	l.byParity = l.names.Index("even", func(n int) [][]byte { return [][]byte{Tuple(n%2 == 0)} })
	return l
}

func (l *library) options() Options {
	return Options{
		Timeout: 60 * time.Millisecond,
		Mmap:    1 << 20,
		schema:  []bucket{l.notes, l.names},
	}
}

func open(t testing.TB, path string, o Options) *Store {
	t.Helper()
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newFile(t testing.TB) string { return filepath.Join(t.TempDir(), "veche.db") }

func update(t testing.TB, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.Update(fn); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *Store, fn func(*Tx) error) {
	t.Helper()
	if err := s.View(fn); err != nil {
		t.Fatal(err)
	}
}

// fill puts n notes of three authors.
func (l *library) fill(t testing.TB, s *Store, n int) {
	t.Helper()
	update(t, s, func(tx *Tx) error {
		for i := range uint64(n) {
			err := l.notes.Put(tx, i, note{ID: i, Author: int64(i%3) - 1, Tags: []string{"a", "b"}, Text: strings.Repeat("яма ", 20)})
			if err != nil {
				return err
			}
		}
		return Verify(tx)
	})
}

func wantError(t testing.TB, err error, words string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("error %v, want one that says %q", err, words)
	}
}
