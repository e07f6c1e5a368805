package storage

import (
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// A migration brings a file from format N-1 to format N. Format 1 is the first; a
// new file is made in the newest format at once and needs none.
type migration struct {
	N    int
	Name string
	Run  func(*bbolt.Tx) error
}

// migrations, in order. A released one is never changed. TestMigrationsAreComplete
// says when a collection or index was added without one.
var migrations = []migration{}

// newest returns the format that the migrations lead to.
func newest(list []migration) int { return 1 + len(list) }

// migrate runs what has to run on a file of the given format, each in a
// transaction of its own.
func migrate(db *bbolt.DB, a about, list []migration) error {
	for _, m := range list {
		if m.N <= a.Format {
			continue
		}
		a.Format = m.N
		err := db.Update(func(btx *bbolt.Tx) error {
			if err := m.Run(btx); err != nil {
				return err
			}
			return meta.Put(newTx(btx, nil), "file", a)
		})
		if err != nil {
			return fmt.Errorf("migrate to format %d (%s): %w", m.N, m.Name, full(err))
		}
	}
	return nil
}

// build makes the buckets of a new file.
func (s *Store) build(o Options) error {
	return s.Update(func(tx *Tx) error {
		for _, b := range everything(o.schema) {
			for _, p := range b.places() {
				if err := tx.create(p); err != nil {
					return err
				}
			}
		}
		return meta.Put(tx, "file", about{Program: program, Format: newest(o.migrations), Made: o.Now().UTC()})
	})
}

// copyBefore keeps the file as it is before migration n. A copy of an earlier try
// is replaced: the bot may have run in between.
func copyBefore(db *bbolt.DB, path string, n int) error {
	return install(fmt.Sprintf("%s.before-%d", path, n), replace, func(f *os.File) error {
		return db.View(func(btx *bbolt.Tx) error {
			_, err := btx.WriteTo(f)
			return err
		})
	})
}
