package sandbox

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // people send screenshots

	"golang.org/x/image/draw"
)

// picture is one size of a photo.
type picture struct {
	width, height int
	data          []byte
}

// sides are the longest sides of the sizes that Telegram makes of a photo.
var sides = []int{90, 320, 800, 1280}

var errNoPicture = errors.New("this is not a JPEG or PNG picture")

// scale makes the sizes of a photo, smallest first; none is larger than the photo. The same bytes are scaled once.
func (f *fileStore) scale(data []byte) ([]picture, error) {
	sum := sha256.Sum256(data)
	f.mu.Lock()
	known := f.scaled[sum]
	f.mu.Unlock()
	if known != nil {
		return known, nil
	}
	whole, kind, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errNoPicture
	}
	b := whole.Bounds()
	longest := max(b.Dx(), b.Dy())
	var all []picture
	for _, side := range sides {
		if side >= longest {
			break
		}
		all = append(all, shrink(whole, side, longest))
	}
	if longest <= sides[len(sides)-1] {
		last := picture{b.Dx(), b.Dy(), data}
		if kind != "jpeg" {
			last = shrink(whole, longest, longest)
		}
		all = append(all, last)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scaled[sum] = all
	return all, nil
}

func shrink(whole image.Image, side, longest int) picture {
	b := whole.Bounds()
	w, h := max(1, b.Dx()*side/longest), max(1, b.Dy()*side/longest)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), whole, b, draw.Src, nil)
	return picture{w, h, encode(small)}
}

func encode(img image.Image) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 80}); err != nil {
		panic("sandbox: encode picture: " + err.Error())
	}
	return out.Bytes()
}

// makeUp gives one of 32 pictures, each of other patches than the rest, so that they do not pass for one another.
func (f *fileStore) makeUp() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	n := f.n % len(f.made)
	if f.made[n] == nil {
		f.made[n] = encode(patches(uint32(n)))
	}
	return f.made[n]
}

func patches(seed uint32) image.Image {
	const width, height, patch = 400, 300, 50
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	r := seed*2654435761 + 1
	for y := 0; y < height; y += patch {
		for x := 0; x < width; x += patch {
			r = r*1664525 + 1013904223
			c := color.RGBA{uint8(r >> 24), uint8(r >> 16), uint8(r >> 8), 255}
			draw.Draw(img, image.Rect(x, y, x+patch, y+patch), image.NewUniform(c), image.Point{}, draw.Src)
		}
	}
	return img
}
