package storage

import (
	"fmt"
	"time"
)

// program is written into every file, so that a bbolt file of another program is
// known.
const program = "veche"

// about is the record by which a file is known.
type about struct {
	Program string    `json:"program"`
	Format  int       `json:"format"`
	Made    time.Time `json:"made"`
	// Migrating is how far the migration to Format came; nil: it is done.
	Migrating *progress `json:"migrating,omitempty"`
}

// The collections that the engine itself needs.
var (
	meta     = NewCollection[string, about]("meta", Text[string]())
	counters = NewCollection[string, uint64]("counters", Text[string]())
)

// Next returns the next number of a counter: 1, 2, 3 … The counter is a record like
// any other.
func Next(tx *Tx, counter string) (uint64, error) {
	n, _, err := counters.Find(tx, counter)
	if err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return n + 1, counters.Put(tx, counter, n+1)
}

// everything lists the buckets of a file with this schema.
func everything(schema []bucket) []bucket {
	return append([]bucket{meta, counters}, schema...)
}
