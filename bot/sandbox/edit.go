package sandbox

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"
)

var (
	errNotModified = refuse("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	errCantEdit    = refuse("message can't be edited")
)

// editable finds the bot's own message that a call is to change.
func (s *Sandbox) editable(q *request) (*chat, *Message, error) {
	if q.integer("message_id") == 0 {
		return nil, nil, bad("message identifier is not specified")
	}
	c, err := s.target(q)
	if err != nil {
		return nil, nil, err
	}
	m := c.message(q.integer("message_id"))
	switch {
	case m == nil:
		return nil, nil, refuse("message to edit not found")
	case !s.mine(m) || m.ForwardOrigin != nil || m.Keyboard != nil || service(m):
		return nil, nil, errCantEdit
	}
	return c, m, nil
}

func (s *Sandbox) mine(m *Message) bool {
	return m.From != nil && m.From.ID == s.bot.ID || m.From == nil && m.SenderChat != nil
}

// edit changes a copy of the message and puts it in the old one's place, unless nothing would change.
func (s *Sandbox) edit(q *request, change func(m *Message) error) (any, error) {
	markup, err := q.markup()
	if err != nil {
		return nil, err
	}
	if markup != nil && !markup.hasInline {
		return nil, bad("inline keyboard expected")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, old, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	m := *old
	m.Markup = nil
	if err := change(&m); err != nil {
		return nil, err
	}
	if err := markup.check(c); err != nil {
		return nil, err
	}
	s.dress(c, &m, markup)
	if reflect.DeepEqual(&m, old) {
		return nil, errNotModified
	}
	m.EditDate = s.clock.Now().Unix()
	s.replace(c, &m)
	return &m, nil
}

func editMessageText(s *Sandbox, q *request) (any, error) {
	if q.params["text"] == "" {
		return nil, bad("message text is empty")
	}
	f, err := q.formatted("text", "parse_mode", "entities")
	if err != nil {
		return nil, err
	}
	return s.edit(q, func(m *Message) error {
		if m.Text == "" {
			return refuse("there is no text in the message to edit")
		}
		m.Text, m.Entities = f.text, f.entities
		return f.checkText("MESSAGE_TOO_LONG")
	})
}

func editMessageCaption(s *Sandbox, q *request) (any, error) {
	f, err := q.caption("MEDIA_CAPTION_TOO_LONG")
	if err != nil {
		return nil, err
	}
	return s.edit(q, func(m *Message) error {
		if m.Photo == nil && m.Document == nil && m.Voice == nil {
			return refuse("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities = f.text, f.entities
		return nil
	})
}

// editMessageMedia puts a photo or a file in the place of another, or of words alone.
func editMessageMedia(s *Sandbox, q *request) (any, error) {
	var item map[string]json.RawMessage
	if err := q.object("media", "InputMedia", &item); err != nil {
		return nil, err
	}
	if item == nil {
		return nil, bad("there is no media in the request")
	}
	made, _, err := s.albumItem(q, item)
	if err != nil {
		return nil, err
	}
	return s.edit(q, func(m *Message) error {
		if m.Sticker != nil || m.Location != nil || m.Contact != nil || m.Voice != nil {
			return errCantEdit
		}
		m.Text, m.Entities = "", nil
		m.Photo, m.Document, m.Caption, m.CaptionEntities = made.Photo, made.Document, made.Caption, made.CaptionEntities
		return nil
	})
}

func editMessageReplyMarkup(s *Sandbox, q *request) (any, error) {
	return s.edit(q, func(*Message) error { return nil })
}

func deleteMessage(s *Sandbox, q *request) (any, error) {
	id := q.integer("message_id")
	if id == 0 {
		return nil, bad("message identifier is not specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	m := c.message(id)
	if m == nil {
		return nil, refuse("message to delete not found")
	}
	if !s.deletable(c, m) {
		return nil, refuse("message can't be deleted")
	}
	s.drop(c, id)
	return true, nil
}

// deletable: a bot may delete anything that is not older than 48 hours in a private chat or as an administrator,
// elsewhere only what is its own. The server lets some administrators delete older messages; here nobody can rely on it.
func (s *Sandbox) deletable(c *chat, m *Message) bool {
	if s.clock.Now().Sub(time.Unix(m.Date, 0)) >= 48*time.Hour {
		return false
	}
	return c.person != 0 || c.bot == "administrator" || s.mine(m)
}

func (s *Sandbox) drop(c *chat, id int64) {
	c.messages[id-1-c.gone] = nil
	s.tell("delete", c.id)
}

// deleteMessages skips the messages that are not there, as the server does.
func deleteMessages(s *Sandbox, q *request) (any, error) {
	ids, err := q.messageIDs()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if m := c.message(id); m != nil && s.deletable(c, m) {
			s.drop(c, id)
		}
	}
	return true, nil
}

func (q *request) messageIDs() ([]int64, error) {
	var ids []int64
	if err := q.object("message_ids", "message identifiers", &ids); err != nil {
		return nil, err
	}
	switch {
	case len(ids) == 0:
		return nil, bad("message identifiers are not specified")
	case len(ids) > 100:
		return nil, bad("too many message identifiers specified")
	case slices.Contains(ids, 0):
		return nil, bad("invalid message identifier specified")
	}
	return ids, nil
}

// service tells whether a message is one that the messenger wrote itself.
func service(m *Message) bool {
	return m.NewMembers != nil || m.LeftMember != nil || m.MigrateTo != 0 || m.MigrateFrom != 0 || m.Pinned != nil || m.TopicCreated != nil
}
