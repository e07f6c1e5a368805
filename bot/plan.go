package bot

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"veche/storage"
)

// maxAlbum is how many photos Telegram takes in one album.
const maxAlbum = 10

// kind is a kind of call.
type kind uint8

const (
	sendText kind = iota
	editText
	sendPhoto
	sendAlbum
	sendVoice
	sendFile
	sendPoint
	leaveChat
	sendPicture
	editPicture
	editCaption
	removeMessage
)

// edits reports whether the call changes a message that stands already.
func (k kind) edits() bool { return k == editText || k == editPicture || k == editCaption }

// part is one call of the few that a message may need.
type part struct {
	kind   kind
	text   string   // or the caption
	photos []string // of a photo or an album
	first  bool     // replies, and may make a sound
	main   bool     // carries the buttons; its id is the message's
}

// weight is how many messages the call counts for at Telegram.
func (p part) weight() int { return max(len(p.photos), 1) }

// plan lists the calls that bring a message to people. A live message, and one with
// buttons, stands by itself below its photos, so that its text can be edited.
func plan(m *storage.Message, live bool) []part {
	switch {
	case m.Leave:
		return []part{{kind: leaveChat, main: true}}
	case m.Remove && m.Edit == 0:
		return nil
	case m.Remove:
		return []part{{kind: removeMessage, main: true}}
	case m.Edit != 0 && editable(m, live):
		return []part{{kind: editOf(m), text: m.Text, main: true}}
	case m.Picture != nil:
		return []part{{kind: sendPicture, text: m.Text, main: true, first: true}}
	}
	parts := attachments(m)
	captioned := len(parts) == 1 && parts[0].kind != sendAlbum && !live && len(m.Buttons) == 0 && fits(m.Text, maxCaption)
	switch {
	case captioned:
		parts[0].text = m.Text
	case m.Text != "":
		parts = append(parts, part{kind: sendText, text: m.Text})
	}
	if len(parts) > 0 {
		parts[len(parts)-1].main = true
	}
	if m.Point != nil {
		parts = append(parts, part{kind: sendPoint, main: len(parts) == 0})
	}
	if len(parts) > 0 {
		parts[0].first = true
	}
	return parts
}

// editOf is the call that brings a message up to date. A picture stays where it is the
// same, or where none is wanted any more: only the words below it change then.
func editOf(m *storage.Message) kind {
	switch {
	case m.Picture != nil && m.Picture.Key != m.Shows:
		return editPicture
	case m.Shows != "":
		return editCaption
	}
	return editText
}

// editable reports whether an edit can make another message into m.
func editable(m *storage.Message, live bool) bool {
	if m.Text == "" || m.Keyboard != nil || m.Force {
		return false
	}
	return live || len(m.Photos) == 0 && m.File == nil && m.Voice == "" && m.Point == nil
}

func attachments(m *storage.Message) []part {
	var parts []part
	for rest := m.Photos; len(rest) > 0; {
		n := min(len(rest), maxAlbum)
		p := part{kind: sendAlbum, photos: rest[:n]}
		if n == 1 {
			p.kind = sendPhoto
		}
		parts, rest = append(parts, p), rest[n:]
	}
	if m.Voice != "" {
		parts = append(parts, part{kind: sendVoice})
	}
	if m.File != nil {
		parts = append(parts, part{kind: sendFile})
	}
	return parts
}

// fits reports whether HTML shows at most limit characters, counted as Telegram
// counts at its strictest, in UTF-16.
func fits(html string, limit int) bool {
	n := 0
	for html != "" && n <= limit {
		end := 0 // of a tag or an entity
		switch html[0] {
		case '<':
			end = strings.IndexByte(html, '>') + 1
		case '&':
			if end = strings.IndexByte(html, ';') + 1; end > 0 {
				n++
			}
		}
		if end == 0 {
			var r rune
			r, end = utf8.DecodeRuneInString(html)
			n += utf16.RuneLen(r)
		}
		html = html[end:]
	}
	return n <= limit
}
