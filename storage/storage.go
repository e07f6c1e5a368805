// Package storage keeps everything that has to outlive the process: one bbolt
// file of records.
//
// What is kept stands in schema.go, one line a collection. A [Collection] is a
// bucket of JSON records, each with a checksum over its bucket, key and value; a
// record that rotted is found, named and refused, never served. An [Index] is a
// bucket beside it that Put and Delete keep in step. Each collection says what it holds
// about people ([Personal]): /mydata and /forget go by that alone.
//
// All writing happens in [Store.Update], one transaction at a time, and goes
// through one put and one delete ([Tx]), so that what a transaction writes can be done
// to another file too ([WriteSet], [Replica]). Nothing in a transaction waits, reads a
// clock or draws randomness, so it can be run again.
//
// Open refuses what it could not read safely: a file that is cut short, of another
// program, or of a newer release. [Check] and [Verify] look at everything.
package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/bits"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Errors to ask for with errors.Is.
var (
	// ErrNotFound says that there is no such record.
	ErrNotFound = errors.New("no such record")
	// ErrRotten says that the bytes of a record or an index are not what was written.
	ErrRotten = errors.New("rotten record")
	// ErrFull says that the disk or [Options.MaxSize] is full. The store can still be
	// read, and written as soon as there is room.
	ErrFull = errors.New("no room left for the data")
	// ErrLarge says that a record is larger than [MaxRecord].
	ErrLarge = errors.New("a record that is too large")
	// ErrInUse says that another process has the file open.
	ErrInUse = errors.New("is used by another veche")
)

// Options say how to open a store. The zero value is what `veche run` wants.
type Options struct {
	MaxSize int              // bytes the file may reach, to about 3 %; 0: the disk decides
	Timeout time.Duration    // how long to wait for another process to let go of the file; 0: 3 s
	Mmap    int              // bytes of address space to map, so that readers never hold up the writer; 0: 1 GiB on 64 bit
	Now     func() time.Time // dates a new file; nil: time.Now
	// BeforeCommit is given what a transaction writes, after its function and before its
	// commit, those of a new file and of migrations too. Its error undoes the transaction
	// as if the commit had failed.
	BeforeCommit func(WriteSet) error
	Context      context.Context // its end stops a migration between two of its pieces
	Log          *slog.Logger    // hears of migrations, and of a file that others could read

	schema     []bucket    // nil: the schema
	migrations []migration // nil with a nil schema: the migrations
	piece      int         // bytes that a piece of a migration writes; 0: pieceBytes
}

// Keeping lets the file hold more collections than the schema lists: those of a
// conversation that is being tried out.
func (o Options) Keeping(more ...bucket) Options {
	o.schema, o.migrations = slices.Concat(schema, more), migrations
	return o
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = 3 * time.Second
	}
	if o.Mmap == 0 && bits.UintSize == 64 {
		o.Mmap = 1 << 30
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Context == nil {
		o.Context = context.Background()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.piece == 0 {
		o.piece = pieceBytes
	}
	if o.schema == nil {
		o.schema, o.migrations = schema, migrations
	}
	return o
}

// Store is an open file of records. Its methods may be called from any goroutine.
type Store struct {
	db     *bbolt.DB
	schema []bucket
	before func(WriteSet) error // nil: nobody wants to know

	commits, failed atomic.Uint64
}

// Close waits for open transactions and closes the file. It leaves the list of free
// pages in it: without one, as after a crash, bbolt looks at every page to open it.
func (s *Store) Close() error {
	if tx, err := s.db.Begin(true); err == nil {
		s.db.NoFreelistSync = false
		_ = tx.Commit() // where there is no room the next start takes longer
	}
	return s.db.Close()
}

// Update runs fn in the one read-write transaction there is at a time, and commits
// it to the disk. An error or a panic of fn undoes everything, and passes on.
//
// When the commit itself fails, nothing was written as a rule; but where the disk
// failed at the very last step the changes may stand. So what is tried again looks
// first whether it was done.
//
// Never call Update inside a View or another Update: it would wait for itself.
func (s *Store) Update(fn func(*Tx) error) error {
	btx, err := s.db.Begin(true)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer btx.Rollback() // does nothing after a commit
	tx := newTx(btx, s.schema)
	if s.before != nil {
		tx.writes = &writes{last: map[string]map[string][]byte{}}
	}
	if err := fn(tx); err != nil {
		return err
	}
	if tx.broken != nil {
		return tx.broken
	}
	if err := s.commit(tx); err != nil {
		s.failed.Add(1)
		return fmt.Errorf("commit: %w", full(err))
	}
	s.commits.Add(1)
	return nil
}

func (s *Store) commit(tx *Tx) error {
	if tx.writes != nil {
		if set := tx.writes.set(); len(set) > 0 {
			if err := s.before(set); err != nil {
				return err
			}
		}
	}
	return tx.bolt.Commit()
}

// View runs fn on the state of the last commit; commits of others go on meanwhile
// and are not seen. Keep it short: pages that it may read cannot be used again.
func (s *Store) View(fn func(*Tx) error) error {
	btx, err := s.db.Begin(false)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer btx.Rollback()
	return fn(newTx(btx, s.schema))
}

// full marks the errors that mean that there is no room.
func full(err error) error {
	for _, e := range []error{bolterrors.ErrMaxSizeReached, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		// bbolt keeps only the words of some errors.
		if errors.Is(err, e) || strings.HasSuffix(err.Error(), e.Error()) {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	return err
}

// Size returns the size of the file in bytes, 0 when it cannot be told.
func (s *Store) Size() int64 {
	info, err := os.Stat(s.db.Path())
	if err != nil {
		return 0
	}
	return info.Size()
}

// Stats are numbers for the metrics.
type Stats struct {
	FileBytes int64  // size of the file
	FreeBytes int64  // of it, room that can be used again
	Readers   int    // open read transactions
	Commits   uint64 // since the store was opened
	Failed    uint64 // commits that failed
}

// Stats returns the numbers of this moment.
func (s *Store) Stats() Stats {
	b := s.db.Stats()
	return Stats{
		FileBytes: s.Size(),
		FreeBytes: int64(b.FreePageN+b.PendingPageN) * int64(s.db.Info().PageSize),
		Readers:   b.OpenTxN,
		Commits:   s.commits.Load(),
		Failed:    s.failed.Load(),
	}
}
