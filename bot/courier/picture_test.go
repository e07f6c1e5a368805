package courier

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"veche/storage"
)

// A live message of words becomes a picture, then another one that is uploaded, then its
// words change, and then it is taken away: always the same message.
func TestLivePicture(t *testing.T) {
	var made bytes.Buffer
	if err := jpeg.Encode(&made, image.NewRGBA(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	p := newPost(t)
	photos, _ := p.given(t)
	row := storage.Outgoing{ID: 1, Chat: resident, Live: "feed"}
	var last Receipt
	say := func(m storage.Message) Receipt {
		t.Helper()
		p.mu.Lock()
		p.lives["feed"] = storage.Live{Chat: resident, ID: last.Message, Shows: last.Shows, Wanted: m}
		p.mu.Unlock()
		row.ID++
		r := p.deliver(t, row)[0]
		if r.Outcome != Delivered {
			t.Fatalf("%s: %v %v", m.Text, r.Outcome, r.Err)
		}
		if last.Message != 0 && r.Message != 0 && r.Message != last.Message {
			t.Errorf("%s: a message of its own", m.Text)
		}
		last = r
		return r
	}
	for _, step := range []struct {
		m     storage.Message
		reads string
		shows string
	}{
		{storage.Message{Text: "Яма"}, "Яма", ""},
		{storage.Message{Text: "Засыпали", Picture: &storage.Picture{Key: "one", ID: photos[0]}}, "photo Засыпали", "one"},
		{storage.Message{Text: "Было и стало", Picture: &storage.Picture{Key: "pair", ID: photos[0], Data: made.Bytes()}}, "photo Было и стало", "pair"},
		{storage.Message{Text: "Подтвердили", Picture: &storage.Picture{Key: "pair", ID: photos[0]}}, "photo Подтвердили", "pair"},
		{storage.Message{Text: "Подтвердили", Picture: &storage.Picture{Key: "pair", ID: photos[0]}}, "photo Подтвердили", "pair"}, // not modified
		{storage.Message{Text: "Без картинки"}, "photo Без картинки", "pair"},
		{storage.Message{Text: "Убрали", Remove: true}, "", ""},
		{storage.Message{Text: "Убрали", Remove: true}, "", ""},
		{storage.Message{Text: "Снова", Picture: &storage.Picture{Key: "one", ID: photos[0]}}, "photo Снова", "one"},
	} {
		r := say(step.m)
		if got := p.reads(resident); got != step.reads {
			t.Errorf("after %q Anna reads %q, want %q", step.m.Text, got, step.reads)
		}
		if r.Shows != step.shows {
			t.Errorf("after %q the picture is %q, want %q", step.m.Text, r.Shows, step.shows)
		}
	}
	// Somebody took it away.
	p.lives["feed"] = storage.Live{Chat: resident, ID: 999, Shows: "one", Wanted: storage.Message{Text: "Новое", Picture: &storage.Picture{Key: "one", ID: photos[0]}}}
	row.ID++
	if r := p.deliver(t, row)[0]; r.Outcome != Delivered || r.Message == 999 || r.Shows != "one" {
		t.Errorf("a picture that is gone: %+v", r)
	}
}
