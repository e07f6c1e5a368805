package bot

import (
	"os"
	"path/filepath"
	"time"

	"veche/storage"
)

const (
	backupEvery = 24 * time.Hour
	backupAgain = time.Hour // after one that failed
)

// backups are the copies of the file that the bot makes by itself.
type backups struct {
	dir  string
	keep int
}

// keepBackups makes a copy every day, the first at once where the last is a day old,
// beside the loop and until the bot stops.
func (b *Bot) keepBackups() {
	if b.backups.dir == "" {
		return
	}
	for b.working.Err() == nil {
		turned := b.turned()
		wait := b.backUp(b.now())
		select {
		case <-time.After(wait):
		case <-turned:
		case <-b.working.Done():
		}
	}
}

// backUp makes a copy when it is time for one, clears old ones away, and returns how
// long to wait.
func (b *Bot) backUp(now time.Time) time.Duration {
	last, err := storage.LastBackup(b.backups.dir)
	if age := now.Sub(last); err == nil && age >= 0 && age < backupEvery {
		b.metrics.backedUp(last, nil)
		return backupEvery - age
	}
	start := time.Now()
	if err == nil {
		err = b.store.Backup(b.working, filepath.Join(b.backups.dir, storage.BackupName(now)))
	}
	if b.working.Err() != nil {
		return 0
	}
	removed, stuck := storage.Rotate(b.backups.dir, b.backups.keep, now)
	if stuck != nil {
		b.log.Error("old backups could not be removed", "error", stuck)
	}
	b.metrics.backedUp(now, err)
	if err != nil {
		b.log.Error("the backup failed", "error", err, "again_in", backupAgain)
		return backupAgain
	}
	b.log.Info("backed up", "folder", b.backups.dir, "took", time.Since(start).Round(time.Millisecond), "old_removed", removed)
	return backupEvery
}

// prepare makes the folder, so that a wrong one is known at the start.
func (b backups) prepare() error {
	if b.dir == "" {
		return nil
	}
	return os.MkdirAll(b.dir, 0o700)
}
