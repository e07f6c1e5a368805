package sandbox

import (
	"fmt"
	"net/url"
	"strings"
)

// Text writes a message and returns its id. Like all the short ways of acting it panics where Send does.
func (s *Sandbox) Text(as, chat int64, text string) int64 {
	return s.Send(Post{As: as, Chat: chat, Text: text})[0]
}

// Reply writes a message in reply to another.
func (s *Sandbox) Reply(as, chat, replyTo int64, text string) int64 {
	return s.Send(Post{As: as, Chat: chat, Text: text, ReplyTo: replyTo})[0]
}

// Photo sends a picture that is made up.
func (s *Sandbox) Photo(as, chat int64, caption string) int64 {
	return s.Send(Post{As: as, Chat: chat, Photos: [][]byte{nil}, Caption: caption})[0]
}

// Album sends n made-up pictures as one album: n messages, the caption on the first.
func (s *Sandbox) Album(as, chat int64, n int, caption string) []int64 {
	return s.Send(Post{As: as, Chat: chat, Photos: make([][]byte, n), Caption: caption})
}

// Location shares a place, in degrees.
func (s *Sandbox) Location(as, chat int64, latitude, longitude float64) int64 {
	return s.Send(Post{As: as, Chat: chat, Location: &Location{Latitude: latitude, Longitude: longitude}})[0]
}

// Contact shares the person's own phone number.
func (s *Sandbox) Contact(as, chat int64, phone string) int64 {
	return s.Send(Post{As: as, Chat: chat, Contact: &Contact{PhoneNumber: phone}})[0]
}

// Voice sends a voice message of some seconds.
func (s *Sandbox) Voice(as, chat int64, seconds int) int64 {
	return s.Send(Post{As: as, Chat: chat, Voice: &File{Duration: seconds, Size: 4000}})[0]
}

// Sticker sends a sticker, named by its emoji.
func (s *Sandbox) Sticker(as, chat int64, emoji string) int64 {
	return s.Send(Post{As: as, Chat: chat, Sticker: emoji})[0]
}

// Document sends a file of size bytes; one above 20 MB can be seen by the bot but not fetched.
func (s *Sandbox) Document(as, chat int64, name string, size int64) int64 {
	return s.Send(Post{As: as, Chat: chat, Document: &File{Name: name, Size: size}})[0]
}

// Forward writes a message that is forwarded from somebody who hides.
func (s *Sandbox) Forward(as, chat int64, text string) int64 {
	return s.Send(Post{As: as, Chat: chat, Text: text, Forward: true})[0]
}

// Start opens the bot's deep link with a payload (none: the Start button). It lets a blocked bot write again.
func (s *Sandbox) Start(as int64, payload string) int64 {
	s.Block(as, false)
	return s.Text(as, as, strings.TrimSpace("/start "+payload))
}

// PressLabel presses the button with that label on the newest message that has it, or the key of the reply keyboard
// that stands. It returns the id of the callback query, or of the message that a key sent, and an error if no such
// button is there. A link to the bot is opened; any other link and a copying button do nothing that the bot can see.
func (s *Sandbox) PressLabel(as, chat int64, label string) (string, error) {
	if key, ok := s.key(as, chat, label); ok {
		return fmt.Sprint(s.pressKey(as, chat, key)), nil
	}
	message, b := s.button(chat, label)
	switch {
	case message == 0:
		return "", fmt.Errorf("chat %d has no button %q", chat, label)
	case b.Data != "":
		return s.Press(as, chat, message, b.Data)
	case b.URL != "":
		return s.follow(as, b.URL), nil
	}
	return "", nil
}

func (s *Sandbox) key(as, chat int64, label string) (KeyButton, bool) {
	k := s.Keyboard(chat, as)
	if k == nil {
		return KeyButton{}, false
	}
	for _, row := range k.Keys {
		for _, key := range row {
			if key.Text == label {
				return key, true
			}
		}
	}
	return KeyButton{}, false
}

// pressKey shares a phone number that is made up, or the middle of Smolensk, where the key asks for such.
func (s *Sandbox) pressKey(as, chat int64, key KeyButton) int64 {
	switch {
	case key.RequestContact:
		return s.Contact(as, chat, fmt.Sprintf("+7900%07d", as%10_000_000))
	case key.RequestLocation:
		return s.Location(as, chat, 54.7826, 32.0453)
	}
	return s.Text(as, chat, key.Text)
}

func (s *Sandbox) button(chat int64, label string) (int64, Button) {
	s.mu.Lock()
	defer s.mu.Unlock()
	messages := s.mustChat(chat).messages
	for i := len(messages) - 1; i >= 0; i-- {
		if m := messages[i]; m != nil {
			for _, b := range m.Buttons() {
				if b.Text == label {
					return m.ID, b
				}
			}
		}
	}
	return 0, Button{}
}

// Buttons lists the buttons under the message, row after row.
func (m *Message) Buttons() []Button {
	var all []Button
	if m.Markup != nil {
		for _, row := range m.Markup.Inline {
			all = append(all, row...)
		}
	}
	return all
}

// follow opens a deep link of the bot's; other links leave the sandbox.
func (s *Sandbox) follow(as int64, link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Host != "t.me" || !strings.EqualFold(strings.Trim(u.Path, "/"), s.bot.Username) {
		return ""
	}
	return fmt.Sprint(s.Start(as, u.Query().Get("start")))
}
