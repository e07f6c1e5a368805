package bot

import (
	"math"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// openings bring somebody to a question, by what comes in before the fuzzed input. A
// press of "=value" is that of the question that stands.
var openings = [][]string{
	{},
	{"/report"},
	{"/report", "Вязьма"},
	{"/report", "Вязьма", "=roads"},
	{"/report", "Вязьма", "=power"},
	{"/report", "Смоленск"},
	{"/report", "Смоленск", "=smolensk-city"},
	{"/report", "Вязьма", "=roads", "Яма", "photo"},
	{"/report", "Вязьма", "=roads", "Яма", "=done"},
	{"/report", "Вязьма", "=roads", "Яма", "=done", "У школы"}, // there is one like it
	{"/report", "Вязьма", "=roads", "Яма", "=done", "У школы", "=show:2"},
	{"/report", "Вязьма", "=roads", "Яма", "=done", "У школы", "=other"},
	{"/near"},
	{"/search"},
	{"!a:join:2"},
	{"!a:join:2", "=done"},
	{"/start join_2"},
	{"/report", "Вязьма", "=roads", "Пахнет газом"},
	{"/district"},
	{"/invite"},
	{"/invite", "=head"},
	{"/forget"},
	{"/bind"},
	{"!a:refuse:1"},
	{"!a:refuse:1", "=own"},
	{"!a:fix_district:1"},
	{"!a:fix_category:2"},
	{"!a:answer:2"},
	{"!a:answer:2", "Починим"},
	{"!a:answer:2", "Починим", "=done"},
	{"!a:hand_over:2"},
	{"!a:hand_over:2", "=district"},
	{"!a:hand_over:2", "=district", "Гагарин"},
	{"!a:hand_over:2", "=authority"},
	{"!a:close:2", "Починили", "=cannot"},
	{"!a:close:2", "Починили", "=cannot", "Темно"},
	{"!a:add:2"},
	{"!a:roles:0"},
	{"!a:record:0"},
	{"/report", "Вязьма", "=roads", "/district"}, // held
	{"/start i_none"},
	{"/start i_token"},
	{"/mydata"},
}

// step makes an input of a line of an opening.
func (k *talk) step(p civic.PersonID, chat storage.ChatID, line string) flows.Input {
	switch {
	case strings.HasPrefix(line, "/"):
		name, payload, _ := strings.Cut(line[1:], " ")
		return flows.Input{Kind: flows.Command, Command: name, Payload: payload, Chat: chat, Addressed: true}
	case strings.HasPrefix(line, "="):
		return flows.Input{Kind: flows.Press, Data: "q:" + k.mark(chat) + ":" + line[1:], Chat: chat}
	case strings.HasPrefix(line, "!"):
		return flows.Input{Kind: flows.Press, Data: line[1:], Chat: chat}
	case line == "photo":
		return flows.Input{Kind: flows.Photo, Photo: civic.Photo{ID: "p", Unique: "u"}, Chat: chat}
	}
	return flows.Input{Kind: flows.Text, Text: line, Chat: chat, ReplyTo: 1}
}

// filed files two reports and publishes the second.
func (k *talk) filed() error {
	for range 2 {
		for _, line := range []string{"/report", "Вязьма", "=roads", "Яма <b> & \"ухаб\"", "=done", "У школы", "=yes"} {
			if err := k.hear(talkAuthor, k.step(talkAuthor, talkAuthor, line)); err != nil {
				return err
			}
		}
	}
	return k.hear(talkModerator, flows.Input{Kind: flows.Press, Data: "a:publish:2", Chat: talkGroup})
}

// opened lets somebody come to a question.
func (k *talk) opened(p civic.PersonID, chat storage.ChatID, opening []string) error {
	for _, line := range opening {
		if err := k.hear(p, k.step(p, chat, line)); err != nil {
			return err
		}
	}
	return nil
}

// somebody chooses a person, a chat and an opening by a number.
func somebody(n uint16) (civic.PersonID, storage.ChatID, []string) {
	p := talkers[int(n)%len(talkers)]
	n /= uint16(len(talkers))
	chat := storage.Private(p)
	if n%2 == 1 {
		chat = talkGroup
	}
	return p, chat, openings[int(n/2)%len(openings)]
}

// combinations is how many numbers somebody tells apart.
func combinations() uint16 { return uint16(len(talkers) * 2 * len(openings)) }

// Whatever a press carries, in whatever state: no error, a sound store, and words in
// both languages that can be sent.
func FuzzPress(f *testing.F) {
	b := newTalkers(f)
	for n := range combinations() {
		f.Add(n, "=yes")
	}
	for i, data := range []string{"", ":", "a", "a:", "q:", "c:", "=", "=<", "==", "=x", "=>", "=>1", "=>-1", "=>99999999999999999999", "=done", "=drop", "=throw", "=go_on",
		"=unclear", "=own", "=moderator", "=centre", "=vyazemsky", "=moderators", "=district", "=none", "=called", "c:bind", "c:start i_x", "c:mydata", "c:forget", "c:menu", "c:cancel",
		"a:language:en:welcome", "a:reports:99999999999", "a:queue:399", "a:record:9999", "a:roles:999", "a:revoke:13:head:vyazemsky", "a:revoke_yes:41:centre:", "a:revoke_yes:-1:\x00:",
		"a:publish:18446744073709551615", "a:take:2", "a:withdraw_yes:1", "a:photos:1", "a:place:2", "a:timeline:2", "a:card:1", "a:mine:1", strings.Repeat("я", 32)} {
		f.Add(uint16(i*13), data)
	}
	f.Fuzz(func(t *testing.T, n uint16, data string) {
		p, chat, opening := somebody(n)
		b.during(t, func(k *talk) error {
			if err := k.opened(p, chat, opening); err != nil {
				return err
			}
			in := flows.Input{Kind: flows.Press, Data: data, Chat: chat}
			if value, ok := strings.CutPrefix(data, "="); ok {
				in.Data = "q:" + k.mark(chat) + ":" + value
			}
			if err := k.hear(p, in); err != nil {
				return err
			}
			return k.hear(p, k.step(p, chat, "Дальше"))
		})
	})
}

// Whatever a link carries.
func FuzzStart(f *testing.F) {
	b := newTalkers(f)
	for n := range uint16(len(talkers)) {
		for _, payload := range []string{"", "i_", "i_x", "I_x", "i", "i_\x00", "i_" + strings.Repeat("Z", 62), "join_2", "join_x", "report", "../..", "💧", "i_ i_"} {
			f.Add(n, payload)
		}
	}
	f.Fuzz(func(t *testing.T, n uint16, payload string) {
		p, chat, opening := somebody(n)
		b.during(t, func(k *talk) error {
			if err := k.opened(p, chat, opening); err != nil {
				return err
			}
			if err := k.hear(p, k.step(p, chat, "/start "+payload)); err != nil {
				return err
			}
			if roles, err := flows.RolesOf(k.tx, p); err != nil || len(roles) > 1 || len(roles) > 0 && p == talkAuthor {
				t.Errorf("the link %q gave a role: %v, %v", payload, roles, err)
			}
			return k.hear(p, k.step(p, chat, "=yes"))
		})
	})
}

// Whatever is written, sent or corrected, in whatever state.
func FuzzText(f *testing.F) {
	b := newTalkers(f)
	for n := range combinations() {
		f.Add(n, uint8(n), "Яма")
	}
	for i, text := range []string{"", " ", "\u200b\u200d\ufeff", "\u202eдом\u202c", "<b>", "</i><a href=\"tg://user?id=1\">", "&lt;&amp;&#0;", "{{.Text}}", "<no value>", "%s%d%!",
		strings.Repeat("я", 4096), strings.Repeat("👨‍👩‍👧‍👦", 500), strings.Repeat("&", 2000), strings.Repeat("\n", 300) + "x", strings.Repeat("ъ", 2000), "З̴̢̛͔͖̰̠͉̓̈́а̸̡̺̟̅л̵̨͇͑͗г̵̛̱̈́о",
		"№ 1", "112", "/report", "q:1:x", "Пахнет газом", "sparking wire", "\x00\x01\x02", "С", "Смоленск", "у́лица", "🏳️‍🌈", strings.Repeat("a", 63) + "💧"} {
		for kind := range uint8(5) {
			f.Add(uint16(i*7+int(kind)*11), kind, text)
		}
	}
	f.Fuzz(func(t *testing.T, n uint16, kind uint8, text string) {
		p, chat, opening := somebody(n)
		text = strings.ToValidUTF8(text, "�") // JSON holds nothing else
		b.during(t, func(k *talk) error {
			if err := k.opened(p, chat, opening); err != nil {
				return err
			}
			in := flows.Input{Kind: flows.Text, Text: text, Chat: chat, ReplyTo: 1, Message: 900}
			switch kind % 5 {
			case 1:
				in.Kind, in.Photo = flows.Photo, civic.Photo{ID: "f", Unique: text}
			case 2:
				in.Kind, in.Photo, in.Album = flows.Photo, civic.Photo{ID: "f", Unique: "f"}, text
			case 3:
				in.Kind, in.What = flows.Other, text
			case 4:
				in.Label = text
			}
			if err := k.hear(p, in); err != nil {
				return err
			}
			in = flows.Input{Kind: flows.Text, Text: text + text, Chat: chat, ReplyTo: 1, Message: 900, Edited: true}
			if err := k.hear(p, in); err != nil {
				return err
			}
			for _, line := range []string{"=done", "У школы", "=yes", "=yes", "/reports", "/record"} {
				if err := k.hear(p, k.step(p, chat, line)); err != nil {
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
	for n := range combinations() {
		f.Add(n, 55.21, 34.29)
	}
	for i, at := range [][2]float64{{-33.9, 151.2}, {0, 0}, {90, 180}, {-90, -180}, {1e308, -1e308}, {54.78, 32.04}, {55.2, 34.0}, {math.SmallestNonzeroFloat64, 400}} {
		f.Add(uint16(i*17), at[0], at[1])
	}
	f.Fuzz(func(t *testing.T, n uint16, lat, lon float64) {
		if math.IsNaN(lat+lon) || math.IsInf(lat, 0) || math.IsInf(lon, 0) {
			t.Skip("JSON has no such numbers")
		}
		p, chat, opening := somebody(n)
		b.during(t, func(k *talk) error {
			if err := k.opened(p, chat, opening); err != nil {
				return err
			}
			for range 2 {
				if err := k.hear(p, flows.Input{Kind: flows.Location, Point: civic.Point{Lat: lat, Lon: lon}, Chat: chat, ReplyTo: 1}); err != nil {
					return err
				}
			}
			return k.hear(p, k.step(p, chat, "=yes"))
		})
	})
}

// The fuzzed inputs meet every question: the openings lead to all of them.
func TestOpeningsLeadToEveryQuestion(t *testing.T) {
	b := newTalkers(t)
	met := map[string]bool{}
	for n := range combinations() {
		p, chat, opening := somebody(n)
		b.during(t, func(k *talk) error {
			if err := k.opened(p, chat, opening); err != nil {
				return err
			}
			s, _, err := storage.Sessions.Find(k.tx, storage.SessionKey{Chat: chat, Person: p})
			met[s.Flow+"/"+s.State] = true
			return err
		})
	}
	want := []string{"report/district", "report/part", "report/category", "report/danger", "report/text", "report/warning", "report/photos", "report/place",
		"report/similar", "report/look", "report/preview", "near/where", "search/words", "join_report/photos", "join_report/place", "consent/consent", "district/district", "invite/role", "invite/district", "forget/sure", "bind/desk", "refusal/reason", "refusal/typed",
		"fix_district/district", "fix_category/category", "answer/text", "answer/photos", "answer/preview", "hand_over/where", "hand_over/district", "hand_over/authority", "hand_over/reason",
		"close/preview", "add/what", "join/accept"}
	for _, q := range want {
		if !met[q] {
			t.Errorf("nothing leads to %s", q)
		}
	}
}
