package bot

import (
	"context"
	"image"
	"runtime"

	"veche/flows/civic"
)

// look brings a photo and opens it. One is open at a time: a few bytes of a picture can
// be a hundred megabytes of memory.
func (b *Bot) look(ctx context.Context, photo civic.Photo, see func(image.Image) error) error {
	data, err := b.client.Fetch(ctx, photo.ID)
	if err != nil {
		return err
	}
	b.looking.Lock()
	defer b.looking.Unlock()
	shown, err := civic.OpenPicture(data)
	if err != nil {
		return err
	}
	err = see(shown)
	runtime.GC() // else the memory of five lies about while the sixth is open
	return err
}
