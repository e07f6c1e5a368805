package proof

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"veche/flows/civic"
	"veche/storage"
)

// BenchmarkAlike looks a photo up among a million.
func BenchmarkAlike(b *testing.B) {
	store, err := storage.Open(filepath.Join(b.TempDir(), "veche.db"), storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	r := rand.New(rand.NewPCG(1, 1))
	const million, atOnce = 1_000_000, 50_000
	var known uint64
	for first := uint64(1); first <= million; first += atOnce {
		err := store.Update(func(tx *storage.Tx) error {
			for id := first; id < first+atOnce; id++ {
				known = r.Uint64()
				if err := storage.Likenesses.Put(tx, id, civic.Likeness{ID: id, Report: civic.ReportID(id), Photo: civic.Photo{ID: "AgACAgIAAxk", Unique: "AQAD"}, Method: civic.LikenessMethod, Hash: known}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	err = store.View(func(tx *storage.Tx) error {
		for b.Loop() {
			if _, found, err := alike(tx, known^0x8000_0101_0000_1003); err != nil || !found {
				b.Fatal("a copy is not found", err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
