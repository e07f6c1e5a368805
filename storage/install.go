package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// What to do with a file that has the name already.
const (
	keepOld = false // fs.ErrExist
	replace = true
)

// install has a file filled under a temporary name in the same folder, and gives it
// its name when it is safely on the disk: there is all of it or nothing.
func install(path string, over bool, fill func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := fill(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := name(f.Name(), path, over); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// name renames a file. A link cannot replace a file that came up meanwhile; not
// every file system has links.
func name(temp, path string, over bool) error {
	if over {
		return os.Rename(temp, path)
	}
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	return os.Rename(temp, path)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
