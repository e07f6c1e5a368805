package storage

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"iter"

	jsonv1 "github.com/go-json-experiment/json/v1"
)

// bucket is what the schema is a list of.
type bucket interface {
	places() []*place // of the records and of each index
	holding() (h Holding, personal bool)
	stored(tx *Tx) iter.Seq2[Stored, error]
	verify(tx *Tx, f *Findings, stop func() error) error
}

// Collection is a bucket of records of one type.
type Collection[K, V any] struct {
	place   place
	keys    KeyKind[K]
	seed    uint32
	indexes []*Index[K, V]
	feeds   []feeder[K, V]

	personal   *Personal[K, V]
	impersonal string // why it holds nothing about people
}

// NewCollection describes a collection. It has to be listed in the schema, and
// needs a migration once files without it exist.
func NewCollection[K, V any](bucket string, keys KeyKind[K]) *Collection[K, V] {
	return &Collection[K, V]{
		place: place{name: bucket, growing: keys.growing},
		keys:  keys,
		seed:  crc32.Checksum([]byte(bucket), castagnoli),
	}
}

// Name is the name of its bucket.
func (c *Collection[K, V]) Name() string { return c.place.name }

// Rec is a record with its key.
type Rec[K, V any] struct {
	Key   K
	Value V
}

// Get returns the record of a key, [ErrNotFound] when there is none, or
// [ErrRotten].
func (c *Collection[K, V]) Get(tx *Tx, k K) (V, error) {
	v, found, err := c.Find(tx, k)
	if err == nil && !found {
		err = fmt.Errorf("get %s %v: %w", c.place.name, k, ErrNotFound)
	}
	return v, err
}

// Find returns the record of a key and whether there is one.
func (c *Collection[K, V]) Find(tx *Tx, k K) (v V, found bool, err error) {
	key := c.keys.encode(k)
	stored := tx.at(&c.place).Get(key)
	if stored == nil {
		return v, false, nil
	}
	v, err = c.decode(key, stored)
	return v, err == nil, err
}

// Has says whether there is a record of a key, without reading it.
func (c *Collection[K, V]) Has(tx *Tx, k K) bool {
	return tx.at(&c.place).Get(c.keys.encode(k)) != nil
}

// Put writes a record in the place of the old one and brings the indexes up to
// date.
func (c *Collection[K, V]) Put(tx *Tx, k K, v V) error {
	key := c.keys.encode(k)
	stored, err := encodeRecord(c.seed, key, &v)
	if err != nil {
		return tx.fail(fmt.Errorf("put %s %v: %w", c.place.name, k, err))
	}
	old := tx.at(&c.place).Get(key)
	if bytes.Equal(old, stored) {
		return nil
	}
	if err := c.reindex(tx, key, old, &v); err != nil {
		return err
	}
	return tx.put(&c.place, key, stored)
}

// Delete removes a record and its index entries. That there is none is no error.
func (c *Collection[K, V]) Delete(tx *Tx, k K) error {
	key := c.keys.encode(k)
	old := tx.at(&c.place).Get(key)
	if old == nil {
		return nil
	}
	if err := c.reindex(tx, key, old, nil); err != nil {
		return err
	}
	return tx.delete(&c.place, key)
}

// Changed says whether the transaction has put or deleted a record so far.
func (c *Collection[K, V]) Changed(tx *Tx) bool { return tx.changed[&c.place] }

// Len counts the records. It walks over all of them.
func (c *Collection[K, V]) Len(tx *Tx) int {
	n := 0
	for range tx.walk(&c.place, nil, nil, false) {
		n++
	}
	return n
}

// AtLeast reports whether there are n records or more. It walks over no more than n.
func (c *Collection[K, V]) AtLeast(tx *Tx, n int) bool {
	for range tx.walk(&c.place, nil, nil, false) {
		if n--; n <= 0 {
			return true
		}
	}
	return n <= 0
}

// Range says which records of a collection to walk over and in what direction. The
// zero value is all of them, in order.
type Range[K any] struct {
	From     *K     // begin with this key, or the next one there is
	After    *K     // begin behind this key
	Until    *K     // stop before this key
	Prefix   []byte // only keys that begin so; see [Tuple]
	Backward bool
	Limit    int // at most so many; 0: no limit
}

// All walks over the records of a range, or over all of them. A record that cannot
// be read comes as an error with its key, and the walk can go on behind it. The
// loop may put and delete: what it deletes ahead is not met, what it puts ahead is.
func (c *Collection[K, V]) All(tx *Tx, ranges ...Range[K]) iter.Seq2[Rec[K, V], error] {
	return func(yield func(Rec[K, V], error) bool) {
		limit := 0
		for key, stored := range c.walk(tx, ranges) {
			var rec Rec[K, V]
			var err error
			if rec.Key, err = c.keys.decode(key); err != nil {
				err = fmt.Errorf("read %s %x: %w: %w", c.place.name, key, ErrRotten, err)
			} else {
				rec.Value, err = c.decode(key, stored)
			}
			if !yield(rec, err) {
				return
			}
			if limit++; len(ranges) > 0 && limit == ranges[0].Limit {
				return
			}
		}
	}
}

func (c *Collection[K, V]) walk(tx *Tx, ranges []Range[K]) iter.Seq2[[]byte, []byte] {
	var r Range[K]
	if len(ranges) > 0 {
		r = ranges[0]
	}
	bytes := func(k *K) []byte {
		if k == nil {
			return nil
		}
		return c.keys.encode(*k)
	}
	low, high := bounds(r.Backward, r.Prefix, bytes(r.From), bytes(r.After), bytes(r.Until), next)
	return tx.walk(&c.place, low, high, r.Backward)
}

// decode names bucket and key in its errors.
func (c *Collection[K, V]) decode(key, stored []byte) (v V, err error) {
	if err := decodeRecord(c.seed, key, stored, &v); err != nil {
		var zero V
		return zero, fmt.Errorf("read %s %s: %w", c.place.name, c.name(key), err)
	}
	return v, nil
}

// name words a key for people.
func (c *Collection[K, V]) name(key []byte) string {
	k, err := c.keys.decode(key)
	if err != nil {
		return fmt.Sprintf("%x", key)
	}
	return fmt.Sprint(k)
}

// Stored is a record as it is kept.
type Stored struct {
	Collection, Key string
	JSON            []byte
}

// Everything walks over all records of the schema.
func Everything(tx *Tx) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		for _, b := range schema {
			for s, err := range b.stored(tx) {
				if !yield(s, err) {
					return
				}
			}
		}
	}
}

func (c *Collection[K, V]) stored(tx *Tx) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		for key, stored := range tx.walk(&c.place, nil, nil, false) {
			_, err := c.decode(key, stored)
			if !yield(Stored{c.place.name, c.name(key), stored[:max(len(stored)-4, 0)]}, err) {
				return
			}
		}
	}
}

func (c *Collection[K, V]) places() []*place {
	all := []*place{&c.place}
	for _, x := range c.indexes {
		all = append(all, &x.place)
	}
	return all
}

// MaxRecord is how many bytes of JSON a record may have, about as many as a round
// writes. A file for somebody that is larger goes as several.
const MaxRecord = 1 << 20

// A stored record is its JSON and four bytes: the CRC-32C of bucket, key and JSON.
// Pages of bbolt carry no checksum; with bucket and key in the sum, a record that
// was copied to another place is noticed too.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func sum(seed uint32, key, text []byte) uint32 {
	return crc32.Update(crc32.Update(seed, castagnoli, key), castagnoli, text)
}

func encodeRecord(seed uint32, key []byte, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(text) > MaxRecord {
		return nil, fmt.Errorf("%w: %d bytes", ErrLarge, len(text))
	}
	return binary.BigEndian.AppendUint32(text, sum(seed, key, text)), nil
}

// decodeRecord reads with what encoding/json becomes in Go 1.27: the same rules, in half
// the time.
func decodeRecord(seed uint32, key, stored []byte, v any) error {
	end := len(stored) - 4
	if end < 0 || sum(seed, key, stored[:end]) != binary.BigEndian.Uint32(stored[end:]) {
		return fmt.Errorf("%w: the checksum does not match", ErrRotten)
	}
	return jsonv1.Unmarshal(stored[:end], v)
}
