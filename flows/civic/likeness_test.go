package civic_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/image/draw"

	"veche/flows/civic"
)

// scenery is a picture with things in it: soft hills of light and sharp patches, as in
// a photo of a street.
func scenery(seed uint64) *image.RGBA {
	const w, h = 640, 480
	r := rand.New(rand.NewPCG(seed, 7))
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	type wave struct{ kx, ky, phase, power float64 }
	var waves []wave
	for range 8 {
		waves = append(waves, wave{r.Float64()*8 - 4, r.Float64()*8 - 4, r.Float64() * 6, 15 + r.Float64()*25})
	}
	for y := range h {
		for x := range w {
			v := 128.0
			for _, k := range waves {
				v += k.power * math.Sin(k.kx*float64(x)/w*math.Pi+k.ky*float64(y)/h*math.Pi+k.phase)
			}
			g := uint8(max(0, min(255, v)))
			p.SetRGBA(x, y, color.RGBA{g, g, uint8(max(0, int(g)-20)), 255})
		}
	}
	for range 6 {
		x, y := r.IntN(w), r.IntN(h)
		c := color.RGBA{uint8(r.IntN(256)), uint8(r.IntN(256)), uint8(r.IntN(256)), 255}
		draw.Draw(p, image.Rect(x, y, x+60+r.IntN(120), y+40+r.IntN(100)), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return p
}

func compressed(t *testing.T, p image.Image, quality int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, p, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func likeness(t *testing.T, data []byte) uint64 {
	t.Helper()
	h, err := liken(data)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func liken(data []byte) (uint64, error) {
	shown, err := civic.OpenPicture(data)
	if err != nil {
		return 0, err
	}
	return civic.Liken(shown)
}

func scaled(p image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), p, p.Bounds(), draw.Src, nil)
	return out
}

func brighter(p *image.RGBA, by float64) image.Image {
	out := image.NewRGBA(p.Bounds())
	for i, v := range p.Pix {
		out.Pix[i] = v
		if i%4 != 3 {
			out.Pix[i] = uint8(min(255, float64(v)*by+5))
		}
	}
	return out
}

// Copies of a picture pass for the same, other pictures do not.
func TestLikeness(t *testing.T) {
	const pictures = 20
	var all []uint64
	worst := map[string]int{}
	for i := range pictures {
		p := scenery(uint64(i))
		h := likeness(t, compressed(t, p, 90))
		for name, copied := range map[string][]byte{
			"small":      compressed(t, scaled(p, 160, 120), 80),
			"large":      compressed(t, scaled(p, 1280, 960), 80),
			"compressed": compressed(t, p, 25),
			"brighter":   compressed(t, brighter(p, 1.05), 80),
			"cropped":    compressed(t, p.SubImage(image.Rect(3, 3, 637, 477)), 80),
		} {
			d := civic.Difference(h, likeness(t, copied))
			worst[name] = max(worst[name], d)
			if d > civic.Alike {
				t.Errorf("picture %d, %s: %d bits differ", i, name, d)
			}
		}
		for j, other := range all {
			if d := civic.Difference(h, other); d <= civic.Alike {
				t.Errorf("pictures %d and %d pass for the same: %d bits differ", i, j, d)
			}
		}
		all = append(all, h)
	}
	t.Logf("bits that differ at worst: %v", worst)
}

func TestWhatHasNoLikeness(t *testing.T) {
	night := image.NewRGBA(image.Rect(0, 0, 200, 200))
	draw.Draw(night, night.Bounds(), image.Black, image.Point{}, draw.Src)
	whole := compressed(t, scenery(1), 80)
	for name, data := range map[string][]byte{
		"nothing": nil, "words": []byte("no picture"), "half": whole[:len(whole)/3], "night": compressed(t, night, 80), "a claim": claims(t, 400, 300),
	} {
		if h, err := liken(data); err == nil || errors.Is(err, civic.ErrVast) {
			t.Errorf("%s has the likeness %x, %v", name, h, err)
		}
	}
}

// claims is a PNG of one point whose head says that it has more.
func claims(t *testing.T, width, height uint32) []byte {
	t.Helper()
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	data := small.Bytes()
	binary.BigEndian.PutUint32(data[16:], width)
	binary.BigEndian.PutUint32(data[20:], height)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// By its head a picture is found too large, whatever a small file claims.
func TestVastPictures(t *testing.T) {
	for _, c := range []struct {
		width, height uint32
		vast          bool
	}{
		{40_000_000, 1, true}, {1, 40_000_000, true}, {10_001, 1, true}, {1, 10_001, true}, {8000, 5000, true}, {4000, 3001, true},
		{65_536, 65_536, true}, {1 << 20, 1 << 20, true},
		{4000, 3000, false}, {10_000, 1200, false}, {1, 10_000, false},
	} {
		if _, err := civic.OpenPicture(claims(t, c.width, c.height)); err == nil || errors.Is(err, civic.ErrVast) != c.vast {
			t.Errorf("%d by %d: %v, too large: %v", c.width, c.height, err, c.vast)
		}
	}
}

// Whatever two likenesses that pass for the same are, their bands find one by the
// other.
func TestBandsFindWhatIsAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		a := r.Uint64()
		b := a
		for range civic.Alike {
			b ^= 1 << r.IntN(64)
		}
		found := false
		there := civic.Bands(b)
		for i, band := range civic.Bands(a) {
			near := civic.Near(band)
			found = found || slices.Contains(near[:], there[i])
		}
		if !found {
			t.Fatalf("%x does not find %x", a, b)
		}
	}
}

func FuzzLikeness(f *testing.F) {
	f.Add([]byte("no picture"))
	var small bytes.Buffer
	_ = jpeg.Encode(&small, scaled(scenery(3), 24, 18), nil)
	f.Add(small.Bytes())
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = liken(data) })
}
