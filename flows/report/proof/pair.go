package proof

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// The picture of before and after.
const (
	pairHeight  = 720 // px
	pairWidest  = 960 // px, of each of the two
	pairGap     = 8   // px
	pairQuality = 85  // of the JPEG
)

// pair is a job: two photos to be put side by side for a channel. Data is the result,
// nothing where a photo cannot be had.
type pair struct {
	casework.Pair
	Data []byte `json:"data,omitempty"`
}

// compose fetches both photos and puts them side by side.
func compose(ctx context.Context, w flows.Work) (any, error) {
	var p pair
	if err := json.Unmarshal(w.Args, &p); err != nil {
		return nil, err
	}
	var both [2]image.Image
	for i, photo := range []civic.Photo{p.Before, p.After} {
		err := w.Look(ctx, photo, func(shown image.Image) error {
			both[i] = fitted(shown)
			return nil
		})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return p, nil // the channel goes on without
		}
	}
	var err error
	p.Data, err = sideBySide(both[0], both[1])
	return p, err
}

// showPair puts the picture into the channels, unless the report was closed anew since.
func showPair(t *flows.Turn) error {
	var p pair
	if err := t.Args(&p); err != nil || p.Data == nil {
		return err
	}
	r, found, err := storage.Reports.Find(t.Tx, p.Report)
	if before, after := cards.Pair(r); err != nil || !found || before != p.Before || after != p.After || !r.Public() || r.Status == reports.Withdrawn {
		return err
	}
	m, err := cards.ForFeed(t, r)
	if err != nil {
		return err
	}
	m.With = flows.Picture{Key: cards.PairKey(p.Before, p.After), ID: p.After.ID, Data: p.Data}
	return casework.SayInFeeds(t, r, m)
}

// sideBySide is a JPEG of both pictures, which are fitted.
func sideBySide(before, after image.Image) ([]byte, error) {
	a, b := before.Bounds(), after.Bounds()
	canvas := image.NewRGBA(image.Rect(0, 0, a.Dx()+pairGap+b.Dx(), pairHeight))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(canvas, a, before, a.Min, draw.Src)
	draw.Draw(canvas, b.Add(image.Pt(a.Dx()+pairGap, 0)), after, b.Min, draw.Src)
	var out bytes.Buffer
	err := jpeg.Encode(&out, canvas, &jpeg.Options{Quality: pairQuality})
	return out.Bytes(), err
}

// fitted is the picture as large as it is shown.
func fitted(img image.Image) image.Image {
	small := image.NewRGBA(place(img))
	draw.BiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	return small
}

// place is where a picture goes: the whole height, or less where it is very wide.
func place(img image.Image) image.Rectangle {
	size := img.Bounds().Size()
	w, h := max(size.X*pairHeight/size.Y, 1), pairHeight
	if w > pairWidest {
		w, h = pairWidest, max(size.Y*pairWidest/size.X, 1)
	}
	top := (pairHeight - h) / 2
	return image.Rect(0, top, w, top+h)
}
