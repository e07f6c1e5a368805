package storage

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRecords(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	update(t, s, func(tx *Tx) error {
		if _, err := l.names.Get(tx, "нет"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a record that is not there: %v", err)
		}
		if _, found, err := l.names.Find(tx, ""); found || err != nil {
			t.Error(found, err)
		}
		return errors.Join(l.names.Delete(tx, "нет"), l.names.Put(tx, "", 1), l.names.Put(tx, "", 2))
	})
	view(t, s, func(tx *Tx) error {
		v, err := l.names.Get(tx, "")
		if v != 2 || !l.names.Has(tx, "") {
			t.Errorf("read %d, want 2", v)
		}
		return err
	})
}

func TestAFailedOrPanickingUpdateLeavesNothing(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	change := func(tx *Tx) {
		if err := l.names.Put(tx, "a", 1); err != nil {
			t.Error(err)
		}
	}
	if err := s.Update(func(tx *Tx) error { change(tx); return errUndo }); !errors.Is(err, errUndo) {
		t.Error(err)
	}
	func() {
		defer func() {
			if recover() != errUndo {
				t.Error("the panic did not pass on")
			}
		}()
		s.Update(func(tx *Tx) error { change(tx); panic(errUndo) })
	}()
	update(t, s, func(tx *Tx) error { // and the store is not locked
		if l.names.Len(tx) != 0 {
			t.Error("something was kept")
		}
		return nil
	})
}

func TestAnErrorThatNobodyLookedAtIsNotCommitted(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	long := string(make([]byte, 40_000))
	err := s.Update(func(tx *Tx) error {
		l.names.Put(tx, long, 1)
		return l.names.Put(tx, "a", 1)
	})
	wantError(t, err, "key too large")
	view(t, s, func(tx *Tx) error {
		if l.names.Len(tx) != 0 {
			t.Error("half of the transaction was kept")
		}
		return nil
	})
}

func TestARecordThatIsTooLargeIsRefused(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	most := strings.Repeat("a", MaxRecord-200)
	update(t, s, func(tx *Tx) error { return l.notes.Put(tx, 1, note{Text: most}) })
	err := s.Update(func(tx *Tx) error {
		_ = l.notes.Put(tx, 2, note{Text: "goes with it"})
		return l.notes.Put(tx, 1, note{Text: most + most})
	})
	if !errors.Is(err, ErrLarge) {
		t.Errorf("the error is %v", err)
	}
	wantError(t, err, "put notes 1")
	view(t, s, func(tx *Tx) error {
		if n := l.notes.Len(tx); n != 1 {
			t.Errorf("there are %d records", n)
		}
		return Verify(tx)
	})
}

func TestAViewCannotWrite(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	view(t, s, func(tx *Tx) error {
		wantError(t, l.names.Put(tx, "a", 1), "not writable")
		return nil
	})
}

func TestCounters(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	for want := uint64(1); want < 4; want++ {
		s := open(t, path, l.options())
		s.Update(func(tx *Tx) error { Next(tx, "a"); return errUndo }) // is not counted
		update(t, s, func(tx *Tx) error {
			got, err := Next(tx, "a")
			if got != want {
				t.Errorf("counted %d, want %d", got, want)
			}
			return err
		})
		s.Close()
	}
}

func TestWrittenGrowsWithWhatIsWrittenOnly(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	update(t, s, func(tx *Tx) error {
		n := note{ID: 1, Text: string(make([]byte, 1000))}
		if err := l.notes.Put(tx, 1, n); err != nil {
			return err
		}
		once := tx.Written()
		if once < 1000 {
			t.Errorf("%d bytes written", once)
		}
		err := l.notes.Put(tx, 1, n)
		if tx.Written() != once {
			t.Error("an unchanged record was written again")
		}
		return err
	})
}

func TestAFullStoreSaysSoAndStaysUsable(t *testing.T) {
	l := newLibrary()
	o := l.options()
	o.MaxSize = 1 << 20
	path := newFile(t)
	s := open(t, path, o)
	kept := uint64(0)
	put := func() error {
		return s.Update(func(tx *Tx) error {
			return l.notes.Put(tx, kept, note{ID: kept, Text: string(make([]byte, 20_000))})
		})
	}
	var err error
	for ; err == nil && kept < 1000; kept++ {
		err = put()
	}
	if kept--; !errors.Is(err, ErrFull) || kept < 3 {
		t.Fatalf("after %d records: %v", kept, err)
	}
	if s.Size() > int64(o.MaxSize) || s.Stats().Failed != 1 {
		t.Errorf("the file has %d bytes, %d commits failed", s.Size(), s.Stats().Failed)
	}
	update(t, s, func(tx *Tx) error {
		if got := l.notes.Len(tx); got != int(kept) {
			t.Errorf("%d records, want %d", got, kept)
		}
		return errors.Join(l.notes.Delete(tx, 0), l.notes.Delete(tx, 1), Verify(tx))
	})
	if err := put(); err != nil {
		t.Errorf("after making room: %v", err)
	}
	s.Close()
	if f, err := check(path, o); err != nil || !f.OK() {
		t.Error(f.Problems, err)
	}
}

func TestOnlyTheOwnerMayReadTheFile(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	open(t, path, l.options())
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if names, _ := os.ReadDir(filepath.Dir(path)); len(names) != 1 {
		t.Errorf("temporary files are left: %v", names)
	}
}

// A file that others can read or write is taken from them, and whoever runs the bot
// hears of it; a file that is none of ours keeps its rights.
func TestAFileThatIsOpenToOthers(t *testing.T) {
	path := newFile(t)
	s := open(t, path, Options{})
	s.Close()
	for _, mode := range []os.FileMode{0o666, 0o640, 0o604, 0o620, 0o600, 0o700} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		open(t, path, Options{Log: slog.New(slog.NewTextHandler(&log, nil))}).Close()
		info, err := os.Stat(path)
		if err != nil || info.Mode()&0o077 != 0 {
			t.Errorf("%v became %v, %v", mode, info.Mode(), err)
		}
		if told := strings.Contains(log.String(), "open to others"); told != (mode&0o077 != 0) {
			t.Errorf("%v: the log says %q", mode, log.String())
		}
	}
	foreign := filepath.Join(t.TempDir(), "letter")
	if err := os.WriteFile(foreign, bytes.Repeat([]byte("mine"), 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(foreign, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(foreign, Options{}); err == nil {
		t.Error("a letter is a file of data")
	}
	if info, err := os.Stat(foreign); err != nil || info.Mode().Perm() != 0o666 {
		t.Errorf("the letter is %v, %v", info.Mode(), err)
	}
}

func TestAFixedIndexFindsWhatWasChanged(t *testing.T) {
	s := open(t, newFile(t), Options{})
	k := SessionKey{Chat: -100, Person: 42}
	for _, state := range []string{"text", "photos"} {
		update(t, s, func(tx *Tx) error {
			return Sessions.Put(tx, k, Session{Chat: k.Chat, Person: k.Person, State: state})
		})
		view(t, s, func(tx *Tx) error {
			n := 0
			for rec, err := range SessionsOf.Each(tx, Tuple(k.Person)) {
				if n++; err != nil || rec.Value.State != state {
					t.Errorf("found %+v, %v; want %s", rec.Value, err, state)
				}
			}
			if n != 1 {
				t.Errorf("found %d sessions, want 1", n)
			}
			return Verify(tx)
		})
	}
	update(t, s, func(tx *Tx) error { return errors.Join(Sessions.Delete(tx, k), Verify(tx)) })
}
