package proof

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
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
		data, err := sideBySide(flat(size[0], size[1], red), flat(size[2], size[3], blue))
		if err != nil {
			t.Fatal(err)
		}
		img, err := decode(data)
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

// A file of a few bytes cannot fill the memory.
func TestPhotosThatAreNone(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, flat(2, 2, color.White)); err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Clone(small.Bytes())
	copy(bomb[16:24], []byte{0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0}) // 100,000 pixels each way
	for name, data := range map[string][]byte{"nothing": nil, "words": []byte("фото"), "a bomb": bomb, "half a picture": small.Bytes()[:40]} {
		if _, err := decode(data); err == nil {
			t.Errorf("%s is taken for a photo", name)
		}
	}
}
