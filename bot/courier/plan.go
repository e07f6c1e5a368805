package courier

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"veche/bot/wire"
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

// sends reports whether the call makes a new message.
func (k kind) sends() bool { return !k.edits() && k != removeMessage && k != leaveChat }

// letter is one call of the few that a message may need.
type letter struct {
	chat    storage.ChatID
	message *storage.Message
	kind    kind
	text    string   // or the caption
	photos  []string // of a photo or an album
	first   bool     // replies, and may make a sound
	main    bool     // carries the buttons; its id is the message's
}

// weight is how many messages the call counts for at Telegram.
func (l letter) weight() int { return max(len(l.photos), 1) }

// plan lists the calls that bring a message to a chat, with photos in so many albums at
// most; the others go one by one.
func plan(chat storage.ChatID, m *storage.Message, live bool, albums int) []letter {
	letters := lettersOf(m, live, albums)
	for i := range letters {
		letters[i].chat, letters[i].message = chat, m
	}
	return letters
}

// lettersOf: a live message, and one with buttons, stands by itself below its photos, so
// that its text can be edited.
func lettersOf(m *storage.Message, live bool, albums int) []letter {
	switch {
	case m.Leave:
		return []letter{{kind: leaveChat, main: true}}
	case m.Remove && m.Edit == 0:
		return nil
	case m.Remove:
		return []letter{{kind: removeMessage, main: true}}
	case m.Edit != 0 && editable(m, live):
		return []letter{{kind: editOf(m), text: m.Text, main: true}}
	case m.Picture != nil:
		return []letter{{kind: sendPicture, text: m.Text, main: true, first: true}}
	}
	letters := attachments(m, albums)
	captioned := len(letters) == 1 && letters[0].kind != sendAlbum && !live && len(m.Buttons) == 0 && fits(m.Text, wire.MaxCaption)
	switch {
	case captioned:
		letters[0].text = m.Text
	case m.Text != "":
		letters = append(letters, letter{kind: sendText, text: m.Text})
	}
	if len(letters) > 0 {
		letters[len(letters)-1].main = true
	}
	if m.Point != nil {
		letters = append(letters, letter{kind: sendPoint, main: len(letters) == 0})
	}
	if len(letters) > 0 {
		letters[0].first = true
	}
	return letters
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

func attachments(m *storage.Message, albums int) []letter {
	var letters []letter
	for rest := m.Photos; len(rest) > 0; albums-- {
		n := 1
		if albums > 0 {
			n = min(len(rest), maxAlbum)
		}
		l := letter{kind: sendAlbum, photos: rest[:n]}
		if n == 1 {
			l.kind = sendPhoto
		}
		letters, rest = append(letters, l), rest[n:]
	}
	if m.Voice != "" {
		letters = append(letters, letter{kind: sendVoice})
	}
	if m.File != nil {
		letters = append(letters, letter{kind: sendFile})
	}
	return letters
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
