package script

import (
	"errors"
	"fmt"
	"mime"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"veche/bot/sandbox"
)

// act is who does what where.
type act struct {
	who, chat int64
	rest      string // what follows the verb
}

var actShape = regexp.MustCompile(`^(\w+)(?: in (\w+))?(?:: | (\w+):? ?)(.*)$`)

// act does one line and says how the transcript tells of it, and in which chat it was.
func (p *Play) act(line string) (shown string, chat int64, err error) {
	if rest, ok := strings.CutPrefix(line, "clock +"); ok {
		shown, err = p.turn(rest)
		return shown, 0, err
	}
	switch line {
	case "stop", "start", "restart":
		return p.say(line), 0, p.halt(line)
	}
	if rest, ok := strings.CutPrefix(line, "group "); ok {
		shown, err = p.group(rest)
		return shown, 0, err
	}
	if rest, ok := strings.CutPrefix(line, "channel "); ok {
		shown, err = p.channel(rest)
		return shown, 0, err
	}
	found := actShape.FindStringSubmatch(line)
	if found == nil {
		return "", 0, errors.New("this is no act")
	}
	name, where, verb, rest := found[1], found[2], found[3], found[4]
	if do, ok := groupVerbs[verb]; ok {
		shown, err = do(p, name, rest)
		return shown, 0, err
	}
	a := act{who: Who(name), rest: rest}
	a.chat = a.who
	if where != "" {
		a.chat = p.Chats[where]
	}
	do, ok := verbs[verb]
	if a.who == 0 || a.chat == 0 || !ok {
		return "", 0, errors.New("nobody, nowhere, or nothing to do")
	}
	shown, err = do(p, a)
	return p.by(a) + shown, a.chat, err
}

// halt stops the bot, starts it, or does both.
func (p *Play) halt(how string) error {
	if how != "start" {
		if err := p.Stop(); err != nil {
			return err
		}
	}
	if p.down = how == "stop"; p.down {
		return nil
	}
	return p.Start()
}

// by names who acts, and in which group.
func (p *Play) by(a act) string {
	if a.chat == a.who {
		return p.name(a.who)
	}
	return p.name(a.who) + " (" + p.title(a.chat) + ")"
}

var verbs = map[string]func(*Play, act) (string, error){
	"":         writes,
	"presses":  presses,
	"forges":   forges,
	"sends":    sends,
	"forwards": forwards,
	"replies":  replies,
	"swipes":   swipes,
	"edits":    edits,
	"opens":    opens,
	"blocks": func(p *Play, a act) (string, error) {
		p.Box.Block(a.who, true)
		return " " + p.say("blocks"), nil
	},
	"unblocks": func(p *Play, a act) (string, error) {
		p.Box.Block(a.who, false)
		return " " + p.say("unblocks"), nil
	},
}

func (p *Play) post(a act, post sandbox.Post) error {
	post.As, post.Chat = a.who, a.chat
	ids, err := p.Box.Post(post)
	if err == nil {
		p.last[a.who] = ids[0]
	}
	return err
}

func writes(p *Play, a act) (string, error) {
	text := p.words(a.rest)
	return ": " + indent(fold(text), "  "), p.post(a, sandbox.Post{Text: text})
}

func forwards(p *Play, a act) (string, error) {
	text := p.words(a.rest)
	return " " + p.say("forwards") + ": " + fold(text), p.post(a, sandbox.Post{Text: text, Forward: true})
}

// replies answers the bot's newest question in the chat.
func replies(p *Play, a act) (string, error) {
	text, to := p.words(a.rest), int64(0)
	for _, m := range p.Box.Messages(a.chat) {
		if m.From != nil && m.From.IsBot {
			to = m.ID
		}
	}
	return " ↩ " + indent(fold(text), "  "), p.post(a, sandbox.Post{Text: text, ReplyTo: to})
}

// swipes answers the newest message with buttons for a report: "1: Готово", also
// "1 photo: Готово", "1 album 2: Готово".
func swipes(p *Play, a act) (string, error) {
	what, text, _ := strings.Cut(a.rest, ": ")
	number, what, _ := strings.Cut(what, " ")
	post := sandbox.Post{ReplyTo: p.about(a.chat, number)}
	shown, text := " ↩ № "+number+": ", p.words(text)
	if what == "" {
		post.Text = text
		return shown + indent(fold(text), "  "), p.post(a, post)
	}
	_, count, _ := strings.Cut(what, " ")
	n, _ := strconv.Atoi(count)
	post.Photos, post.Caption = make([][]byte, max(n, 1)), text
	return shown + strings.TrimPrefix(p.newPhotos(max(n, 1)), ": ") + " " + fold(text), p.post(a, post)
}

// about is the newest message of the chat with a button for the report.
func (p *Play) about(chat int64, number string) (message int64) {
	for _, b := range p.buttons(chat) {
		if strings.HasSuffix(b.Data, ":"+number) {
			message = b.message
		}
	}
	return message
}

func edits(p *Play, a act) (string, error) {
	text := p.words(a.rest)
	return " " + p.say("edits") + ": " + fold(text), p.Box.Edit(a.who, a.chat, p.last[a.who], text)
}

func opens(p *Play, a act) (string, error) {
	payload, shown := p.words(a.rest), p.words(a.rest)
	if payload == "link" {
		payload, shown = p.Link, "…"
	}
	p.Box.Start(a.who, payload)
	return " " + p.say("opens") + " ?start=" + shown, nil
}

// sends is everything that is not words.
func sends(p *Play, a act) (string, error) {
	what, caption, _ := strings.Cut(a.rest, ": ")
	kind, arg, _ := strings.Cut(what, " ")
	caption = p.words(caption)
	post := sandbox.Post{Caption: caption}
	shown := ": [" + p.say(kind) + " " + arg + "]"
	switch kind {
	case "photo", "album":
		n, _ := strconv.Atoi(arg)
		post.Photos = make([][]byte, max(n, 1))
		shown = ": " + p.newPhotos(max(n, 1))
	case "again", "copy", "forwarded":
		n, _ := strconv.Atoi(arg)
		shown = p.known(&post, kind, n)
	case "place":
		var l sandbox.Location
		if _, err := fmt.Sscan(arg, &l.Latitude, &l.Longitude); err != nil {
			return "", err
		}
		post.Location = &l
	case "sticker":
		post.Sticker = arg
	case "voice":
		n, _ := strconv.Atoi(arg)
		post.Voice = &sandbox.File{Duration: n, Size: 4000}
	case "file":
		name, size, _ := strings.Cut(arg, " ")
		n, _ := strconv.ParseInt(size, 10, 64)
		post.Document = &sandbox.File{Name: name, Size: n, Mime: mime.TypeByExtension(filepath.Ext(name))}
	case "contact":
		post.Contact = &sandbox.Contact{PhoneNumber: "+79000000000"}
		shown = ": [" + p.say(kind) + "]"
	default:
		return "", fmt.Errorf("nobody can send a %q", kind)
	}
	if caption != "" {
		shown += " " + fold(caption)
	}
	return shown, p.post(a, post)
}

// known sends a photo that was sent before, and says how the transcript tells of it.
func (p *Play) known(post *sandbox.Post, how string, n int) string {
	if how == "copy" {
		post.Photos = [][]byte{p.Box.File(p.files[n])}
		return ": " + p.newPhotos(1) + " (" + p.say("copy") + " " + strconv.Itoa(n) + ")"
	}
	post.Again, post.Forward = p.files[n], how == "forwarded"
	return ": " + p.album([]string{strconv.Itoa(n)}) + " (" + p.say(how) + ")"
}

// turn turns the clock.
func (p *Play) turn(by string) (string, error) {
	d, err := time.ParseDuration(by)
	if err != nil {
		return "", err
	}
	p.Box.Clock().Advance(d)
	return "🕓 " + p.Box.Clock().Now().Format("02.01.2006 15:04"), nil
}
