package storage

import (
	"maps"
	"slices"
)

// WriteSet is what a transaction changes: buckets that it makes, the last word on each
// key in the order of buckets and keys, buckets that it removes. It says everything
// that another file needs to become the same; to do it twice does no harm.
type WriteSet []Write

// Write is one change of a [WriteSet].
type Write struct {
	Op     Op     `json:"op"`
	Bucket string `json:"bucket"`
	Key    []byte `json:"key,omitempty"`   // of Put and Delete
	Value  []byte `json:"value,omitempty"` // of Put
}

// Op says what a [Write] does.
type Op uint8

// What can be done.
const (
	Put Op = iota + 1
	Delete
	Create // a bucket
	Drop   // a bucket
)

// Size returns the bytes of all names, keys and values.
func (s WriteSet) Size() (n int) {
	for _, w := range s {
		n += len(w.Bucket) + len(w.Key) + len(w.Value)
	}
	return n
}

// writes collects the write set of a transaction. Without one it does nothing.
type writes struct {
	created, dropped []string
	last             map[string]map[string][]byte // bucket, key, value; nil: deleted
}

func (w *writes) put(p *place, key, value []byte) {
	if w == nil {
		return
	}
	keys := w.last[p.name]
	if keys == nil {
		keys = map[string][]byte{}
		w.last[p.name] = keys
	}
	keys[string(key)] = value
}

func (w *writes) delete(p *place, key []byte) { w.put(p, key, nil) }

func (w *writes) create(p *place) {
	if w != nil {
		w.created = append(w.created, p.name)
	}
}

func (w *writes) drop(p *place) {
	if w != nil {
		w.dropped = append(w.dropped, p.name)
		delete(w.last, p.name)
	}
}

// set puts what was collected in order.
func (w *writes) set() (all WriteSet) {
	for _, name := range w.created {
		all = append(all, Write{Op: Create, Bucket: name})
	}
	for _, bucket := range slices.Sorted(maps.Keys(w.last)) {
		keys := w.last[bucket]
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			op := Put
			if keys[key] == nil {
				op = Delete
			}
			all = append(all, Write{Op: op, Bucket: bucket, Key: []byte(key), Value: keys[key]})
		}
	}
	for _, name := range w.dropped {
		all = append(all, Write{Op: Drop, Bucket: name})
	}
	return all
}
