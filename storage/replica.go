package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Replica is a file that becomes what another one is, by the write sets of its
// transactions. Nothing else writes to it; to go on with it, close and [Open] it.
type Replica struct {
	store  *Store
	places map[string]*place
}

// OpenReplica opens a copy of a file, in whatever format it is, or makes an empty one
// that wants every write set from the first on.
func OpenReplica(path string, o Options) (*Replica, error) {
	o = o.withDefaults()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		err := install(path, keepOld, func(f *os.File) error {
			db, err := newBolt(f.Name())
			if err != nil {
				return err
			}
			return db.Close()
		})
		if err != nil {
			return nil, fmt.Errorf("make %s: %w", path, full(err))
		}
	}
	db, err := openWriter(path, o)
	if err != nil {
		return nil, err
	}
	r := &Replica{store: &Store{db: db}, places: map[string]*place{}}
	for _, b := range everything(o.schema) {
		for _, p := range b.places() {
			r.places[p.name] = p
		}
	}
	return r, nil
}

// Apply does what a transaction of the other file did, in a transaction of its own.
func (r *Replica) Apply(set WriteSet) error {
	err := r.store.Update(func(tx *Tx) error {
		for _, w := range set {
			if err := r.apply(tx, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("apply writes: %w", err)
	}
	return nil
}

// apply refuses what is not for this file: one that lags behind has other buckets.
func (r *Replica) apply(tx *Tx, w Write) error {
	p := r.places[w.Bucket]
	if p == nil {
		p = &place{name: w.Bucket} // of another format
		r.places[w.Bucket] = p
	}
	switch w.Op {
	case Create:
		return tx.create(p)
	case Drop:
		return tx.drop(p)
	}
	if tx.bolt.Bucket([]byte(p.name)) == nil {
		return fmt.Errorf("there is no bucket %s: something was left out before", p.name)
	}
	switch w.Op {
	case Put:
		return tx.put(p, w.Key, w.Value)
	case Delete:
		return tx.delete(p, w.Key)
	}
	return fmt.Errorf("a write of an unknown kind: %d", w.Op)
}

// Close closes the file.
func (r *Replica) Close() error { return r.store.Close() }
