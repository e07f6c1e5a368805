package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// Backup writes a copy of the last commit to path while work goes on. It never
// overwrites a file, and leaves none behind when it fails.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("back up to %s: there is such a file; choose another name", path)
	}
	err := install(path, func(temp string) error {
		f, err := os.OpenFile(temp, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		err = s.db.View(func(btx *bbolt.Tx) error {
			_, err := btx.WriteTo(&untilDone{ctx, f})
			return err
		})
		return errors.Join(err, f.Close())
	})
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

// Rotate removes from a folder all backups but the newest keep, and those older
// than 30 days, and returns how many. It touches only files that [BackupName]
// names.
func Rotate(dir string, keep int, now time.Time) (removed int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("rotate backups: %w", err)
	}
	kept := 0
	for i := len(entries) - 1; i >= 0; i-- {
		name := entries[i].Name()
		made, err := time.Parse(backupLayout, name)
		if err != nil || !entries[i].Type().IsRegular() {
			continue
		}
		if kept < keep && now.Sub(made) <= backupAge {
			kept++
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, fmt.Errorf("rotate backups: %w", err)
		}
		removed++
	}
	return removed, nil
}
