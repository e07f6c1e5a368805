package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// target finds the chat that a call is for and refuses if the bot may not write there. The lock is held.
func (s *Sandbox) target(q *request) (*chat, error) {
	c, err := s.find(q, "chat_id")
	if err != nil {
		return nil, err
	}
	if err := c.writable(); err != nil {
		return nil, err
	}
	thread := q.integer("message_thread_id")
	if thread > 1 && !slices.ContainsFunc(c.topics, func(t Topic) bool { return t.ID == thread }) {
		return nil, refuse("message thread not found")
	}
	return c, s.pace.take(c)
}

// find looks a chat up by its id. No chat here has an @username that a bot could write to.
func (s *Sandbox) find(q *request, param string) (*chat, error) {
	text := q.params[param]
	if text == "" {
		return nil, bad(param + " is empty")
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, refuse("chat not found")
	}
	c := s.chats[id]
	switch {
	case c == nil, c.person == 0 && !c.met:
		return nil, refuse("chat not found")
	case c.migratedTo != 0:
		e := refuse("group chat was upgraded to a supergroup chat")
		e.migrateTo = c.migratedTo
		return nil, e
	}
	return c, nil
}

func (c *chat) writable() error {
	switch {
	case c.person != 0 && c.blocked:
		return forbid("bot was blocked by the user")
	case c.person != 0 && !c.started:
		return forbid("bot can't initiate conversation with a user")
	case c.person != 0:
		return nil
	}
	kind := c.kind
	if kind == "group" && c.bot == "left" {
		return forbid("bot is not a member of the group chat")
	}
	switch c.bot {
	case "left":
		return forbid("bot is not a member of the " + kind + " chat")
	case "kicked":
		return forbid("bot was kicked from the " + kind + " chat")
	}
	if kind == "channel" && c.bot != "administrator" {
		return refuse("need administrator rights in the channel chat")
	}
	return nil
}

// replied finds the message that a send replies to; nil for none.
func (s *Sandbox) replied(q *request, c *chat) (*Message, error) {
	var p struct {
		Message int64 `json:"message_id"`
		Lenient bool  `json:"allow_sending_without_reply"`
	}
	if err := q.object("reply_parameters", "reply parameters", &p); err != nil {
		return nil, err
	}
	if p.Message == 0 {
		p.Message, p.Lenient = q.integer("reply_to_message_id"), q.flag("allow_sending_without_reply")
	}
	if p.Message == 0 {
		return nil, nil
	}
	m := c.message(p.Message)
	if m == nil && !p.Lenient {
		return nil, refuse("message to be replied not found")
	}
	return quoted(m), nil
}

// quoted is a message as it stands inside another: without what it replies to itself.
func quoted(m *Message) *Message {
	if m == nil || m.ReplyTo == nil {
		return m
	}
	inner := *m
	inner.ReplyTo = nil
	return &inner
}

// post sends what fill makes of an empty message. Everything that is wrong with the request in itself must have
// been refused before.
func (s *Sandbox) post(q *request, fill func(c *chat, m *Message) error) (any, error) {
	markup, err := q.markup()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	m := &Message{From: &s.bot, Protected: q.flag("protect_content")}
	if m.ReplyTo, err = s.replied(q, c); err != nil {
		return nil, err
	}
	if err := fill(c, m); err != nil {
		return nil, err
	}
	if err := markup.check(c); err != nil {
		return nil, err
	}
	s.dress(c, m, markup)
	s.say(q, c, m)
	return m, nil
}

// say puts a message of the bot's into a chat; nothing of it comes back as an update.
func (s *Sandbox) say(q *request, c *chat, m *Message) {
	c.file(m, q.integer("message_thread_id"))
	if c.kind == "channel" {
		m.From, m.SenderChat = nil, ptr(s.wire(c))
	}
	s.put(c, m, false)
	s.stand(c, m)
}

func sendMessage(s *Sandbox, q *request) (any, error) {
	if q.params["text"] == "" {
		return nil, bad("message text is empty")
	}
	f, err := q.formatted("text", "parse_mode", "entities")
	if err != nil {
		return nil, err
	}
	return s.post(q, func(_ *chat, m *Message) error {
		m.Text, m.Entities = f.text, f.entities
		return f.checkText("message is too long")
	})
}

// checkText holds a text to 1–4096 characters.
func (f formatted) checkText(tooLong string) error {
	if !visible(f.text) {
		return bad("text must be non-empty")
	}
	if utf8.RuneCountInString(f.text) > maxText {
		return bad(tooLong)
	}
	return nil
}

// caption reads and checks a caption of 0–1024 characters.
func (q *request) caption(tooLong string) (formatted, error) {
	f, err := q.formatted("caption", "parse_mode", "caption_entities")
	if err == nil && utf8.RuneCountInString(f.text) > maxCaption {
		err = bad(tooLong)
	}
	return f, err
}

func (q *request) point() (*Location, error) {
	lat, err := q.number("latitude")
	if err != nil {
		return nil, err
	}
	long, err := q.number("longitude")
	if err != nil {
		return nil, err
	}
	if lat < -90 || lat > 90 || long < -180 || long > 180 {
		return nil, bad("wrong location specified")
	}
	return &Location{Latitude: lat, Longitude: long, LivePeriod: int(q.integer("live_period"))}, nil
}

func sendLocation(s *Sandbox, q *request) (any, error) {
	at, err := q.point()
	if err != nil {
		return nil, err
	}
	return s.post(q, func(_ *chat, m *Message) error {
		m.Location = at
		return nil
	})
}

func sendVenue(s *Sandbox, q *request) (any, error) {
	at, err := q.point()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"title", "address"} {
		if !q.has(name) {
			return nil, bad(fmt.Sprintf("parameter %q is required", name))
		}
	}
	return s.post(q, func(_ *chat, m *Message) error {
		m.Location = at
		m.Venue = &Venue{Location: *at, Title: q.params["title"], Address: q.params["address"]}
		return nil
	})
}

func sendContact(s *Sandbox, q *request) (any, error) {
	contact := &Contact{PhoneNumber: q.params["phone_number"], FirstName: q.params["first_name"], LastName: q.params["last_name"]}
	if contact.PhoneNumber == "" {
		return nil, bad("phone_number is empty")
	}
	if contact.FirstName == "" {
		return nil, bad("first_name is empty")
	}
	return s.post(q, func(_ *chat, m *Message) error {
		m.Contact = contact
		return nil
	})
}
