//go:build !unix

package terminal

import "os"

// size takes every device of characters for a terminal of the usual width.
func size(f *os.File) (columns int, ok bool) {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return 0, false
	}
	return 80, true
}
