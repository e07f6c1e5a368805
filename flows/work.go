package flows

import (
	"context"
	"encoding/json"
	"image"

	"veche/flows/civic"
	"veche/storage"
)

// Work is what a job has at hand. Args is what it was given.
type Work struct {
	Args json.RawMessage
	// View reads what is committed. The file cannot grow meanwhile: nothing in it waits, and
	// what is long goes in several; see [InParts].
	View func(func(*storage.Tx) error) error
	// Look brings a photo that stays with the messenger, opens it and lets see look. One is
	// open at a time, in whatever job: see keeps nothing of it that is large. It fails when
	// the messenger does not give the file, after half a minute or so without an answer, and
	// as [civic.OpenPicture] does.
	Look func(ctx context.Context, photo civic.Photo, see func(image.Image) error) error
}

// InParts makes a job that goes through much: find looks at the next part of it beside the
// rounds, and says where the one after begins, nil where that was all; deal deals with what
// was found, in one round. Where a part begins is kept as the arguments of the job.
func InParts[At, Found any](name string, find func(*storage.Tx, At) (Found, *At, error), deal func(*Turn, Found) error) JobKind {
	type part struct {
		Found Found `json:"found"`
		Next  *At   `json:"next,omitempty"`
	}
	look := func(_ context.Context, w Work) (any, error) {
		var at At
		if err := json.Unmarshal(w.Args, &at); err != nil {
			return nil, err
		}
		var p part
		err := w.View(func(tx *storage.Tx) (err error) {
			p.Found, p.Next, err = find(tx, at)
			return err
		})
		return p, err
	}
	return JobKind{Name: name, Run: look, Done: func(t *Turn) error {
		var p part
		if err := t.Args(&p); err != nil {
			return err
		}
		if err := deal(t, p.Found); err != nil || p.Next == nil {
			return err
		}
		return t.Later(name, p.Next)
	}}
}
