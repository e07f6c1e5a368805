package courier

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"

	"veche/storage"
)

// Whatever attachment Telegram does not take, the words and the buttons arrive, and so does
// each picture that it takes alone.
func TestWordsArriveWithoutTheirAttachments(t *testing.T) {
	const words = "words"
	buttons := [][]storage.Button{{{Text: "b", Data: "c:menu"}}}
	picture := &storage.Picture{Key: "k", ID: "bad"}
	for _, tt := range []struct {
		name    string
		message storage.Message
		live    bool
		want    []string // letters that arrive
		missing int
	}{
		{"an album", storage.Message{Text: words, Photos: []string{"a", "bad", "c"}, Buttons: buttons}, false, []string{"a", "c", words}, 1},
		{"an album without words", storage.Message{Photos: []string{"a", "bad"}}, false, []string{"a"}, 1},
		{"two albums", storage.Message{Text: words, Photos: append(slices.Repeat([]string{"a"}, 10), "bad", "c")}, false, []string{"aaaaaaaaaa", "c", words}, 1},
		{"a photo with words", storage.Message{Text: words, Photos: []string{"bad"}}, false, []string{words}, 1},
		{"a voice", storage.Message{Text: words, Voice: "bad"}, false, []string{words}, 1},
		{"a file", storage.Message{Text: words, File: &storage.File{Name: "bad"}, Buttons: buttons}, false, []string{words}, 1},
		{"a picture", storage.Message{Text: words, Picture: picture, Buttons: buttons}, false, []string{words}, 1},
		{"a picture of a card", storage.Message{Text: words, Picture: picture, Buttons: buttons}, true, []string{words}, 1},
		{"another picture of a card", storage.Message{Text: words, Picture: picture, Edit: 5, Shows: "old"}, true, []string{words}, 0},
		{"a place", storage.Message{Text: words, Point: &storage.Point{Lat: 66}}, false, []string{words}, 1},
	} {
		for how, refusal := range map[string]error{
			"refused": fmt.Errorf("%w, Bad Request: wrong file identifier/HTTP URL specified", tg.ErrorBadRequest),
			"fails":   errors.New("error response from telegram for method sendPhoto, 500 Internal Server Error"),
		} {
			t.Run(tt.name+" "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					others := time.Duration(0)
					if how == "fails" {
						others = 30 * time.Second
					}
					o := failing(t, errServer, others)
					o.mail.fails = func(_ int, l letter) error {
						if attached(l) {
							return refusal
						}
						return nil
					}
					r := storage.Outgoing{ID: 1, Chat: 501, Message: tt.message}
					if tt.live {
						r.Live, r.Message = "card", storage.Message{}
						o.lives["card"] = storage.Live{Wanted: tt.message, ID: tt.message.Edit, Shows: tt.message.Shows}
					}
					o.Put(r)
					pass(20 * time.Minute)
					o.check(t, tt.want, tt.missing, len(tt.message.Buttons) > 0)
				})
			})
		}
	}
}

// attached reports whether the letter carries something bad.
func attached(l letter) bool {
	m := l.message
	switch l.kind {
	case sendAlbum, sendPhoto:
		return slices.Contains(l.photos, "bad")
	case sendVoice:
		return m.Voice == "bad"
	case sendFile:
		return m.File.Name == "bad"
	case sendPicture, editPicture:
		return m.Picture.ID == "bad"
	case sendPoint:
		return m.Point.Lat == 66
	}
	return false
}

func (o *depot) check(t *testing.T, want []string, missing int, buttons bool) {
	t.Helper()
	o.mail.mu.Lock()
	defer o.mail.mu.Unlock()
	var got []string
	for _, a := range o.mail.log {
		if a.chat != 501 {
			continue
		}
		what := a.text
		for _, p := range a.photos {
			what += p
		}
		got = append(got, what)
		if what == "words" && a.main != true && a.kind != sendPoint || what == "words" && buttons && a.markup() == nil {
			t.Error("the words came without the buttons")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("arrived %q, want %q", got, want)
	}
	i := slices.IndexFunc(o.got, func(r Receipt) bool { return r.Row.ID == 1 })
	if i < 0 || o.got[i].Outcome != Delivered || o.got[i].Missing != missing {
		t.Errorf("receipt %d of %d", i, len(o.got))
	}
}

func TestATooManyRequestsWithinABadRequestWaits(t *testing.T) {
	e := judge(fmt.Errorf("%w, Bad Request: group send failed: Too Many Requests: retry after 7", tg.ErrorBadRequest))
	if e.outcome != slowDown || e.wait != 7*time.Second {
		t.Errorf("%v, %v", e.outcome, e.wait)
	}
}
