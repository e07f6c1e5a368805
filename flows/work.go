package flows

import (
	"context"
	"encoding/json"

	"veche/storage"
)

// Work is what a job has at hand. Args is what it was given.
type Work struct {
	Args json.RawMessage
	// View reads what is committed. The file cannot grow meanwhile: nothing in it waits, and
	// what is long goes in several; see [Walk].
	View func(func(*storage.Tx) error) error
	// Fetch brings a file that stays with the messenger, up to 20 MB. It fails when the
	// messenger does not give the file, and after half a minute or so without an answer.
	Fetch func(ctx context.Context, file string) ([]byte, error)
}

// Reads makes a job of a short read.
func Reads(run func(context.Context, *storage.Tx, json.RawMessage) (any, error)) func(context.Context, Work) (any, error) {
	return func(ctx context.Context, w Work) (found any, err error) {
		err = w.View(func(tx *storage.Tx) error {
			found, err = run(ctx, tx, w.Args)
			return err
		})
		return found, err
	}
}
