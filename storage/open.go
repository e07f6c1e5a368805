package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"veche/storage/pages"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Open opens the file, making it where there is none, and migrates it to the format
// of this program; a copy of the file as it was is left beside it. Only one process
// can have it open, and nobody but its owner may read it.
func Open(path string, o Options) (*Store, error) {
	o = o.withDefaults()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(path, o); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("make %s: %w", path, full(err))
		}
	}
	db, err := openWriter(path, o)
	if err != nil {
		return nil, err
	}
	s := o.store(db)
	if err := s.admit(path, o); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

func (o Options) store(db *bbolt.DB) *Store {
	return &Store{db: db, schema: o.schema, before: o.BeforeCommit}
}

// openWriter opens the file for writing, when it is safe to follow.
func openWriter(path string, o Options) (*bbolt.DB, error) {
	reader, err := openReader(path, o)
	if err != nil {
		return nil, err
	}
	reader.Close()
	return openBolt(path, o, false)
}

// openReader opens the file for reading, when it is safe to follow. bbolt looks at
// every page when it opens a file for writing, and ends the process where it
// cannot: so this goes before.
func openReader(path string, o Options) (*bbolt.DB, error) {
	if err := pages.Inspect(path); err != nil {
		return nil, err
	}
	db, err := openBolt(path, o, true) // and with it the lock
	if err != nil {
		return nil, err
	}
	if err := pages.InspectTree(path); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func openBolt(path string, o Options, readOnly bool) (*bbolt.DB, error) {
	size := 0
	if info, err := os.Stat(path); err == nil {
		size = int(info.Size())
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         o.Timeout,
		FreelistType:    bbolt.FreelistMapType,
		NoFreelistSync:  true,
		InitialMmapSize: max(o.Mmap, 2*size),
		MaxSize:         o.MaxSize,
		ReadOnly:        readOnly,
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("%s %w; stop it, or use `veche backup` for a copy", path, ErrInUse)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if o.MaxSize > 0 { // or a small file could not grow at all
		db.AllocSize = min(db.AllocSize, max(o.MaxSize/32, 1<<16))
	}
	return db, nil
}

// create makes the file complete under another name: a power cut during the first
// writes of a bbolt file can leave it unreadable.
func create(path string, o Options) error {
	return install(path, keepOld, func(f *os.File) error {
		db, err := newBolt(f.Name())
		if err != nil {
			return err
		}
		return errors.Join(o.store(db).build(o), db.Close())
	})
}

func newBolt(path string) (*bbolt.DB, error) {
	return bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:        time.Second,
		FreelistType:   bbolt.FreelistMapType,
		NoFreelistSync: true,
	})
}

// admit looks whether the file is ours and of a format that we know, and migrates it.
func (s *Store) admit(path string, o Options) error {
	a, err := readAbout(s.db, path)
	if err != nil {
		return err
	}
	if a.Format > newest(o.migrations) {
		return fmt.Errorf("%s was written by a newer veche (format %d, this one knows %d): install that release, or restore a backup of this one",
			path, a.Format, newest(o.migrations))
	}
	if err := makePrivate(path, o.Log); err != nil {
		return err
	}
	if a.Format < newest(o.migrations) && a.Migrating == nil {
		if err := copyBefore(s.db, path, a.Format+1); err != nil {
			return fmt.Errorf("copy %s before migrating: %w", path, full(err))
		}
	}
	if err := s.migrate(a, o); err != nil {
		return err
	}
	return s.db.View(func(btx *bbolt.Tx) error {
		for _, b := range everything(o.schema) {
			for _, p := range b.places() {
				if btx.Bucket([]byte(p.name)) == nil {
					return fmt.Errorf("%s has no bucket %s: a migration is missing", path, p.name)
				}
			}
		}
		return nil
	})
}

func readAbout(db *bbolt.DB, path string) (a about, err error) {
	err = db.View(func(btx *bbolt.Tx) error {
		if btx.Bucket([]byte(meta.place.name)) != nil {
			a, _, err = meta.Find(newTx(btx, nil), "file")
		}
		return err
	})
	if err != nil {
		return a, fmt.Errorf("open %s: %w", path, err)
	}
	if a.Program != program {
		return a, fmt.Errorf("%s is a bbolt file of another program", path)
	}
	return a, nil
}
