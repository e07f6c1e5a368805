package courier

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"veche/storage"
)

// coverKey is the key of the picture that covers another.
const coverKey = "cover"

// cover is what stands in the place of a picture that should be gone and cannot be taken
// away: a message is deleted in its first 48 hours only, and no edit makes a message with a
// picture into one without. It is nil where there is no picture.
func cover(m *storage.Message) *storage.Picture {
	if m.Shows == "" {
		return nil
	}
	grey := image.NewGray(image.Rect(0, 0, 480, 120))
	draw.Draw(grey, grey.Bounds(), image.NewUniform(color.Gray{Y: 0xe4}), image.Point{}, draw.Src)
	var data bytes.Buffer
	if err := jpeg.Encode(&data, grey, nil); err != nil {
		return nil // the words below it change all the same
	}
	return &storage.Picture{Key: coverKey, Data: data.Bytes()}
}
