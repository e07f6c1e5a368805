package sandbox

import "slices"

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
	before, after := newMember(s.bot, was), newMember(s.bot, is)
	before.channel, after.channel = c.kind == "channel", c.kind == "channel"
	s.queue.add("my_chat_member", c.id, now, memberUpdated{Chat: s.wire(c), From: by, Date: now.Unix(), Old: before, New: after})
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
