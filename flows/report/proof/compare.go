package proof

import (
	"context"
	"encoding/json"
	"errors"
	"image"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// proven is what the job found: likenesses that are new, and doubts. Seen is the
// newest likeness that the photos were compared with.
type proven struct {
	casework.Proving
	Found  []civic.Likeness `json:"found,omitempty"`
	Doubts []reports.Doubt  `json:"doubts,omitempty"`
	Seen   uint64           `json:"seen"`
}

// prove finds the likeness of the photos, and of the report's own from before, and
// what earlier ones they are like. A photo that cannot be had or read is a doubt too.
func prove(ctx context.Context, w flows.Work) (any, error) {
	var p proven
	if err := json.Unmarshal(w.Args, &p.Proving); err != nil {
		return nil, err
	}
	var r reports.Report
	known := map[string]bool{}
	err := w.View(func(tx *storage.Tx) (err error) {
		if r, err = storage.Reports.Get(tx, p.Report); err != nil {
			return err
		}
		for rec, err := range storage.LikenessesOf.Each(tx, storage.Tuple(p.Report)) {
			if err == nil {
				known[rec.Value.Photo.Unique] = true
			}
		}
		return nil
	})
	if err != nil || p.Event >= len(r.Timeline) {
		return p, err
	}
	closing := r.Timeline[p.Event]
	for _, photo := range r.Photos {
		if !known[photo.Unique] {
			if err := p.look(ctx, w, photo, true); err != nil {
				return nil, err
			}
		}
	}
	for _, photo := range closing.Photos {
		if err := p.look(ctx, w, photo, false); err != nil {
			return nil, err
		}
	}
	return p, w.View(p.compare)
}

// look fetches a photo and finds its likeness.
func (p *proven) look(ctx context.Context, w flows.Work, photo civic.Photo, before bool) error {
	var hash uint64
	err := w.Look(ctx, photo, func(shown image.Image) (err error) {
		hash, err = civic.Liken(shown)
		return err
	})
	if ctx.Err() != nil {
		return ctx.Err() // the job runs again
	}
	if err != nil {
		p.Doubts = append(p.Doubts, reports.Doubt{Photo: photo, Vast: errors.Is(err, civic.ErrVast)})
		return nil
	}
	p.Found = append(p.Found, civic.Likeness{Report: p.Report, Photo: photo, Method: civic.LikenessMethod, Hash: hash, Before: before})
	return nil
}

// compare holds the new photos against all that are known.
func (p *proven) compare(tx *storage.Tx) error {
	for rec, err := range storage.Likenesses.All(tx, storage.Range[uint64]{Backward: true, Limit: 1}) {
		if err == nil {
			p.Seen = rec.Key
		}
	}
	for _, f := range p.Found {
		if f.Before {
			continue
		}
		nearest, found, err := alike(tx, f.Hash)
		if err != nil {
			return err
		}
		for _, own := range p.Found {
			if own.Before && civic.Difference(own.Hash, f.Hash) <= civic.Alike {
				nearest, found = own, true // this says more than any other
			}
		}
		if found {
			p.Doubts = append(p.Doubts, reports.Doubt{Photo: f.Photo, Like: nearest.Photo, Of: nearest.Report})
		}
	}
	return nil
}

// alike finds the known photo that is nearest to a likeness, if one is near enough.
func alike(tx *storage.Tx, hash uint64) (best civic.Likeness, found bool, err error) {
	least := civic.Alike + 1
	for i, band := range civic.Bands(hash) {
		for _, near := range civic.Near(band) {
			for rec, err := range storage.LikenessesLike.Each(tx, storage.Tuple(civic.LikenessMethod, i, near), storage.Span{Limit: crowd}) {
				if err != nil {
					return best, found, err
				}
				if d := civic.Difference(rec.Value.Hash, hash); d < least {
					best, found, least = rec.Value, true, d
				}
				if least == 0 {
					return best, true, nil
				}
			}
		}
	}
	return best, found, nil
}

// crowd is how many photos of one band are looked at: where there are more, they are
// copies of one picture.
const crowd = 1000

// doubt keeps the likenesses, and shows moderators what they should look at. Photos
// that another closing brought meanwhile are compared now.
func doubt(t *flows.Turn) error {
	var p proven
	if err := t.Args(&p); err != nil {
		return err
	}
	if err := p.since(t.Tx); err != nil {
		return err
	}
	for _, f := range p.Found {
		id, err := storage.Next(t.Tx, storage.LikenessCounter)
		if err != nil {
			return err
		}
		f.ID, f.At = id, t.Now
		if err := storage.Likenesses.Put(t.Tx, id, f); err != nil {
			return err
		}
	}
	r, found, err := storage.Reports.Find(t.Tx, p.Report)
	if err != nil || !found || len(p.Doubts) == 0 || !r.Status.Settled() {
		return err
	}
	was := r
	r.Doubts = p.Doubts
	if err := casework.Commit(t, was, r, reports.Event{}); err != nil {
		return err
	}
	casework.ShowProof(t, r, flows.Term{}, true)
	return nil
}

// since compares with what came after the job looked.
func (p *proven) since(tx *storage.Tx) error {
	for rec, err := range storage.Likenesses.All(tx, storage.Range[uint64]{After: &p.Seen}) {
		if err != nil {
			return err
		}
		for _, f := range p.Found {
			if !f.Before && f.Method == rec.Value.Method && civic.Difference(f.Hash, rec.Value.Hash) <= civic.Alike {
				p.Doubts = append(p.Doubts, reports.Doubt{Photo: f.Photo, Like: rec.Value.Photo, Of: rec.Value.Report})
			}
		}
	}
	return nil
}
