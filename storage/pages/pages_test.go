package pages

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
)

// made is a file with buckets of several pages, as bbolt writes it.
func made(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pages.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{"names", "notes"} {
			b, err := tx.CreateBucket([]byte(name))
			if err != nil {
				return err
			}
			for i := range 300 {
				if err := b.Put(fmt.Appendf(nil, "key %d", i), bytes.Repeat([]byte{byte(i)}, 40)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

func FuzzPages(f *testing.F) {
	whole := made(f)
	m, err := ReadMeta(bytes.NewReader(whole))
	if err != nil {
		f.Fatal(err)
	}
	if used, err := usedPages(bytes.NewReader(whole), m); err != nil || len(used) < 10 {
		f.Fatal("a whole file cannot be followed", len(used), err)
	}
	f.Add(whole[:m.Pages*uint64(m.PageSize)])
	f.Fuzz(func(_ *testing.T, b []byte) {
		if m, err := ReadMeta(bytes.NewReader(b)); err == nil && len(b) < 1<<20 && m.Pages < 1<<20 {
			_, _ = usedPages(bytes.NewReader(b), m)
		}
	})
}
