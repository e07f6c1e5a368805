//go:build unix

package terminal

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// Ctrl-C ends the waiting for a file too that another program has not written yet.
func TestStopsWhileItReads(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "slow.pb")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	t.Cleanup(func() { // let go of the reader
		if fd, err := unix.Open(pipe, unix.O_WRONLY|unix.O_NONBLOCK, 0); err == nil {
			unix.Close(fd)
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	err := command(t, pipe).run(ctx, screen{out: &bytes.Buffer{}, err: &bytes.Buffer{}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was stopped", err)
	}
}
