package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// overwrite changes stored bytes behind the back of the collection.
func overwrite(tx *Tx, p *place, key, value []byte) error {
	return tx.bolt.Bucket([]byte(p.name)).Put(key, value)
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	l.fill(t, s, 3)
	key := l.notes.keys.encode(1)
	update(t, s, func(tx *Tx) error {
		sound := bytes.Clone(tx.at(&l.notes.place).Get(key))
		for i := range 8 * len(sound) {
			rotten := bytes.Clone(sound)
			rotten[i/8] ^= 1 << (i % 8)
			overwrite(tx, &l.notes.place, key, rotten)
			if _, err := l.notes.Get(tx, 1); !errors.Is(err, ErrRotten) || !strings.Contains(err.Error(), "notes 1") {
				t.Fatalf("bit %d: %v", i, err)
			}
		}
		return nil
	})
}

func TestARottenRecordIsNamedEverywhereAndCanBeReplaced(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	for _, repair := range []func(*Tx) error{
		func(tx *Tx) error { return l.notes.Delete(tx, 1) },
		func(tx *Tx) error { return l.notes.Put(tx, 1, note{ID: 1, Author: 9}) },
	} {
		l.fill(t, s, 5)
		update(t, s, func(tx *Tx) error {
			key := l.notes.keys.encode(1)
			rotten := bytes.Clone(tx.at(&l.notes.place).Get(key))
			rotten[3]++
			return overwrite(tx, &l.notes.place, key, rotten)
		})
		update(t, s, func(tx *Tx) error {
			wantError(t, Verify(tx), "notes 1")
			met, bad := 0, 0
			for rec, err := range l.notes.All(tx) {
				if met++; err != nil {
					bad++
					if rec.Key != 1 {
						t.Errorf("record %d is said to be rotten", rec.Key)
					}
				}
			}
			if met != 5 || bad != 1 {
				t.Errorf("the walk met %d records, %d rotten", met, bad)
			}
			return errors.Join(repair(tx), Verify(tx))
		})
	}
}

func TestARecordInAnotherPlaceIsNoticed(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	l.fill(t, s, 3)
	update(t, s, func(tx *Tx) error {
		value := bytes.Clone(tx.at(&l.notes.place).Get(l.notes.keys.encode(1)))
		overwrite(tx, &l.notes.place, l.notes.keys.encode(2), value)
		_, err := l.notes.Get(tx, 2)
		if !errors.Is(err, ErrRotten) {
			t.Errorf("a record copied to another key: %v", err)
		}
		overwrite(tx, &l.names.place, l.notes.keys.encode(1), value)
		wantError(t, Verify(tx), "names")
		return nil
	})
}

func TestAnIndexOutOfStepIsNoticed(t *testing.T) {
	size := []byte{0, 8}
	for name, spoil := range map[string]func(l *library, tx *Tx) error{
		"entry missing": func(l *library, tx *Tx) error {
			return tx.delete(&l.byAuthor.place, l.byAuthor.Position(Tuple(0), 1))
		},
		"entry of no record": func(l *library, tx *Tx) error {
			return tx.put(&l.byAuthor.place, l.byAuthor.Position(Tuple(0), 99), size)
		},
		"entry under another key": func(l *library, tx *Tx) error {
			return tx.put(&l.byAuthor.place, l.byAuthor.Position(Tuple(1), 1), size)
		},
		"entry of rubbish": func(l *library, tx *Tx) error {
			return tx.put(&l.byAuthor.place, []byte("?"), []byte("?"))
		},
		"entry with another length": func(l *library, tx *Tx) error {
			return tx.put(&l.byAuthor.place, l.byAuthor.Position(Tuple(0), 1), []byte{0, 7})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLibrary()
			s := open(t, newFile(t), l.options())
			l.fill(t, s, 4)
			update(t, s, func(tx *Tx) error {
				if err := spoil(l, tx); err != nil {
					return err
				}
				wantError(t, Verify(tx), "notes.by-author")
				return nil
			})
		})
	}
}

func TestARecordOfAnOlderReleaseThatDoesNotFitIsNotCalledRotten(t *testing.T) {
	l := newLibrary()
	s := open(t, newFile(t), l.options())
	update(t, s, func(tx *Tx) error {
		key := l.names.keys.encode("a")
		stored, _ := encodeRecord(l.names.seed, key, "seven")
		overwrite(tx, &l.names.place, key, stored)
		_, err := l.names.Get(tx, "a")
		wantError(t, err, "names a")
		if errors.Is(err, ErrRotten) {
			t.Error(err)
		}
		return nil
	})
}

func FuzzStoredRecord(f *testing.F) {
	good, _ := encodeRecord(1, []byte("k"), note{ID: 1, Tags: []string{"a"}})
	f.Add([]byte("k"), good)
	f.Add([]byte("k"), []byte("1234"))
	f.Fuzz(func(t *testing.T, key, stored []byte) {
		var n note
		if err := decodeRecord(1, key, stored, &n); err == nil && !json.Valid(stored[:len(stored)-4]) {
			t.Error("rubbish was read as a record")
		}
		kept, err := encodeRecord(1, key, stored)
		if err != nil {
			t.Fatal(err)
		}
		var back []byte
		if err := decodeRecord(1, key, kept, &back); err != nil || !bytes.Equal(back, stored) {
			t.Errorf("%q came back as %q, %v", stored, back, err)
		}
	})
}
