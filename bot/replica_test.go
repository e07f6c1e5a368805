package bot

import (
	"maps"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"veche/storage"
)

// Whatever people do, a second file that is given what each round writes stays equal to
// the first, byte for byte.
func TestAReplicaHearsEveryTalk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "second.db")
	second, err := storage.OpenReplica(path, storage.Options{Mmap: 1 << 24})
	if err != nil {
		t.Fatal(err)
	}
	b := newTalkers(t, storage.Options{Mmap: 1 << 24, BeforeCommit: second.Apply})
	for n := range 3 * seeds() {
		err := b.store.Update(func(tx *storage.Tx) error {
			k := &talk{Bot: b, tx: tx, now: talkDay, last: 100 + int(n)*100, marks: map[storage.ChatID]string{}}
			if err := k.play(somebody(n)); err != nil {
				return err
			}
			if n%5 == 0 {
				return errUndone
			}
			return nil
		})
		if notUndone(err) != nil {
			t.Fatal(err)
		}
	}
	first := filepath.Join(t.TempDir(), "first.db")
	if err := b.store.Backup(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	a, z := contents(t, first), contents(t, path)
	if len(a) < 500 || !maps.Equal(a, z) {
		t.Errorf("of %d keys in the first and %d in the second file some differ", len(a), len(z))
	}
}

// contents is every key of a file with its value.
func contents(t *testing.T, path string) map[string]string {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				all[string(name)+" "+string(k)] = string(v)
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
