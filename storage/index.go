package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
)

// Index finds records by something else than their key. An entry is the index key
// followed by the key of the record; its value is the length of the latter.
type Index[K, V any] struct {
	place place
	of    *Collection[K, V]
	keys  func(V) [][]byte
	fixed bool
}

// Index describes an index of the collection: keys returns under which keys a
// record is to be found, none or several; see [Tuple]. It must depend on nothing
// but the record.
func (c *Collection[K, V]) Index(name string, keys func(V) [][]byte) *Index[K, V] {
	x := &Index[K, V]{place: place{name: c.place.name + "." + name}, of: c, keys: keys}
	c.indexes = append(c.indexes, x)
	return x
}

// Fixed says that a record keeps its index keys for as long as it stands: then a
// change need not read what stood there before.
func (x *Index[K, V]) Fixed() *Index[K, V] {
	x.fixed = true
	return x
}

// Span narrows a walk over an index. From and Until are index keys, or their
// beginnings, with the prefix.
type Span struct {
	From  []byte // begin with this index key, or the next one there is
	After []byte // begin behind this entry; see [Index.Position]
	Until []byte // stop before this index key
	Limit int    // at most so many; 0: no limit
}

// Each walks over the records whose index key begins with prefix, in the order of
// index key and key. What the loop may do is said at [Collection.All].
func (x *Index[K, V]) Each(tx *Tx, prefix []byte, span ...Span) iter.Seq2[Rec[K, V], error] {
	return x.records(tx, prefix, span, false)
}

// Backward is [Index.Each] the other way; From, After and Until are meant that way too.
func (x *Index[K, V]) Backward(tx *Tx, prefix []byte, span ...Span) iter.Seq2[Rec[K, V], error] {
	return x.records(tx, prefix, span, true)
}

// Keys walks over the keys of the records alone, which is much cheaper.
func (x *Index[K, V]) Keys(tx *Tx, prefix []byte, span ...Span) iter.Seq2[K, error] {
	return func(yield func(K, error) bool) {
		for entry, size := range x.walk(tx, prefix, span, false) {
			k, _, err := x.split(entry, size)
			if !yield(k, err) {
				return
			}
		}
	}
}

// KeysBackward is [Index.Keys] the other way.
func (x *Index[K, V]) KeysBackward(tx *Tx, prefix []byte, span ...Span) iter.Seq2[K, error] {
	return func(yield func(K, error) bool) {
		for entry, size := range x.walk(tx, prefix, span, true) {
			k, _, err := x.split(entry, size)
			if !yield(k, err) {
				return
			}
		}
	}
}

// Entries walks over index keys, with the keys of their records: for searches that
// need no more than an index key holds. A key is valid until the next step.
func (x *Index[K, V]) Entries(tx *Tx, prefix []byte, span ...Span) iter.Seq2[Rec[K, []byte], error] {
	return x.entries(tx, prefix, span, false)
}

// EntriesBackward is [Index.Entries] the other way.
func (x *Index[K, V]) EntriesBackward(tx *Tx, prefix []byte, span ...Span) iter.Seq2[Rec[K, []byte], error] {
	return x.entries(tx, prefix, span, true)
}

func (x *Index[K, V]) entries(tx *Tx, prefix []byte, span []Span, backward bool) iter.Seq2[Rec[K, []byte], error] {
	return func(yield func(Rec[K, []byte], error) bool) {
		for entry, size := range x.walk(tx, prefix, span, backward) {
			k, key, err := x.split(entry, size)
			if !yield(Rec[K, []byte]{Key: k, Value: key}, err) {
				return
			}
		}
	}
}

// Has says whether a record stands under an index key, without reading it.
func (x *Index[K, V]) Has(tx *Tx, key []byte, k K) bool {
	return tx.at(&x.place).Get(x.Position(key, k)) != nil
}

// Count counts the entries whose index key begins with prefix, up to max (0: all).
func (x *Index[K, V]) Count(tx *Tx, prefix []byte, max int) int {
	n := 0
	for range x.walk(tx, prefix, []Span{{Limit: max}}, false) {
		n++
	}
	return n
}

// Position returns where a record stands under an index key, for [Span.After].
func (x *Index[K, V]) Position(key []byte, k K) []byte {
	return x.of.keys.add(bytes.Clone(key), k)
}

func (x *Index[K, V]) records(tx *Tx, prefix []byte, span []Span, backward bool) iter.Seq2[Rec[K, V], error] {
	return func(yield func(Rec[K, V], error) bool) {
		for entry, size := range x.walk(tx, prefix, span, backward) {
			rec, err := x.read(tx, entry, size)
			if !yield(rec, err) {
				return
			}
		}
	}
}

func (x *Index[K, V]) walk(tx *Tx, prefix []byte, span []Span, backward bool) iter.Seq2[[]byte, []byte] {
	var s Span
	if len(span) > 0 {
		s = span[0]
	}
	low, high := bounds(backward, prefix, s.From, s.After, s.Until, pastPrefix)
	return func(yield func(k, v []byte) bool) {
		n := 0
		for entry, size := range tx.walk(&x.place, low, high, backward) {
			if n++; !yield(entry, size) || n == s.Limit {
				return
			}
		}
	}
}

// read returns the record of an entry. An index entry has no checksum: instead the
// record has to agree that it belongs there.
func (x *Index[K, V]) read(tx *Tx, entry, size []byte) (rec Rec[K, V], err error) {
	k, key, err := x.split(entry, size)
	if err != nil {
		return rec, err
	}
	rec.Key = k
	v, found, err := x.of.Find(tx, k)
	if err != nil {
		return rec, err
	}
	if !found || !contains(x.keys(v), key) {
		return rec, fmt.Errorf("read %s %v: %w: the record is not of this place", x.place.name, k, ErrRotten)
	}
	rec.Value = v
	return rec, nil
}

func (x *Index[K, V]) split(entry, size []byte) (k K, key []byte, err error) {
	at := -1
	if len(size) == 2 {
		at = len(entry) - int(binary.BigEndian.Uint16(size))
	}
	if at >= 0 {
		k, err = x.of.keys.decode(entry[at:])
	}
	if at < 0 || err != nil {
		return k, nil, fmt.Errorf("read %s %x: %w", x.place.name, entry, ErrRotten)
	}
	return k, entry[:at], nil
}

func (x *Index[K, V]) add(tx *Tx, indexKey, key []byte) error {
	return tx.put(&x.place, join(indexKey, key), entryValue(key))
}

func (x *Index[K, V]) remove(tx *Tx, indexKey, key []byte) error {
	return tx.delete(&x.place, join(indexKey, key))
}

// reindex brings every index from the stored record to v; nil: to no record.
func (c *Collection[K, V]) reindex(tx *Tx, key, stored []byte, v *V) error {
	change := stored != nil && v != nil
	if len(c.feeds) == 0 && !slices.ContainsFunc(c.indexes, func(x *Index[K, V]) bool { return !change || !x.fixed }) {
		return nil
	}
	var old V
	known := stored != nil
	if known {
		var err error
		if old, err = c.decode(key, stored); err != nil {
			known = false
			if err := c.sweep(tx, key); err != nil {
				return err
			}
		}
	}
	var was *V
	if known {
		was = &old
	}
	for _, x := range c.feeds {
		if err := x.change(tx, was, v); err != nil {
			return err
		}
	}
	for _, x := range c.indexes {
		if err := x.change(tx, key, x.keysOf(was), x.keysOf(v)); err != nil {
			return err
		}
	}
	return nil
}

// keysOf are the index keys of a record, or of none.
func (x *Index[K, V]) keysOf(v *V) [][]byte {
	if v == nil {
		return nil
	}
	return x.keys(*v)
}

func (x *Index[K, V]) change(tx *Tx, key []byte, was, now [][]byte) error {
	for _, k := range was {
		if !contains(now, k) {
			if err := x.remove(tx, k, key); err != nil {
				return err
			}
		}
	}
	for _, k := range now {
		if !contains(was, k) {
			if err := x.add(tx, k, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep removes the entries and rows of a record that cannot be read any more, by looking
// at all of them: so that a rotten record can be replaced or deleted.
func (c *Collection[K, V]) sweep(tx *Tx, key []byte) error {
	for _, x := range c.feeds {
		k, err := c.keys.decode(key)
		if err == nil {
			err = x.sweep(tx, k)
		}
		if err != nil {
			return err
		}
	}
	for _, x := range c.indexes {
		size := entryValue(key)
		for entry, of := range tx.walk(&x.place, nil, nil, false) {
			if bytes.Equal(of, size) && bytes.HasSuffix(entry, key) {
				if err := tx.delete(&x.place, bytes.Clone(entry)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func entryValue(key []byte) []byte { return binary.BigEndian.AppendUint16(nil, uint16(len(key))) }

func contains(keys [][]byte, key []byte) bool {
	for _, k := range keys {
		if bytes.Equal(k, key) {
			return true
		}
	}
	return false
}

func join(a, b []byte) []byte { return append(a[:len(a):len(a)], b...) }
