package sandbox

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

type me struct {
	User
	CanJoinGroups  bool `json:"can_join_groups"`
	ReadsAll       bool `json:"can_read_all_group_messages"`
	SupportsInline bool `json:"supports_inline_queries"`
	InBusiness     bool `json:"can_connect_to_business"`
	HasMainWebApp  bool `json:"has_main_web_app"`
}

func getMe(s *Sandbox, _ *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return me{User: s.bot, CanJoinGroups: true, ReadsAll: s.opts.SeesAll}, nil
}

type fullChat struct {
	Chat
	AccentColor  int             `json:"accent_color_id"`
	MaxReactions int             `json:"max_reaction_count"`
	Gifts        map[string]bool `json:"accepted_gift_types"`
}

// known finds a chat that the bot may ask about: its person has written, or the bot is in it.
func (s *Sandbox) known(q *request) (*chat, error) {
	c, err := s.find(q, "chat_id")
	if err != nil {
		return nil, err
	}
	if c.person != 0 && !c.started {
		return nil, refuse("chat not found")
	}
	if c.person == 0 {
		return c, c.writable()
	}
	return c, nil
}

func getChat(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.known(q)
	if err != nil {
		return nil, err
	}
	gifts := map[string]bool{}
	for _, kind := range []string{"unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"} {
		gifts[kind] = false
	}
	return fullChat{Chat: s.wire(c), MaxReactions: 11, Gifts: gifts}, nil
}

func getChatMember(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.known(q)
	if err != nil {
		return nil, err
	}
	id := q.integer("user_id")
	if id == s.bot.ID {
		status := c.bot
		if c.person != 0 {
			status = "member"
		}
		return newMember(s.bot, status), nil
	}
	p := s.people[id]
	switch {
	case id == 0:
		return nil, bad("invalid user_id specified")
	case p == nil || c.person != 0 && c.person != id:
		return nil, refuse("member not found")
	case c.person != 0:
		return newMember(*p.user(), "member"), nil
	}
	return s.member(c, id), nil
}

// member is how a person stands in a group.
func (s *Sandbox) member(c *chat, id int64) chatMember {
	status := c.members[id]
	if status == "" {
		status = "left"
	}
	m := newMember(*s.people[id].user(), status)
	m.anonymous = c.anonymous[id]
	return m
}

func getChatAdministrators(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.known(q)
	if err != nil {
		return nil, err
	}
	if c.person != 0 {
		return nil, refuse("there are no administrators in the private chat")
	}
	all := []chatMember{}
	for _, id := range c.order {
		if status := c.members[id]; status == "creator" || status == "administrator" {
			all = append(all, s.member(c, id))
		}
	}
	if c.bot == "administrator" {
		all = append(all, newMember(s.bot, c.bot))
	}
	return all, nil
}

func getChatMemberCount(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.known(q)
	if err != nil {
		return nil, err
	}
	return len(c.present()) + 1, nil
}

func leaveChat(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.known(q)
	if err != nil {
		return nil, err
	}
	if c.person != 0 {
		return nil, refuse("chat member status can't be changed in private chats")
	}
	was := c.bot
	c.bot = "left"
	s.botChanged(c, &s.bot, was, "left")
	s.put(c, &Message{From: &s.bot, LeftMember: &s.bot}, false)
	return true, nil
}

// said are the bot's texts about itself, with their limits in characters.
var said = map[string]int{"name": 64, "description": 512, "short_description": 120}

func setMy(what string) func(*Sandbox, *request) (any, error) {
	return func(s *Sandbox, q *request) (any, error) {
		text, language := q.params[what], q.params["language_code"]
		switch {
		case utf8.RuneCountInString(text) > said[what]:
			return nil, bad("bot " + map[string]string{"name": "name", "description": "description", "short_description": "short description"}[what] + " is too long")
		case !languageCode.MatchString(language):
			return nil, bad("invalid language code specified")
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.profile[what+"/"+language] = text
		return true, nil
	}
}

func getMy(what string) func(*Sandbox, *request) (any, error) {
	return func(s *Sandbox, q *request) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return map[string]string{what: s.profile[what+"/"+q.params["language_code"]]}, nil
	}
}

func setChatMenuButton(s *Sandbox, q *request) (any, error) {
	button := struct {
		Type string          `json:"type"`
		Text string          `json:"text,omitempty"`
		App  json.RawMessage `json:"web_app,omitempty"`
	}{Type: "default"}
	if err := q.object("menu_button", "MenuButton", &button); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"default", "commands", "web_app"}, button.Type) {
		return nil, bad("can't parse MenuButton: Unsupported type specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.has("chat_id") {
		if _, err := s.known(q); err != nil {
			return nil, err
		}
	}
	s.profile["menu_button/"+q.params["chat_id"]] = button.Type
	return true, nil
}

func getChatMenuButton(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind := s.profile["menu_button/"+q.params["chat_id"]]
	if kind == "" {
		kind = "default"
	}
	return map[string]string{"type": kind}, nil
}
