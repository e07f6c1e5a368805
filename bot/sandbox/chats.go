package sandbox

import (
	"fmt"
	"slices"
)

// Topic is a topic of a forum.
type Topic struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// chat is kept under the sandbox's lock.
type chat struct {
	id         int64
	kind       string
	title      string
	forum      bool
	person     int64 // of a private chat
	started    bool  // the person has written
	blocked    bool
	bot        string           // status of the bot in a group
	met        bool             // the bot has been in the group
	members    map[int64]string // status of each person
	order      []int64
	anonymous  map[int64]bool
	messages   []*Message // nil is deleted
	gone       int64      // messages that are no longer kept: message n stands at n-1-gone
	topics     []Topic
	keyboards  map[int64]*Message // the message whose reply keyboard stands for a person
	migratedTo int64
	read       map[int64]int64
}

func (s *Sandbox) addChat(c *chat) {
	s.chats[c.id] = c
	s.chatOrder = append(s.chatOrder, c.id)
}

func (s *Sandbox) wire(c *chat) Chat {
	w := Chat{ID: c.id, Type: c.kind, Title: c.title, IsForum: c.forum}
	if p := s.people[c.person]; p != nil {
		w.FirstName, w.Username = p.FirstName, p.Username
	}
	return w
}

// mustChat is for acting: a chat that nobody made is a mistake of the test.
func (s *Sandbox) mustChat(id int64) *chat {
	c := s.chats[id]
	if c == nil {
		panic(fmt.Sprintf("sandbox: there is no chat %d", id))
	}
	return c
}

func ptr[T any](v T) *T { return &v }

func (c *chat) message(id int64) *Message {
	if id <= c.gone || id > c.gone+int64(len(c.messages)) {
		return nil
	}
	return c.messages[id-1-c.gone]
}

// next is the id of the next message.
func (c *chat) next() int64 { return c.gone + int64(len(c.messages)) + 1 }

// add appends a message; with a bound to keep to (0 for none) the oldest go when twice as many are there.
func (c *chat) add(m *Message, keep int) {
	c.messages = append(c.messages, m)
	if keep > 0 && len(c.messages) >= 2*keep {
		c.gone += int64(len(c.messages) - keep)
		c.messages = slices.Clone(c.messages[len(c.messages)-keep:])
	}
}

// put gives a message its place in a chat; heard puts it into the bot's queue as well.
func (s *Sandbox) put(c *chat, m *Message, heard bool) {
	now := s.clock.Now()
	m.ID = c.next()
	m.Chat = s.wire(c)
	m.Date = now.Unix()
	c.add(m, s.opts.Keep)
	if heard && c.hears() {
		s.queue.add(c.updateKind("message", "channel_post"), c.id, now, m)
	}
	s.tell("message", c.id)
}

func (c *chat) updateKind(message, post string) string {
	if c.kind == "channel" {
		return post
	}
	return message
}

// hears tells whether the bot is in the chat at all.
func (c *chat) hears() bool {
	if c.person != 0 {
		return !c.blocked
	}
	return c.migratedTo == 0 && (c.bot == "member" || c.bot == "administrator")
}

// replace puts the edited message in the place of the one that stands.
func (s *Sandbox) replace(c *chat, m *Message) {
	c.messages[m.ID-1-c.gone] = m
	s.tell("edit", c.id)
}

// Messages lists the messages of a chat as people see them now, oldest first.
func (s *Sandbox) Messages(chat int64) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	all := make([]Message, 0, len(c.messages))
	for _, m := range c.messages {
		if m != nil {
			all = append(all, *m)
		}
	}
	return all
}

// Topics lists the topics of a forum but for General.
func (s *Sandbox) Topics(chat int64) []Topic {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mustChat(chat).topics)
}
