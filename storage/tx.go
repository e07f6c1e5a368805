package storage

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Tx is a transaction. It, and what was read through it without decoding, is
// valid only inside the function of [Store.Update] or [Store.View].
type Tx struct {
	bolt    *bbolt.Tx
	schema  []bucket
	open    map[*place]*bbolt.Bucket
	written int
	changes int // writes so far; a walk that sees it move finds its place again
	changed map[*place]bool
	broken  error   // the first write that failed: such a transaction is never committed
	writes  *writes // nil: nobody wants to know them
}

// place is a bucket of the file.
type place struct {
	name    string
	growing bool // keys are added at the end, so pages may be filled
}

func newTx(b *bbolt.Tx, schema []bucket) *Tx {
	return &Tx{bolt: b, schema: schema, open: make(map[*place]*bbolt.Bucket, 16), changed: map[*place]bool{}}
}

// Written returns the bytes of keys and values written and deleted so far.
func (tx *Tx) Written() int { return tx.written }

// Writable says whether the transaction can write.
func (tx *Tx) Writable() bool { return tx.bolt.Writable() }

// at returns the bucket of a place. Open has seen to it that all of them exist; a
// collection that is missing from the schema is a mistake in the program.
func (tx *Tx) at(p *place) *bbolt.Bucket {
	b := tx.open[p]
	if b == nil {
		if b = tx.bolt.Bucket([]byte(p.name)); b == nil {
			panic("storage: " + p.name + " is not in the schema")
		}
		if p.growing {
			b.FillPercent = 0.9
		}
		tx.open[p] = b
	}
	return b
}

// put and delete are the only ways by which records and index entries change, create
// and drop those by which buckets do: so a transaction knows what it writes.
func (tx *Tx) put(p *place, key, value []byte) error {
	if err := tx.at(p).Put(key, value); err != nil {
		return tx.fail(fmt.Errorf("put into %s: %w", p.name, err))
	}
	tx.wrote(p, len(key)+len(value))
	tx.writes.put(p, key, value)
	return nil
}

func (tx *Tx) delete(p *place, key []byte) error {
	if err := tx.at(p).Delete(key); err != nil {
		return tx.fail(fmt.Errorf("delete from %s: %w", p.name, err))
	}
	tx.wrote(p, len(key))
	tx.writes.delete(p, key)
	return nil
}

func (tx *Tx) wrote(p *place, n int) {
	tx.changes++
	tx.changed[p] = true
	tx.written += n
}

// create makes a bucket, where there is none.
func (tx *Tx) create(p *place) error {
	if _, err := tx.bolt.CreateBucketIfNotExists([]byte(p.name)); err != nil {
		return tx.fail(fmt.Errorf("make %s: %w", p.name, err))
	}
	tx.written += len(p.name)
	tx.writes.create(p)
	return nil
}

// drop removes a bucket with all that is in it, where there is one.
func (tx *Tx) drop(p *place) error {
	if err := tx.bolt.DeleteBucket([]byte(p.name)); err != nil && !errors.Is(err, bolterrors.ErrBucketNotFound) {
		return tx.fail(fmt.Errorf("remove %s: %w", p.name, err))
	}
	delete(tx.open, p)
	tx.written += len(p.name)
	tx.writes.drop(p)
	return nil
}

func (tx *Tx) fail(err error) error {
	if tx.broken == nil {
		tx.broken = err
	}
	return err
}
