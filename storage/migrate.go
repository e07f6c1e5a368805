package storage

import (
	"context"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// A migration brings a file from format N-1 to format N. Format 1 is the first; a new
// file is made in the newest format at once and needs none.
//
// It runs in pieces, each a transaction that also keeps how far it came ([progress]):
// whatever is killed when, the next start goes on from there. A file that is being
// migrated has format N already, so that an older release refuses it.
type migration struct {
	N     int
	Name  string
	Steps []step
}

// progress is how far a migration to the format of the file came.
type progress struct {
	Step  int    `json:"step"`
	After []byte `json:"after,omitempty"` // the key that the step came to
}

// newest returns the format that the migrations lead to.
func newest(list []migration) int { return 1 + len(list) }

// migrate runs what has to run on a file.
func (s *Store) migrate(a about, o Options) error {
	for _, m := range o.migrations {
		if m.N < a.Format || m.N == a.Format && a.Migrating == nil {
			continue
		}
		if a.Migrating == nil {
			a.Format, a.Migrating = m.N, &progress{}
		}
		o.Log.Info("migrating the file of data; when stopped, it goes on at the next start", "format", m.N, "step", a.Migrating.Step+1, "of", len(m.Steps))
		var err error
		if a, err = s.carry(o.Context, a, m, o.piece); err != nil {
			return fmt.Errorf("migrate to format %d (%s): %w", m.N, m.Name, err)
		}
	}
	return nil
}

// carry runs a migration from where it stands to its end.
func (s *Store) carry(ctx context.Context, a about, m migration, limit int) (about, error) {
	for a.Migrating != nil {
		if err := ctx.Err(); err != nil {
			return a, err
		}
		after := a
		err := s.Update(func(tx *Tx) error {
			p := &piece{Tx: tx, after: a.Migrating.After, limit: limit}
			if err := m.Steps[a.Migrating.Step](p); err != nil {
				return err
			}
			after.Migrating = a.Migrating.next(p.key, len(m.Steps))
			return meta.Put(tx, "file", after)
		})
		if err != nil {
			return a, err
		}
		a = after
	}
	return a, nil
}

// next is the progress after a piece that stopped at a key, or did a step; nil: that
// was the last.
func (p progress) next(key []byte, steps int) *progress {
	switch {
	case key != nil:
		return &progress{Step: p.Step, After: key}
	case p.Step+1 < steps:
		return &progress{Step: p.Step + 1}
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
