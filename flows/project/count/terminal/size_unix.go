//go:build unix

package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// size is the width of a terminal in columns; it is not ok if the file is none.
func size(f *os.File) (columns int, ok bool) {
	w, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0, false
	}
	if w.Col == 0 {
		return 80, true // a terminal that does not know, as in some containers
	}
	return int(w.Col), true
}
