package storage

import (
	"bytes"
	"errors"
)

// feeder keeps what follows from the records of a collection in another one.
type feeder[K, V any] interface {
	change(tx *Tx, was, now *V) error
	sweep(tx *Tx, key K) error
	verifyRecord(tx *Tx, v V, f *Findings) (rows int)
	verifyRows(tx *Tx, f *Findings, rows int)
	place() *place
}

// feed is a [feeder] of rows with keys of another type.
type feed[K, V, J, W any] struct {
	from *Collection[K, V]
	to   *Collection[J, W]
	rows func(V) []Rec[J, W]
	of   func(J) (K, bool)
}

// Feeding lets a collection feed another one: rows says what follows from a record and
// nothing else, of from which record a row follows, if from one of this collection. The
// rows are kept as the entries of an index are: with each change of a record, and nobody
// else writes them. Several collections may feed one.
func Feeding[K, V, J, W any](from *Collection[K, V], to *Collection[J, W], rows func(V) []Rec[J, W], of func(J) (K, bool)) *Collection[K, V] {
	from.feeds = append(from.feeds, feed[K, V, J, W]{from, to, rows, of})
	return from
}

func (x feed[K, V, J, W]) place() *place { return &x.to.place }

// change brings the rows from those of one record to those of another; nil: none.
func (x feed[K, V, J, W]) change(tx *Tx, was, now *V) error {
	var rows []Rec[J, W]
	if now != nil {
		rows = x.rows(*now)
	}
	if was != nil {
		for _, old := range x.rows(*was) {
			if !x.has(rows, old.Key) {
				if err := x.to.Delete(tx, old.Key); err != nil {
					return err
				}
			}
		}
	}
	for _, row := range rows {
		if err := x.to.Put(tx, row.Key, row.Value); err != nil {
			return err
		}
	}
	return nil
}

func (x feed[K, V, J, W]) has(rows []Rec[J, W], k J) bool {
	key := x.to.keys.encode(k)
	for _, row := range rows {
		if bytes.Equal(x.to.keys.encode(row.Key), key) {
			return true
		}
	}
	return false
}

// sweep removes the rows of a record that cannot be read any more, by looking at all of
// them.
func (x feed[K, V, J, W]) sweep(tx *Tx, k K) error {
	key := x.from.keys.encode(k)
	for rec, err := range x.to.All(tx) {
		if err != nil && !errors.Is(err, ErrRotten) {
			return err
		}
		if of, mine := x.of(rec.Key); mine && bytes.Equal(x.from.keys.encode(of), key) {
			if err := x.to.Delete(tx, rec.Key); err != nil {
				return err
			}
		}
	}
	return nil
}

// verifyRecord makes the rows of a record anew and names those that are missing or say
// something else. It returns how many there have to be.
func (x feed[K, V, J, W]) verifyRecord(tx *Tx, v V, f *Findings) (n int) {
	rows := x.rows(v)
	for _, row := range rows {
		key := x.to.keys.encode(row.Key)
		stored, err := encodeRecord(x.to.seed, key, &row.Value)
		if err != nil || !bytes.Equal(tx.at(&x.to.place).Get(key), stored) {
			f.problem("%s %v is missing or not what %s says", x.to.place.name, row.Key, x.from.place.name)
		}
	}
	return len(rows)
}

// verifyRows names the rows that follow from no record, where there are more than there
// have to be.
func (x feed[K, V, J, W]) verifyRows(tx *Tx, f *Findings, rows int) {
	n := 0
	for key := range tx.walk(&x.to.place, nil, nil, false) {
		if _, mine := x.source(key); mine {
			n++
		}
	}
	if n == rows {
		return
	}
	for key := range tx.walk(&x.to.place, nil, nil, false) {
		k, mine := x.source(key)
		if !mine {
			continue
		}
		v, found, err := x.from.Find(tx, k)
		row, _ := x.to.keys.decode(key)
		if err == nil && (!found || !x.has(x.rows(v), row)) {
			f.problem("%s %v follows from nothing in %s", x.to.place.name, row, x.from.place.name)
		}
	}
}

func (x feed[K, V, J, W]) source(key []byte) (k K, mine bool) {
	row, err := x.to.keys.decode(key)
	if err != nil {
		return k, false
	}
	return x.of(row)
}
