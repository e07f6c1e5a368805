package sandbox

import (
	"fmt"
	"slices"
)

// Group describes a group to be made.
type Group struct {
	ID    int64
	Title string
	// Kind is "group", "supergroup" (when empty) or "channel".
	Kind    string
	Forum   bool
	Members []int64 // the first is the owner
	// Bot is the bot's status: "" for not in it, "member" or "administrator".
	Bot string
}

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

// AddGroup makes a group and returns its id, made up when g has none.
func (s *Sandbox) AddGroup(g Group) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.Kind == "" {
		g.Kind = "supergroup"
	}
	if g.ID == 0 {
		g.ID = s.newGroupID(g.Kind)
	}
	c := &chat{id: g.ID, kind: g.Kind, title: g.Title, forum: g.Forum, members: map[int64]string{}, anonymous: map[int64]bool{}, bot: "left"}
	for i, m := range g.Members {
		c.members[m] = "member"
		if i == 0 {
			c.members[m] = "creator"
		}
	}
	c.order = slices.Clone(g.Members)
	s.addChat(c)
	if g.Bot != "" && g.Bot != "left" {
		s.setBot(c, g.Bot)
	}
	s.tell("state", g.ID)
	return g.ID
}

func (s *Sandbox) newGroupID(kind string) int64 {
	s.lastID++
	if kind == "group" {
		return -s.lastID - 4_000_000
	}
	return -1_001_000_000_000 - s.lastID
}

// mustChat is for acting: a chat that nobody made is a mistake of the test.
func (s *Sandbox) mustChat(id int64) *chat {
	c := s.chats[id]
	if c == nil {
		panic(fmt.Sprintf("sandbox: there is no chat %d", id))
	}
	return c
}

// SetBotMember gives the bot a status in a group: "member", "administrator", "left" or "kicked".
func (s *Sandbox) SetBotMember(group int64, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setBot(s.mustChat(group), status)
	s.tell("state", group)
}

// setBot changes the bot's status by the hand of the group's owner.
func (s *Sandbox) setBot(c *chat, status string) {
	was := c.bot
	if was == status {
		return
	}
	c.bot, c.met = status, true
	owner := s.owner(c)
	s.botChanged(c, owner, was, status)
	out := func(status string) bool { return status == "left" || status == "kicked" }
	switch {
	case out(was) && !out(status) && c.kind != "channel":
		s.put(c, &Message{From: owner, NewMembers: []User{s.bot}}, true)
	case !out(was) && out(status) && c.kind != "channel":
		s.put(c, &Message{From: owner, LeftMember: &s.bot}, false)
	}
}

func (s *Sandbox) owner(c *chat) *User {
	if len(c.order) > 0 && s.people[c.order[0]] != nil {
		return s.people[c.order[0]].user()
	}
	return &User{ID: 777000, FirstName: "Telegram"}
}

type memberUpdated struct {
	Chat Chat       `json:"chat"`
	From *User      `json:"from"`
	Date int64      `json:"date"`
	Old  chatMember `json:"old_chat_member"`
	New  chatMember `json:"new_chat_member"`
}

func (s *Sandbox) botChanged(c *chat, by *User, was, is string) {
	now := s.clock.Now()
	s.queue.add("my_chat_member", c.id, now, memberUpdated{
		Chat: s.wire(c), From: by, Date: now.Unix(), Old: newMember(s.bot, was), New: newMember(s.bot, is),
	})
}

// SetMember gives a person a status in a group: "creator", "administrator", "member", "left" or "kicked".
func (s *Sandbox) SetMember(group, person int64, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(group)
	was, now := c.members[person], s.clock.Now()
	if was == "" {
		was = "left"
		c.order = append(c.order, person)
	}
	c.members[person] = status
	user := s.people[person].user()
	if c.bot == "administrator" {
		s.queue.add("chat_member", c.id, now, memberUpdated{
			Chat: s.wire(c), From: s.owner(c), Date: now.Unix(), Old: newMember(*user, was), New: newMember(*user, status),
		})
	}
	switch {
	case was == "left" && status != "left":
		s.put(c, &Message{From: user, NewMembers: []User{*user}}, true)
	case was != "left" && (status == "left" || status == "kicked"):
		s.put(c, &Message{From: user, LeftMember: user}, true)
	}
	s.tell("state", group)
}

// SetAnonymous makes an administrator of a group write in its name, as GroupAnonymousBot.
func (s *Sandbox) SetAnonymous(group, person int64, anonymous bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustChat(group).anonymous[person] = anonymous
}

// Migrate makes a supergroup of a group and returns its id. The old id is refused from then on.
func (s *Sandbox) Migrate(group int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.mustChat(group)
	id := s.newGroupID("supergroup")
	c := &chat{id: id, kind: "supergroup", title: old.title, bot: old.bot, met: true, members: old.members, order: old.order, anonymous: old.anonymous}
	s.addChat(c)
	s.put(old, &Message{From: s.owner(old), MigrateTo: id}, true)
	s.put(c, &Message{From: anonymousAdmin(), SenderChat: ptr(s.wire(c)), MigrateFrom: group}, true)
	old.migratedTo = id
	s.tell("state", group)
	return id
}

func anonymousAdmin() *User {
	return &User{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}
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
