package proof

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

func flat(w, h int, c color.Color) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.Set(i%w, i/w, c)
	}
	return img
}

// Whatever their shapes, before stands to the left of after, at the same height, and the
// messenger takes the picture.
func TestBeforeStandsBesideAfter(t *testing.T) {
	red, blue := color.RGBA{200, 0, 0, 255}, color.RGBA{0, 0, 200, 255}
	for _, size := range [][4]int{{400, 300, 400, 300}, {300, 400, 1600, 900}, {1, 1, 1, 1}, {800, 4, 4, 800}, {900, 900, 30, 20}} {
		data, err := sideBySide(fitted(flat(size[0], size[1], red)), fitted(flat(size[2], size[3], blue)))
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		if b.Dy() != pairHeight || b.Dx() > 2*pairWidest+pairGap {
			t.Errorf("%v became %v", size, b)
		}
		if r, _, blueness, _ := img.At(0, pairHeight/2).RGBA(); r < blueness {
			t.Errorf("%v: before is not on the left", size)
		}
		if r, _, blueness, _ := img.At(b.Dx()-1, pairHeight/2).RGBA(); r > blueness {
			t.Errorf("%v: after is not on the right", size)
		}
	}
}
