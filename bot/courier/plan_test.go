package courier

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"veche/storage"
)

func TestPlan(t *testing.T) {
	long := strings.Repeat("я", 1025)
	keys := &storage.Keyboard{Rows: [][]storage.Key{{{Text: "Меню"}}}}
	file := &storage.File{Name: "a.csv", Data: []byte("1")}
	point := &storage.Point{Lat: 54.78, Lon: 32.04}
	picture := &storage.Picture{Key: "a", ID: "file"}
	for _, tt := range []struct {
		name string
		m    storage.Message
		live bool
		want string // * marks the main part, ! the first
	}{
		{"words", storage.Message{Text: "да"}, false, "text*!"},
		{"an edit", storage.Message{Text: "да", Edit: 7}, false, "edit*"},
		{"an edit cannot have a keyboard", storage.Message{Text: "да", Edit: 7, Keyboard: keys}, false, "text*!"},
		{"an edit cannot ask for a reply", storage.Message{Text: "да", Edit: 7, Force: true}, false, "text*!"},
		{"an edit cannot have photos", storage.Message{Text: "да", Edit: 7, Photos: []string{"a"}}, false, "photo1 с*!"},
		{"a photo with a caption", storage.Message{Text: "да", Photos: []string{"a"}}, false, "photo1 с*!"},
		{"a caption too long", storage.Message{Text: long, Photos: []string{"a"}}, false, "photo1! text*"},
		{"a live card can be edited later", storage.Message{Text: "да", Photos: []string{"a"}}, true, "photo1! text*"},
		{"a live card is edited", storage.Message{Text: "да", Photos: []string{"a", "b"}, Edit: 7}, true, "edit*"},
		{"an album", storage.Message{Text: "да", Photos: []string{"a", "b"}}, false, "album2! text*"},
		{"an album alone", storage.Message{Photos: []string{"a", "b"}}, false, "album2*!"},
		{"more than an album holds", storage.Message{Text: "да", Photos: make([]string, 11)}, false, "album10! photo1 text*"},
		{"a place", storage.Message{Text: "да", Point: point}, false, "text*! point"},
		{"a place alone", storage.Message{Point: point}, false, "point*!"},
		{"a photo and a place", storage.Message{Text: "да", Photos: []string{"a"}, Point: point}, false, "photo1 с*! point"},
		{"a file", storage.Message{Text: "да", File: file}, false, "file с*!"},
		{"a voice", storage.Message{Text: "да", Voice: "v"}, false, "voice с*!"},
		{"a picture with its words", storage.Message{Text: "да", Picture: picture}, true, "picture с*!"},
		{"the words below it change", storage.Message{Text: "да", Picture: picture, Edit: 7, Shows: "a"}, true, "caption с*"},
		{"another picture", storage.Message{Text: "да", Picture: picture, Edit: 7, Shows: "b"}, true, "media с*"},
		{"a picture for words", storage.Message{Text: "да", Picture: picture, Edit: 7}, true, "media с*"},
		{"no picture any more", storage.Message{Text: "да", Edit: 7, Shows: "b"}, true, "caption с*"},
		{"to be taken away", storage.Message{Text: "да", Remove: true, Edit: 7, Shows: "b"}, true, "remove*"},
		{"taken away before it came", storage.Message{Text: "да", Remove: true}, true, ""},
		{"goodbye", storage.Message{Leave: true}, false, "leave*"},
		{"nothing", storage.Message{}, false, ""},
	} {
		var got []string
		for _, p := range plan(501, &tt.m, tt.live, math.MaxInt) {
			got = append(got, describe(p))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

func describe(p letter) string {
	names := map[kind]string{
		sendText: "text", editText: "edit", sendPhoto: "photo", sendAlbum: "album",
		sendVoice: "voice", sendFile: "file", sendPoint: "point", leaveChat: "leave",
		sendPicture: "picture", editPicture: "media", editCaption: "caption", removeMessage: "remove",
	}
	s := names[p.kind]
	if len(p.photos) > 0 {
		s += fmt.Sprint(len(p.photos))
	}
	if p.text != "" && p.kind != sendText && p.kind != editText {
		s += " с"
	}
	if p.main {
		s += "*"
	}
	if p.first {
		s += "!"
	}
	return s
}

func TestFitsCountsWhatIsSeen(t *testing.T) {
	for _, tt := range []struct {
		html  string
		shows int
	}{
		{"", 0},
		{"да", 2},
		{"<b>да</b>", 2},
		{`<a href="tg://user?id=5">5</a>`, 1},
		{"&lt;&amp;&#39;", 3},
		{"👍", 2},
		{"a & b", 5},
		{"a < b", 5},
		{"\xff", 1},
	} {
		if !fits(tt.html, tt.shows) || tt.shows > 0 && fits(tt.html, tt.shows-1) {
			t.Errorf("%q does not show %d characters", tt.html, tt.shows)
		}
	}
}
