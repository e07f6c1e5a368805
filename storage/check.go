package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Findings is what a check found out about a file.
type Findings struct {
	Format   int
	Made     time.Time
	Records  int
	Problems []string // in words, with buckets and keys; at most 100
	More     int      // problems beyond these
}

// OK says whether nothing is wrong.
func (f Findings) OK() bool { return len(f.Problems) == 0 }

// Err returns the problems as an error, nil when there are none.
func (f Findings) Err() error {
	if f.OK() {
		return nil
	}
	return fmt.Errorf("%d problems: %s", len(f.Problems)+f.More, strings.Join(f.Problems, "; "))
}

func (f *Findings) problem(format string, args ...any) {
	if len(f.Problems) == 100 {
		f.More++
		return
	}
	f.Problems = append(f.Problems, fmt.Sprintf(format, args...))
}

// Check looks at every page, record and index entry of a file that no process has
// open, and changes nothing. Its error says that the file could not be looked at:
// cut short, of another program, of another format.
func Check(path string) (Findings, error) { return check(path, Options{}) }

func check(path string, o Options) (f Findings, err error) {
	o = o.withDefaults()
	db, err := openReader(path, o)
	if err != nil {
		return f, err
	}
	defer db.Close()
	a, err := readAbout(db, path)
	if err != nil {
		return f, err
	}
	f.Format, f.Made = a.Format, a.Made
	if a.Format != newest(o.migrations) {
		return f, fmt.Errorf("%s has format %d, this veche checks format %d: use the release that wrote it", path, a.Format, newest(o.migrations))
	}
	if a.Migrating != nil {
		return f, fmt.Errorf("%s is being migrated to format %d: start the bot, which goes on with it", path, a.Format)
	}
	err = db.View(func(btx *bbolt.Tx) error {
		for err := range btx.Check() {
			f.problem("structure: %v", err)
		}
		if !f.OK() {
			return nil // records of a broken tree are not worth reading
		}
		return verify(context.Background(), newTx(btx, o.schema), &f)
	})
	return f, err
}

// Check looks at every record and index of the last commit.
func (s *Store) Check(ctx context.Context) (f Findings, err error) {
	err = s.View(func(tx *Tx) error { return verify(ctx, tx, &f) })
	return f, err
}

// Verify compares every record with its checksum and every index with its records.
func Verify(tx *Tx) error {
	var f Findings
	return errors.Join(verify(context.Background(), tx, &f), f.Err())
}

func verify(ctx context.Context, tx *Tx, f *Findings) error {
	for _, b := range everything(tx.schema) {
		if err := b.verify(tx, f, ctx.Err); err != nil {
			return err
		}
	}
	return nil
}

func (c *Collection[K, V]) verify(tx *Tx, f *Findings, stop func() error) error {
	for _, p := range c.places() {
		if tx.bolt.Bucket([]byte(p.name)) == nil {
			f.problem("%s: the bucket is missing", p.name)
			return nil
		}
	}
	entries, rows := make([]int, len(c.indexes)), make([]int, len(c.feeds))
	for key, stored := range tx.walk(&c.place, nil, nil, false) {
		if f.Records++; f.Records%1024 == 0 {
			if err := stop(); err != nil {
				return err
			}
		}
		v, err := c.decode(key, stored)
		if err != nil {
			f.problem("%v", err)
			continue
		}
		for i, x := range c.indexes {
			entries[i] += x.verifyRecord(tx, key, x.keys(v), f)
		}
		for i, x := range c.feeds {
			rows[i] += x.verifyRecord(tx, v, f)
		}
	}
	for i, x := range c.feeds {
		x.verifyRows(tx, f, rows[i])
	}
	for i, x := range c.indexes {
		if x.Count(tx, nil, 0) != entries[i] {
			x.verifyEntries(tx, f)
		}
	}
	return nil
}

// verifyRecord returns how many entries the record has.
func (x *Index[K, V]) verifyRecord(tx *Tx, key []byte, indexKeys [][]byte, f *Findings) (n int) {
	b := tx.at(&x.place)
	for i, k := range indexKeys {
		if contains(indexKeys[:i], k) {
			continue
		}
		if !bytes.Equal(b.Get(join(k, key)), entryValue(key)) {
			f.problem("%s: the entry of %s is missing or rotten", x.place.name, x.of.name(key))
			continue
		}
		n++
	}
	return n
}

// verifyEntries names the entries that have no record, or another one. A record that
// cannot be read was named already.
func (x *Index[K, V]) verifyEntries(tx *Tx, f *Findings) {
	for entry, size := range tx.walk(&x.place, nil, nil, false) {
		entry := bytes.Clone(entry)
		if k, _, err := x.split(entry, size); err == nil {
			if _, _, err := x.of.Find(tx, k); err != nil {
				continue
			}
		}
		if _, err := x.read(tx, entry, size); err != nil {
			f.problem("%v", err)
		}
	}
}
