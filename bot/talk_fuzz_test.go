package bot

import (
	"math"
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
)

// Whatever a press carries, in whatever state: no error, a sound store, and words in
// both languages that can be sent.
func FuzzPress(f *testing.F) {
	b := newTalkers(f)
	for n := range seeds() {
		f.Add(n, "=yes")
	}
	for i, data := range []string{"", ":", "a", "a:", "q:", "c:", "=", "=<", "==", "=x", "=>", "=>1", "=>-1", "=>99999999999999999999", "=done", "=drop", "=throw", "=go_on",
		"=unclear", "=own", "=moderator", "=centre", "=vyazemsky", "=moderators", "=district", "=none", "=called", "c:bind", "c:start i_x", "c:mydata", "c:forget", "c:menu", "c:cancel",
		"a:profile.language:en:welcome", "a:report.reports:99999999999", "a:queue.queue:399", "a:centre.record:9999", "a:centre.roles:999", "a:centre.revoke:13:head:vyazemsky", "a:centre.revoked:41:centre:", "a:centre.revoked:-1:\x00:",
		"a:report.publish:18446744073709551615", "a:report.take:2", "a:report.withdraw_yes:1", "a:report.photos:1", "a:report.place:2", "a:report.timeline:2", "a:report.card:1", "a:report.mine:1", strings.Repeat("я", 32)} {
		f.Add(uint16(i*13), data)
	}
	f.Fuzz(func(t *testing.T, n uint16, data string) {
		o := somebody(n)
		b.during(t, func(k *talk) error {
			if err := k.play(o); err != nil {
				return err
			}
			in := flows.Input{Kind: flows.Press, Data: data, Chat: o.where}
			if value, ok := strings.CutPrefix(data, "="); ok {
				in.Data = "q:" + k.marks[o.where] + ":" + value
			}
			if err := k.hear(o.who, in); err != nil {
				return err
			}
			return k.hear(o.who, k.step(o.who, o.where, "Дальше"))
		})
	})
}

// Whatever a link carries.
func FuzzStart(f *testing.F) {
	b := newTalkers(f)
	for n := range uint16(len(talkers)) {
		n := n * 2 * uint16(len(openings)) // each of them, without any opening
		for _, payload := range []string{"", "i_", "i_x", "I_x", "i", "i_\x00", "i_" + strings.Repeat("Z", 62), "join_2", "join_x", "report", "../..", "💧", "i_ i_"} {
			f.Add(n, payload)
		}
	}
	f.Fuzz(func(t *testing.T, n uint16, payload string) {
		o := somebody(n)
		b.during(t, func(k *talk) error {
			if err := k.play(o); err != nil {
				return err
			}
			had, err := flows.RolesOf(k.tx, o.who)
			if err != nil {
				return err
			}
			if err := k.hear(o.who, k.step(o.who, o.where, "/start "+payload)); err != nil {
				return err
			}
			if roles, err := flows.RolesOf(k.tx, o.who); err != nil || len(roles) > len(had) {
				t.Errorf("the link %q gave a role: %v, %v", payload, roles, err)
			}
			return k.hear(o.who, k.step(o.who, o.where, "=yes"))
		})
	})
}

// kinds is how many kinds of messages a text is put into.
const kinds uint8 = 9

// sent makes a message of some kind of a text.
func sent(kind uint8, text string) flows.Input {
	in := flows.Input{Kind: flows.Text, Text: text, ReplyTo: 1, Message: 900}
	switch kind % kinds {
	case 1:
		in.Kind, in.Photo = flows.Photo, civic.Photo{ID: "f", Unique: text}
	case 2:
		in.Kind, in.Photo, in.Album = flows.Photo, civic.Photo{ID: "f", Unique: "f"}, text
	case 3:
		in.Kind, in.What = flows.Other, text
	case 4:
		in.Label = text
	case 5:
		in.Kind, in.What, in.Voice, in.Length = flows.Other, "voice", "v", time.Duration(len(text))*time.Minute
	case 6:
		in.Kind, in.What, in.Album = flows.Other, "document", text
	case 7:
		in.Kind, in.What = flows.Other, "video_note"
	case 8:
		in.Kind, in.What = flows.Other, "contact"
	}
	return in
}

// Whatever is written, sent or corrected, in whatever state.
func FuzzText(f *testing.F) {
	b := newTalkers(f)
	for n := range seeds() {
		f.Add(n, uint8(n), "Яма")
	}
	for i, text := range []string{"", " ", "\u200b\u200d\ufeff", "\u202eдом\u202c", "<b>", "</i><a href=\"tg://user?id=1\">", "&lt;&amp;&#0;", "{{.Text}}", "<no value>", "%s%d%!",
		strings.Repeat("я", 4096), strings.Repeat("👨‍👩‍👧‍👦", 500), strings.Repeat("&", 2000), strings.Repeat("\n", 300) + "x", strings.Repeat("ъ", 2000), "З̴̢̛͔͖̰̠͉̓̈́а̸̡̺̟̅л̵̨͇͑͗г̵̛̱̈́о",
		"№ 1", "112", "/report", "q:1:x", "Пахнет газом", "sparking wire", "\x00\x01\x02", "С", "Смоленск", "у́лица", "🏳️‍🌈", strings.Repeat("a", 63) + "💧"} {
		for kind := range kinds {
			f.Add(uint16(i*7+int(kind)*11), kind, text)
		}
	}
	f.Fuzz(func(t *testing.T, n uint16, kind uint8, text string) {
		o := somebody(n)
		text = strings.ToValidUTF8(text, "�") // JSON holds nothing else
		b.during(t, func(k *talk) error {
			if err := k.play(o); err != nil {
				return err
			}
			in := sent(kind, text)
			in.Chat = o.where
			if err := k.hear(o.who, in); err != nil {
				return err
			}
			in = flows.Input{Kind: flows.Text, Text: text + text, Chat: o.where, ReplyTo: 1, Message: 900, Edited: true}
			if err := k.hear(o.who, in); err != nil {
				return err
			}
			for _, line := range []string{"=done", "У школы", "=yes", "=yes", "/reports", "/record"} {
				if err := k.hear(o.who, k.step(o.who, o.where, line)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// Wherever a place is, the end of the world included.
func FuzzLocation(f *testing.F) {
	b := newTalkers(f)
	for n := range seeds() {
		f.Add(n, 55.21, 34.29)
	}
	for i, at := range [][2]float64{{-33.9, 151.2}, {0, 0}, {90, 180}, {-90, -180}, {1e308, -1e308}, {54.78, 32.04}, {55.2, 34.0}, {math.SmallestNonzeroFloat64, 400}} {
		f.Add(uint16(i*17), at[0], at[1])
	}
	f.Fuzz(func(t *testing.T, n uint16, lat, lon float64) {
		if math.IsNaN(lat+lon) || math.IsInf(lat, 0) || math.IsInf(lon, 0) {
			t.Skip("JSON has no such numbers")
		}
		o := somebody(n)
		b.during(t, func(k *talk) error {
			if err := k.play(o); err != nil {
				return err
			}
			for range 2 {
				if err := k.hear(o.who, flows.Input{Kind: flows.Location, Point: civic.Point{Lat: lat, Lon: lon}, Chat: o.where, ReplyTo: 1}); err != nil {
					return err
				}
			}
			return k.hear(o.who, k.step(o.who, o.where, "=yes"))
		})
	})
}
