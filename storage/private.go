package storage

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
)

// ofOthers are the rights of everybody but the owner.
const ofOthers fs.FileMode = 0o077

// makePrivate takes a file from everybody but its owner: there is personal data in it.
func makePrivate(path string, log *slog.Logger) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode()&ofOthers == 0 {
		return nil
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("%s is open to others (%v), and that cannot be changed: %w; give it to the user who runs this, with mode 600", path, info.Mode().Perm(), err)
	}
	log.Warn("the file of data was open to others and is not any more; whoever could read it may have done so", "file", path, "mode", info.Mode().Perm())
	return nil
}
