package storage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/storage/pages"

	"go.etcd.io/bbolt"
)

// closed makes a file with some records and returns its bytes.
func closed(t testing.TB, path string, l *library, n int) []byte {
	t.Helper()
	s := open(t, path, l.options())
	l.fill(t, s, n)
	s.Close()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A page that is mapped but not there would kill the process, this test with it.
func TestAFileCutShortIsRefused(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	whole := closed(t, path, l, 200)
	m, err := pages.ReadMeta(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	need := int(m.Pages) * int(m.PageSize)
	lengths := []int{0, 1, 15, 16, 79, 80, 100, 4095, 4096, 4097, 8191, 8192, 8193, need - 1}
	for n := 0; n < need; n += 1<<10 + 37 {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		for name, try := range tries(l) {
			if err := try(path); err == nil || !strings.Contains(err.Error(), "cut short") {
				t.Errorf("%s with %d of %d bytes: %v", name, n, need, err)
			}
		}
		if info, _ := os.Stat(path); info.Size() != int64(n) {
			t.Fatalf("the file of %d bytes was changed", n)
		}
	}
}

// tries are the ways to look into a file.
func tries(l *library) map[string]func(path string) error {
	return map[string]func(path string) error{
		"open": func(path string) error {
			s, err := Open(path, l.options())
			if err == nil {
				s.Close()
			}
			return err
		},
		"check": func(path string) error {
			f, err := check(path, l.options())
			return errors.Join(err, f.Err())
		},
	}
}

func TestAForeignFileIsRefusedAndLeftAlone(t *testing.T) {
	dir, l := t.TempDir(), newLibrary()
	text := filepath.Join(dir, "letter")
	if err := os.WriteFile(text, bytes.Repeat([]byte("Уважаемый бот! "), 2000), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.db")
	db, err := bbolt.Open(other, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("reports")); return err })
	db.Close()
	for path, words := range map[string]string{text: "is not a file of veche", other: "another program"} {
		before, _ := os.ReadFile(path)
		for _, try := range tries(l) {
			wantError(t, try(path), words)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", path)
		}
	}
}

func TestTheSecondOpenerIsToldSoonAndClearly(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	open(t, path, l.options())
	for _, try := range tries(l) {
		wantError(t, try(path), "is used by another veche")
	}
}

func TestTwoProcessesMakingTheSameFile(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	o := l.options()
	o.Timeout = 5 * time.Second
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			s, err := Open(path, o)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			update(t, s, func(tx *Tx) error { return l.names.Put(tx, fmt.Sprint(i), i) })
		})
	}
	all.Wait()
	view(t, open(t, path, o), func(tx *Tx) error {
		if n := l.names.Len(tx); n != 4 {
			t.Errorf("%d of 4 records are there", n)
		}
		return nil
	})
}

// Whatever byte of a file is damaged, opening and checking come to an end, and a
// check finds it where it matters.
func TestDamageDoesNotEndTheProcess(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	whole := closed(t, path, l, 200)
	m, _ := pages.ReadMeta(bytes.NewReader(whole))
	random := rand.New(rand.NewPCG(1, 2))
	found := 0
	const rounds = 300
	for range rounds {
		damaged := bytes.Clone(whole)
		page := 4096 * random.IntN(int(m.Pages))
		at := page + random.IntN(4096)
		if random.IntN(2) == 0 {
			at = page + random.IntN(64) // headers do the most harm
		}
		damaged[at] ^= byte(1 + random.IntN(255))
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if tries(l)["check"](path) != nil {
			found++
		}
		if err := tries(l)["open"](path); err != nil && strings.Contains(err.Error(), "is used") {
			t.Fatal("the file was not closed:", err)
		}
	}
	if found < rounds/4 {
		t.Errorf("%d of %d damaged files were found", found, rounds)
	}
}

// bbolt writes over whatever the list of free pages names, so a list that names a
// page with records must not be believed.
func TestAListOfFreePagesIsNotBelievedBlindly(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	closed(t, path, l, 200)
	whole := closed(t, path, l, 400)
	m, err := pages.ReadMeta(bytes.NewReader(whole))
	if err != nil || m.Freelist == pages.NoFreelist {
		t.Fatal("a file that was closed has no list of free pages", err)
	}
	list := whole[int64(m.Freelist)*m.PageSize:]
	if binary.NativeEndian.Uint16(list[10:]) == 0 {
		t.Fatal("no page is free")
	}
	for _, page := range []uint64{0, m.Root, m.Freelist, m.Pages, 1 << 60} {
		binary.NativeEndian.PutUint64(list[16:], page) // behind the header of the page
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		wantError(t, tries(l)["open"](path), "is damaged")
	}
}
