package civic

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // what the messenger makes of photos
	_ "image/png"
)

// What a picture may measure that is opened. A small file can claim one that fills the
// memory, and scaling one that is long and thin takes more still.
const (
	maxPixels = 12_000_000
	maxSide   = 10_000
)

// ErrVast: a picture that measures more than any that is opened.
var ErrVast = errors.New("a picture of too many points")

// OpenPicture decodes a JPEG or PNG picture, if its head says that it is not too large.
func OpenPicture(data []byte) (image.Image, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the head of a picture: %w", err)
	case head.Width <= 0 || head.Height <= 0:
		return nil, errors.New("a picture without a point")
	case max(head.Width, head.Height) > maxSide || head.Width*head.Height > maxPixels:
		return nil, ErrVast
	}
	whole, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read a picture: %w", err)
	}
	return whole, nil
}
