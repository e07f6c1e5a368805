package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"veche/storage/pages"
)

func TestABackupTakenWhileTheBotWritesIsSound(t *testing.T) {
	l := newLibrary()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "veche.db"), l.options())
	ctx, stop := context.WithCancel(t.Context())
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := uint64(0); ctx.Err() == nil; i++ {
			err := s.Update(func(tx *Tx) error {
				n := note{ID: i, Text: fmt.Sprint("note ", i), Author: int64(i % 7)}
				return errors.Join(l.notes.Put(tx, i%500, n), l.notes.Delete(tx, (i*7)%500))
			})
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	for i := range 10 {
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		f, err := check(path, l.options())
		if err != nil || !f.OK() || f.Format != 1 {
			t.Fatal(f, err)
		}
		if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", info.Mode())
		}
	}
	stop()
	writer.Wait()
	open(t, filepath.Join(dir, "9"), l.options()) // a backup is a file like any other
}

func TestACopyOfAFileThatNobodyHasOpen(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	before := closed(t, path, l, 50)
	copied := path + ".copy"
	if err := Copy(t.Context(), path, copied); err != nil {
		t.Fatal(err)
	}
	if f, err := check(copied, l.options()); err != nil || !f.OK() {
		t.Error(f, err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file itself was changed")
	}
	wantError(t, Copy(t.Context(), path, copied), "there is such a file")
	wantError(t, Copy(t.Context(), path+".none", copied), "no such file")
	open(t, path, l.options())
	wantError(t, Copy(t.Context(), path, path+".other"), "is used by another veche")
}

func TestTheLastBackup(t *testing.T) {
	now := time.Date(2026, 11, 22, 15, 4, 5, 0, time.UTC)
	dir := t.TempDir()
	if made, err := LastBackup(dir); err != nil || !made.IsZero() {
		t.Error(made, err)
	}
	for _, name := range []string{BackupName(now.AddDate(0, 0, -1)), BackupName(now), "." + BackupName(now.AddDate(0, 0, 1)) + ".1", "veche.db", "zebra"} {
		os.WriteFile(filepath.Join(dir, name), nil, 0o600)
	}
	if made, err := LastBackup(dir); err != nil || !made.Equal(now) {
		t.Error(made, err)
	}
	if _, err := LastBackup(filepath.Join(dir, "no")); err == nil {
		t.Error("a folder that is not there")
	}
}

func TestABackupOverwritesNothingAndLeavesNoHalf(t *testing.T) {
	l := newLibrary()
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "veche.db"), l.options())
	letter := filepath.Join(dir, "letter")
	os.WriteFile(letter, []byte("mine"), 0o600)
	wantError(t, s.Backup(t.Context(), letter), "there is such a file")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ctx, filepath.Join(dir, "late")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "no", "folder")); err == nil {
		t.Error("a backup into a folder that is not there")
	}
	if b, _ := os.ReadFile(letter); string(b) != "mine" {
		t.Error("the file was overwritten")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("something was left behind: %v", entries)
	}
}

func TestWhatWasDeletedIsNotInTheBackup(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	s := open(t, path, l.options())
	secret := bytes.Repeat([]byte("улица Ленина, 5 "), 1000)
	update(t, s, func(tx *Tx) error { return l.notes.Put(tx, 1, note{ID: 1, Text: string(secret)}) })
	update(t, s, func(tx *Tx) error { return l.notes.Delete(tx, 1) })
	copied := path + ".copy"
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	live, _ := os.ReadFile(path)
	kept, _ := os.ReadFile(copied)
	if !bytes.Contains(live, secret[:64]) {
		t.Skip("the room was used again already")
	}
	if bytes.Contains(kept, secret[:64]) {
		t.Error("what was deleted lives on in the backup")
	}
}

func TestADamagedFileIsNotBackedUpInSilence(t *testing.T) {
	l := newLibrary()
	path := newFile(t)
	whole := closed(t, path, l, 200)
	s := open(t, path, l.options())
	m, _ := pages.ReadMeta(bytes.NewReader(whole))
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.WriteAt([]byte{0xFF}, int64(m.Root)*m.PageSize)
	if err := s.Backup(t.Context(), path+".copy"); err == nil {
		t.Error("a damaged file was backed up")
	}
}

func TestRotation(t *testing.T) {
	now := time.Date(2026, 11, 22, 15, 4, 5, 0, time.UTC)
	day := 24 * time.Hour
	half := func(t time.Time) string { return "." + BackupName(t) + ".123456" }
	files := []string{
		BackupName(now), BackupName(now.Add(-day)), BackupName(now.Add(-2 * day)), BackupName(now.Add(-31 * day)),
		half(now), half(now.Add(-2 * day)),
		"veche.db", "veche-old.db", "letter.txt", ".veche-x", ".",
	}
	for _, c := range []struct {
		keep    int
		removed []string
	}{
		{10, []string{files[3], files[5]}},
		{3, []string{files[3], files[5]}},
		{1, []string{files[1], files[2], files[3], files[5]}},
	} {
		dir := t.TempDir()
		for _, f := range files[:len(files)-1] {
			os.WriteFile(filepath.Join(dir, f), nil, 0o600)
		}
		n, err := Rotate(dir, c.keep, now)
		if err != nil || n != len(c.removed) {
			t.Errorf("keep %d: removed %d, %v", c.keep, n, err)
		}
		for _, f := range files {
			_, err := os.Stat(filepath.Join(dir, f))
			if gone := err != nil; gone != slices.Contains(c.removed, f) {
				t.Errorf("keep %d: %s gone: %v", c.keep, f, gone)
			}
		}
	}
	if got := BackupName(now); got != "veche-2026-11-22T150405.db" {
		t.Error(got)
	}
}
