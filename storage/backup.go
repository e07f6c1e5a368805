package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"veche/storage/pages"

	"go.etcd.io/bbolt"
)

// Backup writes a copy of the last commit to path while work goes on, mode 0600. It
// never overwrites a file, and leaves none behind when it fails. What was deleted
// is not in the copy, and a damaged page tree makes it fail.
func (s *Store) Backup(ctx context.Context, path string) error { return backup(ctx, s.db, path) }

// Copy is [Store.Backup] of a file that no process has open. The file stays as it
// is: one of an older release is not migrated.
func Copy(ctx context.Context, from, path string) error {
	db, err := openReader(from, Options{}.withDefaults())
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := readAbout(db, from); err != nil {
		return err
	}
	return backup(ctx, db, path)
}

func backup(ctx context.Context, db *bbolt.DB, path string) error {
	err := install(path, keepOld, func(f *os.File) error {
		err := db.View(func(btx *bbolt.Tx) error {
			_, err := btx.WriteTo(&untilDone{ctx, f})
			return err
		})
		if err != nil {
			return cmp.Or(ctx.Err(), err) // bbolt keeps only the words of some errors
		}
		return pages.Scrub(f)
	})
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("back up to %s: there is such a file; choose another name", path)
	}
	if err != nil {
		return fmt.Errorf("back up to %s: %w", path, full(err))
	}
	return nil
}

// untilDone is a file that is written until the context ends.
type untilDone struct {
	ctx  context.Context
	file *os.File
}

func (w *untilDone) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.file.Write(b)
}

const (
	backupLayout = "veche-2006-01-02T150405.db"
	backupAge    = 30 * 24 * time.Hour // what people had removed must be gone from backups too
)

// BackupName returns the name of a backup made at a time; names sort by it.
func BackupName(t time.Time) string { return t.UTC().Format(backupLayout) }

// Rotate removes from a folder all backups but the newest keep, those older than 30
// days, and what a killed process left half done a day ago; it returns how many. It
// touches only files that [Store.Backup] made under a [BackupName].
func Rotate(dir string, keep int, now time.Time) (removed int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("rotate backups: %w", err)
	}
	kept := 0
	for _, e := range slices.Backward(entries) { // names sort by time
		made, whole := backupTime(e.Name())
		age := now.Sub(made)
		switch {
		case made.IsZero() || !e.Type().IsRegular():
			continue
		case whole && kept < keep && age <= backupAge:
			kept++
			continue
		case !whole && age <= 24*time.Hour:
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, fmt.Errorf("rotate backups: %w", err)
		}
		removed++
	}
	return removed, nil
}

// LastBackup returns when the newest backup of a folder was made, by its name; the
// zero time when there is none.
func LastBackup(dir string) (time.Time, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for backups: %w", err)
	}
	for _, e := range slices.Backward(entries) { // names sort by time
		if made, whole := backupTime(e.Name()); whole && !made.IsZero() {
			return made, nil
		}
	}
	return time.Time{}, nil
}

// backupTime reads the name of a backup, or of one that was not finished (see
// install); the zero time: the file is something else.
func backupTime(name string) (made time.Time, whole bool) {
	name, half := strings.CutPrefix(name, ".")
	if half {
		name = name[:max(strings.LastIndexByte(name, '.'), 0)]
	}
	made, err := time.Parse(backupLayout, name)
	if err != nil {
		return time.Time{}, false
	}
	return made, !half
}
