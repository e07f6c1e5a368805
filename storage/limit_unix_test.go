//go:build unix

package storage

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
)

// writeUntilFull lives in a process that may write no file above 3 MiB, which for
// bbolt is like a disk that is full: growing fails, not the allocation of a page.
func writeUntilFull(path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 3 << 20, Max: 3 << 20}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	l := newLibrary()
	s, err := Open(path, l.options())
	if err != nil {
		return err
	}
	defer s.Close()
	n := uint64(0)
	for ; err == nil && n < 1000; n++ {
		err = s.Update(func(tx *Tx) error {
			return l.notes.Put(tx, n, note{ID: n, Text: string(make([]byte, 20_000))})
		})
	}
	if !errors.Is(err, ErrFull) || n < 3 {
		return fmt.Errorf("after %d records: %w", n, err)
	}
	return s.Update(func(tx *Tx) error {
		if got := l.notes.Len(tx); got != int(n-1) {
			return fmt.Errorf("%d records, want %d", got, n-1)
		}
		return errors.Join(l.notes.Delete(tx, 0), Verify(tx))
	})
}

func TestAFullDiskIsSaidAndSurvived(t *testing.T) {
	path := newFile(t)
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), "VECHE_TEST_FILL="+path)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if f, err := check(path, newLibrary().options()); err != nil || !f.OK() {
		t.Error(f.Problems, err)
	}
}

func init() {
	children["VECHE_TEST_FILL"] = writeUntilFull
}
