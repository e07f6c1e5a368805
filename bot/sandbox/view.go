package sandbox

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// The views are what /sim/ shows: messages as a person sees them, not as the Bot API tells them.

type stateView struct {
	Bot    User       `json:"bot"`
	Now    time.Time  `json:"now"`
	People []Person   `json:"people"`
	Chats  []chatView `json:"chats"`
	Places []Place    `json:"places"`
}

type chatView struct {
	ID      int64            `json:"id"`
	Type    string           `json:"type"`
	Title   string           `json:"title"`
	IsForum bool             `json:"is_forum"`
	Topics  []Topic          `json:"topics"`
	Members []int64          `json:"members"`
	Last    string           `json:"last"`
	Date    int64            `json:"date"` // of the last message
	Unread  map[string]int64 `json:"unread"`
	Blocked bool             `json:"blocked"`
	Bot     string           `json:"bot"`
}

type fullView struct {
	Chat     chatView      `json:"chat"`
	Messages []messageView `json:"messages"`
	Menu     []Command     `json:"menu"`
	Keyboard *Markup       `json:"keyboard"`
}

func (s *Sandbox) state() stateView {
	people := s.People()
	s.mu.Lock()
	defer s.mu.Unlock()
	v := stateView{Bot: s.bot, Now: s.clock.Now(), People: people, Chats: []chatView{}, Places: append([]Place{}, s.opts.Places...)}
	if v.People == nil {
		v.People = []Person{}
	}
	for _, id := range s.chatOrder {
		if c := s.chats[id]; c.migratedTo == 0 {
			v.Chats = append(v.Chats, s.summary(c))
		}
	}
	return v
}

func (s *Sandbox) summary(c *chat) chatView {
	v := chatView{
		ID: c.id, Type: c.kind, Title: c.title, IsForum: c.forum, Topics: append([]Topic{}, c.topics...),
		Members: c.present(), Blocked: c.blocked, Bot: c.bot, Unread: map[string]int64{},
	}
	if p := s.people[c.person]; p != nil {
		v.Title = p.FirstName
	}
	for i := len(c.messages) - 1; i >= 0; i-- {
		if m := c.messages[i]; m != nil {
			v.Last, v.Date = gist(m), m.Date
			break
		}
	}
	for _, id := range v.Members {
		v.Unread[fmt.Sprint(id)] = c.unread(id)
	}
	return v
}

func (c *chat) present() []int64 {
	if c.person != 0 {
		return []int64{c.person}
	}
	in := []int64{}
	for _, id := range c.order {
		if status := c.members[id]; status != "left" && status != "kicked" {
			in = append(in, id)
		}
	}
	return in
}

// unread counts what a person has not yet looked at, to 99.
func (c *chat) unread(person int64) int64 {
	var n int64
	for i := len(c.messages) - 1; i >= int(c.read[person]-c.gone) && i >= 0 && n < 99; i-- {
		if m := c.messages[i]; m != nil && (m.From == nil || m.From.ID != person) {
			n++
		}
	}
	return n
}

// view shows a chat to a person, who has then read it; as 0 looks without anybody noticing.
func (s *Sandbox) view(id, as int64) (*fullView, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[id]
	if c == nil {
		return nil, fmt.Errorf("there is no chat %d", id)
	}
	if c.read == nil {
		c.read = map[int64]int64{}
	}
	if as != 0 {
		c.read[as] = c.next() - 1
	}
	v := &fullView{Chat: s.summary(c), Messages: []messageView{}, Menu: s.menu(c, as), Keyboard: c.keyboard(as)}
	for _, m := range c.messages {
		if m != nil {
			v.Messages = append(v.Messages, s.messageView(m))
		}
	}
	return v, nil
}

// gist is a message in a line, for the list of chats.
func gist(m *Message) string {
	ru, _ := serviceText(m)
	text := cmp.Or(m.Text, m.Caption, ru)
	switch {
	case text != "":
		line, _, _ := strings.Cut(text, "\n")
		return line
	case m.Photo != nil:
		return "🖼"
	case m.Venue != nil:
		return "📍 " + m.Venue.Title
	case m.Location != nil:
		return "📍"
	case m.Voice != nil:
		return "🎤"
	case m.Sticker != nil:
		return m.Sticker.Emoji
	case m.Document != nil:
		return "📎 " + m.Document.FileName
	case m.Contact != nil:
		return "👤 " + m.Contact.FirstName
	}
	return ""
}
