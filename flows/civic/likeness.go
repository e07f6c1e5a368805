package civic

import (
	"errors"
	"image"
	"math"
	"math/bits"
	"slices"
	"time"

	"golang.org/x/image/draw"
)

// Likeness is that of a photo that was shown as proof of a closing, or that was on such
// a report before.
type Likeness struct {
	ID     uint64    `json:"id"`
	Report ReportID  `json:"report"`
	Photo  Photo     `json:"photo"`
	Method string    `json:"method"` // only those of one method can be compared
	Hash   uint64    `json:"hash"`
	Before bool      `json:"before,omitempty"`
	At     time.Time `json:"at"`
}

// LikenessMethod is how [Liken] does it: as goimagehash's PerceptionHash, with which it
// agrees on copies to two bits (at worst 2 of 64 differ for one scaled or compressed anew, 8
// for one cropped by 2 %, there 2 and 10; other pictures differ in 18 or more with both). That
// library needs nfnt/resize, which nobody keeps any more.
const LikenessMethod = "dct64"

// Alike is how many of the 64 bits of two likenesses may differ where the pictures
// pass for the same.
const Alike = 7

// The sizes of a likeness: a picture is shrunk to a square of side points, of whose
// frequencies the lowest, waves by waves, make the bits.
const (
	side  = 32
	waves = 8
	dull  = 3 // levels of grey: a picture that varies less is as good as any other
)

// errFlat: nothing to compare.
var errFlat = errors.New("a picture of one colour")

// Liken finds the likeness of a picture, a perceptual hash: copies of it that were
// scaled, compressed anew, or made a little brighter have nearly the same. It fails where
// the picture shows nothing.
func Liken(whole image.Image) (uint64, error) {
	small := image.NewGray(image.Rect(0, 0, side, side))
	draw.BiLinear.Scale(small, small.Bounds(), whole, whole.Bounds(), draw.Src, nil)
	if varies(small) < dull {
		return 0, errFlat
	}
	return hash(small), nil
}

// varies is the standard deviation of the levels of grey.
func varies(p *image.Gray) float64 {
	var sum, squares float64
	for _, v := range p.Pix {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	n := float64(len(p.Pix))
	return math.Sqrt(max(squares/n-sum/n*sum/n, 0))
}

// hash is a bit for each of the lowest frequencies (of the discrete cosine
// transform) but the very lowest: whether it is stronger than the middle one.
func hash(p *image.Gray) (h uint64) {
	var rows [side][waves]float64
	for y := range side {
		for u := range waves {
			for x := range side {
				rows[y][u] += float64(p.Pix[y*p.Stride+x]) * cosines[u][x]
			}
		}
	}
	var all [waves * waves]float64
	for v := range waves {
		for u := range waves {
			for y := range side {
				all[v*waves+u] += rows[y][u] * cosines[v][y]
			}
		}
	}
	sorted := slices.Sorted(slices.Values(all[:]))
	middle := (sorted[len(sorted)/2-1] + sorted[len(sorted)/2]) / 2
	for i, f := range all {
		if f > middle {
			h |= 1 << i
		}
	}
	return h
}

// cosines of wave u+1 at point x.
var cosines = func() (c [waves][side]float64) {
	for u := range waves {
		for x := range side {
			c[u][x] = math.Cos(math.Pi * float64(u+1) * (float64(x) + 0.5) / side)
		}
	}
	return c
}()

// Difference counts the bits in which two likenesses differ.
func Difference(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// Bands cut a likeness into parts: of those of two pictures that differ in at most
// [Alike] bits, at least one pair differs in one bit or none.
func Bands(h uint64) [4]uint16 {
	return [4]uint16{uint16(h), uint16(h >> 16), uint16(h >> 32), uint16(h >> 48)}
}

// Near lists a band and those that differ from it in one bit.
func Near(band uint16) [17]uint16 {
	near := [17]uint16{band}
	for i := range 16 {
		near[i+1] = band ^ 1<<i
	}
	return near
}
