package storage

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"veche/flows/civic"
)

// Personal declares what a collection holds about people. /mydata and /forget walk over
// these declarations and know no collection by name.
type Personal[K, V any] struct {
	// Theirs finds what belongs to somebody, Naming what is of others or of nobody and
	// names them: by a key or an index, never by a walk over everything.
	Theirs, Naming Finder[K]
	// Show is what somebody sees of a record of theirs, with nobody else's number in it;
	// without it they see the record.
	Show func(v V, p civic.PersonID) any
	// Forget leaves of a record what may stay when somebody asked to be forgotten: often
	// nothing. Without it a conversation does that, because it is more than a change of
	// one record.
	Forget func(v V, p civic.PersonID) (left V, stays bool)
}

// Finder finds the keys of records by a person.
type Finder[K any] func(*Tx, civic.PersonID) iter.Seq2[K, error]

// Personal says what the collection holds about people.
func (c *Collection[K, V]) Personal(p Personal[K, V]) *Collection[K, V] {
	c.personal = &p
	return c
}

// Impersonal says why the collection holds nothing about people.
func (c *Collection[K, V]) Impersonal(why string) *Collection[K, V] {
	c.impersonal = why
	return c
}

// About walks over all records that belong to somebody or name them.
func (c *Collection[K, V]) About(tx *Tx, p civic.PersonID) iter.Seq2[Rec[K, V], error] {
	return func(yield func(Rec[K, V], error) bool) {
		for _, find := range []Finder[K]{c.personal.Theirs, c.personal.Naming} {
			if find == nil {
				continue
			}
			for k, err := range find(tx, p) {
				var v V
				if err == nil {
					v, err = c.Get(tx, k)
				}
				if !yield(Rec[K, V]{k, v}, err) {
					return
				}
			}
		}
	}
}

// Holding is a collection of the schema in what it holds about people.
type Holding struct {
	Name string
	// ByHand says that a conversation has to do what Forget does elsewhere.
	ByHand bool
	// Found names all records that belong to somebody or name them.
	Found func(tx *Tx, p civic.PersonID) iter.Seq2[string, error]
	// Show walks over what somebody is shown, but for the first so many records.
	Show func(tx *Tx, p civic.PersonID, skip int) iter.Seq2[any, error]
	// Forget takes somebody out of at most so many records, and returns how many it met.
	Forget func(tx *Tx, p civic.PersonID, most int) (met int, err error)
}

// Holdings lists the collections that hold something about people.
func Holdings(tx *Tx) (all []Holding) {
	for _, b := range tx.schema {
		if h, ok := b.holding(); ok {
			all = append(all, h)
		}
	}
	return all
}

func (c *Collection[K, V]) holding() (Holding, bool) {
	if c.personal == nil {
		return Holding{}, false
	}
	return Holding{Name: c.place.name, ByHand: c.personal.Forget == nil, Found: c.found, Show: c.show, Forget: c.forget}, true
}

func (c *Collection[K, V]) found(tx *Tx, p civic.PersonID) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for rec, err := range c.About(tx, p) {
			if !yield(fmt.Sprint(rec.Key), err) {
				return
			}
		}
	}
}

func (c *Collection[K, V]) show(tx *Tx, p civic.PersonID, skip int) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		if c.personal.Theirs == nil {
			return
		}
		for k, err := range c.personal.Theirs(tx, p) {
			if skip--; skip >= 0 {
				continue
			}
			var shown any
			if err == nil {
				shown, err = c.shown(tx, k, p)
			}
			if !yield(shown, err) {
				return
			}
		}
	}
}

func (c *Collection[K, V]) shown(tx *Tx, k K, p civic.PersonID) (any, error) {
	v, err := c.Get(tx, k)
	if err != nil || c.personal.Show == nil {
		return v, err
	}
	return c.personal.Show(v, p), nil
}

// forget removes what is rotten: nobody can say what is in it.
func (c *Collection[K, V]) forget(tx *Tx, p civic.PersonID, most int) (met int, err error) {
	for rec, err := range c.About(tx, p) {
		if met == most {
			return met, nil
		}
		met++
		if err != nil && !errors.Is(err, ErrRotten) {
			return met, err
		}
		left, stays := rec.Value, false
		if err == nil {
			left, stays = c.personal.Forget(left, p)
		}
		if stays {
			err = c.Put(tx, rec.Key, left)
		} else {
			err = c.Delete(tx, rec.Key)
		}
		if err != nil {
			return met, err
		}
	}
	return met, nil
}

// whole forgets a record as a whole.
func whole[V any](v V, _ civic.PersonID) (V, bool) { return v, false }

// by finds what an index has under a person.
func by[K, V any](x *Index[K, V]) Finder[K] {
	return func(tx *Tx, p civic.PersonID) iter.Seq2[K, error] { return x.Keys(tx, Tuple(p)) }
}

// at finds the one record of a person.
func at[K, V any](c *Collection[K, V], key func(civic.PersonID) K) Finder[K] {
	return func(tx *Tx, p civic.PersonID) iter.Seq2[K, error] {
		return func(yield func(K, error) bool) {
			if k := key(p); c.Has(tx, k) {
				yield(k, nil)
			}
		}
	}
}

// below finds what has a key that begins with a person.
func below[K, V any](c *Collection[K, V]) Finder[K] {
	return func(tx *Tx, p civic.PersonID) iter.Seq2[K, error] {
		return func(yield func(K, error) bool) {
			for key := range c.walk(tx, []Range[K]{{Prefix: Tuple(p)}}) {
				if !yield(c.keys.decode(key)) {
					return
				}
			}
		}
	}
}

// either finds what one or the other finds.
func either[K any](finders ...Finder[K]) Finder[K] {
	return func(tx *Tx, p civic.PersonID) iter.Seq2[K, error] {
		return func(yield func(K, error) bool) {
			for _, find := range finders {
				for k, err := range find(tx, p) {
					if !yield(k, err) {
						return
					}
				}
			}
		}
	}
}

// persons are index keys of those named, once each, without nobody.
func persons(ids ...civic.PersonID) (keys [][]byte) {
	for i, p := range ids {
		if p != 0 && p != civic.Nobody && !slices.Contains(ids[:i], p) {
			keys = append(keys, Tuple(p))
		}
	}
	return keys
}

// unless is a person, or nobody where it is that one.
func unless(is, p, nobody civic.PersonID) civic.PersonID {
	if is == p {
		return nobody
	}
	return is
}

// only is the person where it is that one, or nobody.
func only(is, p civic.PersonID) civic.PersonID {
	if is == p {
		return p
	}
	return 0
}
