package storage

import (
	"bytes"
	"errors"
	"iter"
)

// step does a piece of a migration. It is done when the piece did not stop.
type step func(*piece) error

// piece is one transaction of a step.
type piece struct {
	*Tx
	after []byte // the key that the piece before came to; nil: this is the first
	limit int    // bytes to write
	met   int    // records
	key   []byte // the key at which the piece stopped; nil: the step is done
}

// How much a piece writes before it stops, so that there is room for a record within
// 1 MiB; and how many records it meets, so that a stop need not wait for those of which
// there is nothing to write.
const (
	pieceBytes   = 1 << 19
	pieceRecords = 20_000
)

// rest walks over what the pieces before have left in a bucket, until it is time to stop.
func (p *piece) rest(of *place) iter.Seq2[[]byte, []byte] {
	var low []byte
	if p.after != nil {
		low = next(p.after)
	}
	return func(yield func(key, value []byte) bool) {
		for key, value := range p.walk(of, low, nil, false) {
			key := bytes.Clone(key)
			if !yield(key, value) {
				return
			}
			if p.met++; p.Written() >= p.limit || p.met == pieceRecords {
				p.key = key
				return
			}
		}
	}
}

// added makes a collection with its indexes, without records.
func added(to bucket) step {
	return func(p *piece) error { return p.make(to) }
}

// make makes the buckets of a collection, where they are not yet.
func (p *piece) make(to bucket) error {
	for _, made := range to.places() {
		if err := p.create(made); err != nil {
			return err
		}
	}
	return nil
}

// filled makes an index and fills it with the records that there are. What is rotten
// stays out of it.
func filled[K, V any](x *Index[K, V]) step {
	return func(p *piece) error {
		if err := p.create(&x.place); err != nil {
			return err
		}
		for key, stored := range p.rest(&x.of.place) {
			v, err := x.of.decode(key, stored)
			if errors.Is(err, ErrRotten) {
				continue
			}
			if err == nil {
				err = x.change(p.Tx, key, nil, x.keys(v))
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// fed makes a collection with its indexes and fills it with what follows from the records
// of another one, in this release.
func fed[K, V, J, W any](from *Collection[K, V], to *Collection[J, W]) step {
	return func(p *piece) error {
		if err := p.make(to); err != nil {
			return err
		}
		for key, stored := range p.rest(&from.place) {
			v, err := from.decode(key, stored)
			if errors.Is(err, ErrRotten) {
				continue
			}
			for _, x := range from.feeds {
				if err == nil && x.place() == &to.place {
					err = x.change(p.Tx, nil, &v)
				}
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// moved makes a collection with its indexes and moves the records of another one there,
// which is removed. What is rotten stays rotten, with the key that it has.
func moved[K, V, J, W any](from *Collection[K, V], to *Collection[J, W], change func(K, V) (J, W)) step {
	return func(p *piece) error {
		if err := p.make(to); err != nil {
			return err
		}
		for key, stored := range p.rest(&from.place) {
			err := move(p.Tx, from, to, key, stored, change)
			if err == nil {
				err = p.delete(&from.place, key)
			}
			if err != nil {
				return err
			}
		}
		if p.key != nil {
			return nil
		}
		return p.drop(&from.place)
	}
}

// rewritten makes of each record of a collection what it is in this format. What is
// rotten stays rotten.
func rewritten[K, V, W any](was *Collection[K, V], is *Collection[K, W], change func(V) W) step {
	same := func(k K, v V) (K, W) { return k, change(v) }
	return func(p *piece) error {
		for key, stored := range p.rest(&is.place) {
			if err := move(p.Tx, was, is, key, stored, same); err != nil {
				return err
			}
		}
		return nil
	}
}

func move[K, V, J, W any](tx *Tx, from *Collection[K, V], to *Collection[J, W], key, stored []byte, change func(K, V) (J, W)) error {
	k, err := from.keys.decode(key)
	if err != nil {
		return tx.put(&to.place, key, stored)
	}
	v, err := from.decode(key, stored)
	if errors.Is(err, ErrRotten) {
		return tx.put(&to.place, key, stored)
	}
	if err != nil {
		return err
	}
	at, w := change(k, v)
	return to.Put(tx, at, w)
}

// cleared removes the records with some of the keys.
func cleared[K, V any](c *Collection[K, V], gone func(K) bool) step {
	return func(p *piece) error {
		for key := range p.rest(&c.place) {
			k, err := c.keys.decode(key)
			if err != nil || !gone(k) {
				continue
			}
			if err := c.Delete(p.Tx, k); err != nil {
				return err
			}
		}
		return nil
	}
}

// removed empties a bucket and removes it.
func removed(name string) step {
	gone := &place{name: name}
	return func(p *piece) error {
		for key := range p.rest(gone) {
			if err := p.delete(gone, key); err != nil {
				return err
			}
		}
		if p.key != nil {
			return nil
		}
		return p.drop(gone)
	}
}

// renamed lets a counter go on under another name.
func renamed(from, to string) step {
	return func(p *piece) error {
		n, found, err := counters.Find(p.Tx, from)
		if err != nil || !found {
			return err
		}
		return errors.Join(counters.Delete(p.Tx, from), counters.Put(p.Tx, to, n))
	}
}

// rekeyed lets one record go on under another key.
func rekeyed[K, V any](c *Collection[K, V], from, to K, change func(V) V) step {
	return func(p *piece) error {
		v, found, err := c.Find(p.Tx, from)
		if errors.Is(err, ErrRotten) || err == nil && !found {
			return nil
		}
		return errors.Join(err, c.Delete(p.Tx, from), c.Put(p.Tx, to, change(v)))
	}
}
