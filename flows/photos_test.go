package flows_test

import (
	"slices"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// The photos of an album are taken at once and answered once, a second later.
func TestAnAlbumIsOneAnswer(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		w.write("resident", "Яма")
		for _, id := range []string{"a", "b", "c"} {
			w.says(w.do("resident", picture(id, "album")))
		}
		if got := len(w.draft("resident").Photos); got != 3 {
			t.Errorf("%d photos of an album are kept", got)
		}
		w.says(w.due(time.Second), "photos.more")
		w.says(w.due(time.Minute)) // once
		w.pick("resident", "done")
		w.at("resident", "report/place")
	})
	inWorld(t, func(w *world) { // the person was faster
		w.toText("resident")
		w.write("resident", "Яма")
		w.do("resident", picture("a", "album"))
		w.pick("resident", "done")
		w.at("resident", "report/place")
		w.due(time.Second)
		w.at("resident", "report/place")
	})
	inWorld(t, func(w *world) { // and gone meanwhile
		w.toText("resident")
		w.write("resident", "Яма")
		w.do("resident", picture("a", "album"))
		w.pick("resident", "x")
		w.pick("resident", "throw")
		w.says(w.due(time.Second))
	})
}

// due turns the clock and lets the timers come, one after the other; it returns the
// last turn.
func (w *world) due(d time.Duration) *flows.Turn {
	w.t.Helper()
	w.now = w.now.Add(d)
	turn := &flows.Turn{}
	for rec, err := range storage.TimersDue.Each(w.tx, nil, storage.Span{Until: storage.Tuple(w.now.Add(1))}) {
		if err != nil {
			w.t.Fatal(err)
		}
		if err := storage.Timers.Delete(w.tx, rec.Key); err != nil {
			w.t.Fatal(err)
		}
		turn, err = w.engine.Handle(w.tx, flows.Input{Kind: flows.Due, Name: rec.Value.Kind, Args: rec.Value.Args, At: w.now}, w.now, nil)
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return turn
}

func TestElevenPhotosAreTen(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		w.write("resident", "Яма")
		for i := range civic.MaxPhotos {
			w.do("resident", picture(number(int64(i)), ""))
		}
		w.says(w.do("resident", picture("eleventh", "")), "wrong.photos_full", "photos.full")
		w.do("resident", picture("0", "")) // the same again
		if got := len(w.draft("resident").Photos); got != civic.MaxPhotos {
			t.Errorf("%d photos", got)
		}
		w.pick("resident", "drop")
		if got := len(w.draft("resident").Photos); got != 0 {
			t.Errorf("%d photos after all were removed", got)
		}
	})
}

// A photo in the place of words is kept, one or an album; its caption is the words.
func TestAPhotoBeforeTheWordsIsKept(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		turn := w.do("resident", picture("a", ""))
		if got := keys(turn); !slices.Contains(got, "wrong.photo_first") {
			t.Errorf("said %v", got)
		}
		w.write("resident", "Яма")
		if got := len(w.draft("resident").Photos); got != 1 {
			t.Errorf("%d photos are kept", got)
		}
	})
	inWorld(t, func(w *world) {
		w.toText("resident")
		said := 0
		for _, id := range []string{"a", "b", "c", "d"} {
			said += len(w.do("resident", picture(id, "album")).Said)
		}
		if said > 2 {
			t.Errorf("an album of four is answered with %d messages", said)
		}
		w.at("resident", "report/text")
		w.write("resident", "Яма")
		if got := len(w.draft("resident").Photos); got != 4 {
			t.Errorf("%d photos are kept", got)
		}
	})
	inWorld(t, func(w *world) {
		w.toText("resident")
		in := picture("a", "")
		in.Text = "Яма у школы"
		w.do("resident", in)
		w.at("resident", "report/photos")
		if r := w.draft("resident"); r.Text != "Яма у школы" || len(r.Photos) != 1 {
			t.Errorf("the draft has %q and %d photos", r.Text, len(r.Photos))
		}
	})
}
