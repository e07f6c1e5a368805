package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"
	"strings"

	"veche/bot/sandbox"
	"veche/storage"
)

// fill puts what the names stand for into an act.
func (p *troupe) fill(act string) string {
	for {
		before, rest, found := strings.Cut(act, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return act
		}
		value, ok := p.known[name]
		if name == "link" {
			value, ok = p.link(), true
		}
		if name == "template" {
			value, ok = p.template(), true
		}
		if !ok {
			p.Fatalf("%s: nobody knows %q", act, name)
		}
		act = before + value + after
	}
}

// act lets somebody do something and waits until the bot has done its part.
func (p *troupe) act(who, chat int64, act string) {
	p.Helper()
	act, refused := strings.CutPrefix(p.fill(act), "?")
	kind, rest := act[:1], act[1:]
	switch kind {
	case "=":
		p.press(who, chat, "q:"+p.mark(who, chat)+":"+rest)
	case "!":
		p.press(who, chat, rest)
	case "~":
		p.press(who, chat, p.carried(chat, rest))
	case "@":
		text, err := p.words.Text(p.langs[who], rest, nil)
		if err != nil {
			p.Fatal(err)
		}
		p.post(sandbox.Post{As: who, Chat: chat, Text: text})
	case "^":
		report, words, _ := strings.Cut(rest, " ")
		p.raw(who, chat, map[string]any{"text": words, "reply_to_message": p.card(chat, report)})
	case "<":
		p.post(p.sends(rest, sandbox.Post{As: who, Chat: chat}))
	default:
		p.post(sandbox.Post{As: who, Chat: chat, Text: act, ReplyTo: p.asked(chat)})
	}
	p.settle()
	p.heed(who, chat, act, refused)
	p.note(who, chat)
}

// heed fails where an act came to nothing: that is a mistake of the story.
func (p *troupe) heed(who, chat int64, act string, refused bool) {
	p.Helper()
	said := ""
	if all := p.box.Notices(who); len(all) > 0 && strings.Contains("=!~", act[:1]) && !p.deaf {
		last := all[len(all)-1]
		said = "[" + last.Text + "] "
		old, _ := p.words.Text(p.langs[who], "old_button", nil)
		if (last.Alert || last.Text == old) && !refused {
			p.Errorf("%s: %s", act, last.Text)
		}
	}
	if s := p.session(who, chat); (s.Wrong > 0 || s.Held != "") && !refused {
		p.Errorf("%s: is no answer to %s/%s", act, s.Flow, s.State)
	}
	if all := p.box.Messages(chat); len(all) > 0 {
		m := all[len(all)-1]
		text, _, _ := strings.Cut(m.Text+m.Caption, "\n")
		said += text
	}
	p.Logf("     %s → %s", act, said)
}

func (p *troupe) sends(what string, post sandbox.Post) sandbox.Post {
	kind, rest, _ := strings.Cut(what, " ")
	switch kind {
	case "photo":
		post.Photos = [][]byte{p.picture()}
	case "plain":
		post.Photos = [][]byte{plain()}
	case "album":
		post.Photos = [][]byte{p.picture(), p.picture()}
	case "copy":
		post.Photos = [][]byte{p.photo}
	case "voice":
		post.Voice = &sandbox.File{Duration: 7, Size: 4000}
	case "sticker":
		post.Sticker = "🙂"
	case "place":
		post.Location = &sandbox.Location{}
		if _, err := fmt.Sscan(rest, &post.Location.Latitude, &post.Location.Longitude); err != nil {
			p.Fatal(err)
		}
	default:
		p.Fatalf("nobody can send a %q", what)
	}
	return post
}

// picture is another one each time: patches of grey that pass for no other picture.
func (p *troupe) picture() []byte {
	p.pictures++
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	r := rand.New(rand.NewPCG(uint64(p.pictures), 0))
	for y := 0; y < 48; y += 8 {
		for x := 0; x < 64; x += 8 {
			draw.Draw(img, image.Rect(x, y, x+8, y+8), image.NewUniform(color.Gray{uint8(r.UintN(256))}), image.Point{}, draw.Src)
		}
	}
	return encoded(img)
}

// plain is a small picture, one half of it white.
func plain() []byte {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	draw.Draw(img, image.Rect(0, 0, 8, 4), image.White, image.Point{}, draw.Src)
	return encoded(img)
}

func encoded(img image.Image) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// post sends it. Where the bot's question stands in no chat of this sandbox, a group's
// words are said in reply to it all the same.
func (p *troupe) post(post sandbox.Post) {
	p.Helper()
	post.Thread = p.threads[post.Chat]
	if post.Chat < 0 && post.ReplyTo == 0 && !strings.HasPrefix(post.Text, "/") {
		p.raw(post.As, post.Chat, map[string]any{"text": post.Text, "reply_to_message": p.ours(post.Chat)})
		return
	}
	ids, err := p.box.Post(post)
	if err != nil {
		p.Fatal(err)
	}
	for _, m := range p.box.Messages(post.Chat) {
		if len(post.Photos) > 0 && m.ID == ids[0] {
			p.photo = p.box.File(m.Photo[len(m.Photo)-1].FileID)
		}
	}
}

// raw lets the bot hear a message of somebody's that no chat of the sandbox holds.
func (p *troupe) raw(who, chat int64, more map[string]any) {
	more["message_id"], more["date"] = 900_000, p.box.Clock().Now().Unix()
	more["from"] = map[string]any{"id": who, "first_name": "…", "language_code": p.langs[who]}
	more["chat"] = p.wire(chat)
	p.update(map[string]any{"message": more})
}

func (p *troupe) update(u map[string]any) {
	body, err := json.Marshal(u)
	if err != nil {
		p.Fatal(err)
	}
	p.box.Raw(body)
}

// ours is an old message of the bot's.
func (p *troupe) ours(chat int64) map[string]any {
	return map[string]any{"message_id": 1, "date": 1, "chat": p.wire(chat), "text": "?",
		"from": map[string]any{"id": p.box.Bot().ID, "is_bot": true, "first_name": "bot"}}
}

// card is a card of a report, as one sees it that is replied to.
func (p *troupe) card(chat int64, report string) map[string]any {
	m := p.ours(chat)
	p.view(func(tx *storage.Tx) error {
		for rec, err := range storage.Lives.All(tx, storage.Range[storage.LiveKey]{Prefix: storage.Tuple(chat)}) {
			if err != nil {
				return err
			}
			if strings.HasPrefix(rec.Key.Name, "report/"+report+"/") {
				m["message_id"] = rec.Value.ID
			}
		}
		return nil
	})
	m["reply_markup"] = map[string]any{"inline_keyboard": [][]any{{map[string]any{"text": "…", "callback_data": "a:timeline:" + report}}}}
	return m
}

func (p *troupe) wire(chat int64) map[string]any {
	if chat > 0 {
		return map[string]any{"id": chat, "type": "private"}
	}
	return map[string]any{"id": chat, "type": "supergroup", "title": "…"}
}

// asked is the newest message in a group that waits for a reply; 0 in private, where
// none is needed.
func (p *troupe) asked(chat int64) (message int64) {
	if chat > 0 {
		return 0
	}
	for _, m := range p.box.Messages(chat) {
		if m.Keyboard != nil && m.Keyboard.ForceReply {
			message = m.ID
		}
	}
	return message
}

// press presses a button where it stands, or, where it stands nowhere, under the newest
// message.
func (p *troupe) press(who, chat int64, data string) {
	p.Helper()
	newest, found := int64(1), int64(0)
	for _, m := range p.box.Messages(chat) {
		newest = m.ID
		for _, b := range m.Buttons() {
			if b.Data == data {
				found = m.ID
			}
		}
	}
	if found == 0 {
		found = newest
	}
	p.pressAt(who, chat, found, data)
}

// carried is what the newest button carries that holds a part of it.
func (p *troupe) carried(chat int64, part string) (data string) {
	for _, m := range p.box.Messages(chat) {
		for _, b := range m.Buttons() {
			if strings.Contains(b.Data, part) {
				data = b.Data
			}
		}
	}
	return data
}

func (p *troupe) pressAt(who, chat, message int64, data string) {
	p.Helper()
	before := len(p.box.Notices(who))
	if _, err := p.box.Press(who, chat, message, data); err != nil {
		p.Fatal(err)
	}
	if p.deaf {
		return
	}
	await(p.T, p.box, "the answer to "+data, func() bool { return len(p.box.Notices(who)) > before })
}
