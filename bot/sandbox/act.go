package sandbox

import (
	"errors"
	"fmt"
	"strings"
)

// Post is what a person puts into a chat: one message, or an album of several photos.
type Post struct {
	As     int64
	Chat   int64 // 0 is the private chat with the bot
	Thread int64

	Text     string
	Photos   [][]byte // JPEG or PNG; nil bytes for a picture made up
	Again    string   // the file_id of a photo to send again, as it is
	Caption  string
	Location *Location
	Contact  *Contact
	Voice    *File
	Sticker  string // the emoji
	Document *File

	ReplyTo int64
	Forward bool // the message came from elsewhere
}

// File is what a person uploads. Without Data, Size bytes are made up; a size too large to download is only claimed.
type File struct {
	Name, Mime string
	Data       []byte
	Size       int64
	Duration   int // seconds, of a voice message
}

// Send posts and returns the ids of the messages. It panics where no client could do it: a stranger's chat, a
// blocked bot, nothing to send. Those are mistakes of the test; Post is the same with an error.
func (s *Sandbox) Send(p Post) []int64 {
	ids, err := s.Post(p)
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	return ids
}

// Post posts and returns the ids of the messages.
func (s *Sandbox) Post(p Post) ([]int64, error) {
	if p.Chat == 0 {
		p.Chat = p.As
	}
	all, err := s.compose(p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	from, c, err := s.actor(p.As, p.Chat)
	if err != nil {
		return nil, err
	}
	if c.person != 0 {
		c.started = true
	}
	var ids []int64
	for _, m := range all {
		s.sign(c, from, m, p)
		s.put(c, m, s.sees(c, m))
		ids = append(ids, m.ID)
	}
	s.usedKeyboard(c, p)
	return ids, nil
}

// actor finds who acts where, and refuses what their client would not let them do.
func (s *Sandbox) actor(as, chat int64) (*Person, *chat, error) {
	p, c := s.people[as], s.chats[chat]
	switch {
	case p == nil:
		return nil, nil, fmt.Errorf("there is no person %d", as)
	case c == nil:
		return nil, nil, fmt.Errorf("there is no chat %d", chat)
	case c.person != 0 && c.person != as:
		return nil, nil, fmt.Errorf("the chat of person %d is not open to person %d", chat, as)
	case c.person == 0 && (c.members[as] == "" || c.members[as] == "left" || c.members[as] == "kicked"):
		return nil, nil, fmt.Errorf("person %d is not in chat %d", as, chat)
	case c.migratedTo != 0:
		return nil, nil, fmt.Errorf("chat %d has become %d", chat, c.migratedTo)
	case c.blocked:
		return nil, nil, fmt.Errorf("person %d has blocked the bot", as)
	}
	return p, c, nil
}

// sign says who a message is from and where it belongs.
func (s *Sandbox) sign(c *chat, from *Person, m *Message, p Post) {
	m.From = from.user()
	if c.anonymous[from.ID] {
		m.From, m.SenderChat = anonymousAdmin(), ptr(s.wire(c))
	}
	if c.kind == "channel" {
		m.From, m.SenderChat = nil, ptr(s.wire(c))
	}
	if k := m.Contact; k != nil && k.FirstName == "" {
		k.FirstName, k.UserID = from.FirstName, from.ID
	}
	m.ReplyTo = quoted(c.message(p.ReplyTo))
	c.file(m, p.Thread)
	if p.Forward {
		m.ForwardOrigin = &Origin{Type: "hidden_user", Date: s.clock.Now().Unix() - 3600, SenderUserName: "Somebody"}
	}
}

func (s *Sandbox) compose(p Post) ([]*Message, error) {
	switch {
	case len(p.Photos) > 0:
		return s.composePhotos(p)
	case p.Again != "":
		return s.composeAgain(p)
	case p.Location != nil:
		return []*Message{{Location: p.Location}}, nil
	case p.Contact != nil:
		return []*Message{{Contact: ptr(*p.Contact)}}, nil
	case p.Voice != nil || p.Sticker != "" || p.Document != nil:
		return []*Message{s.composeFile(p)}, nil
	}
	f := tidy(formatted{text: p.Text})
	if f.text == "" {
		return nil, errors.New("there is nothing to send")
	}
	return []*Message{{Text: f.text, Entities: f.entities}}, nil
}

// sees tells whether the bot gets a message of a person's: in groups privacy mode leaves it what is meant for it.
func (s *Sandbox) sees(c *chat, m *Message) bool {
	if c.person != 0 || c.kind == "channel" || c.bot == "administrator" || s.opts.SeesAll {
		return true
	}
	if r := m.ReplyTo; r != nil && r.From != nil && r.From.ID == s.bot.ID && r.TopicCreated == nil {
		return true
	}
	text, entities := m.Text, m.Entities
	if text == "" {
		text, entities = m.Caption, m.CaptionEntities
	}
	for _, e := range entities {
		part := e.slice(text)
		_, to, addressed := strings.Cut(part, "@")
		mine := addressed && strings.EqualFold(to, s.bot.Username)
		if e.Type == "mention" && mine || e.Type == "bot_command" && (mine || !addressed && e.Offset == 0) {
			return true
		}
	}
	return false
}

// usedKeyboard takes a one-time keyboard or a forced reply away once the person has answered.
func (s *Sandbox) usedKeyboard(c *chat, p Post) {
	k := c.keyboard(p.As)
	if k != nil && (k.ForceReply || k.OneTime) {
		delete(c.keyboards, p.As)
	}
}

// Edit changes the words (or caption) of a person's own message.
func (s *Sandbox) Edit(as, chat, message int64, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, c, err := s.actor(as, chat)
	if err != nil {
		return err
	}
	old := c.message(message)
	if old == nil || old.From == nil || old.From.ID != from.ID && !c.anonymous[as] {
		return fmt.Errorf("message %d in chat %d is not of person %d", message, chat, as)
	}
	m, f := *old, tidy(formatted{text: text})
	if m.Text != "" {
		m.Text, m.Entities = f.text, f.entities
	} else {
		m.Caption, m.CaptionEntities = f.text, f.entities
	}
	now := s.clock.Now()
	m.EditDate = now.Unix()
	s.replace(c, &m)
	if c.hears() && s.sees(c, &m) {
		s.queue.add(c.updateKind("edited_message", "edited_channel_post"), c.id, now, &m)
	}
	return nil
}

// Press presses a button under a message; the data may be forged. It returns the id of the callback query.
func (s *Sandbox) Press(as, chat, message int64, data string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, c, err := s.actor(as, chat)
	if err != nil {
		return "", err
	}
	return s.press(from, c, message, data), nil
}
