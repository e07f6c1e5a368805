package sandbox

type messageID struct {
	ID int64 `json:"message_id"`
}

// source finds the message that is to be copied or forwarded.
func (s *Sandbox) source(q *request, what string) (*Message, error) {
	from, err := s.find(q, "from_chat_id")
	if err != nil {
		return nil, err
	}
	m := from.message(q.integer("message_id"))
	if m == nil || !from.hears() && !from.blocked {
		return nil, refuse("message to " + what + " not found")
	}
	if m.Protected || service(m) {
		return nil, refuse("message can't be " + map[string]string{"copy": "copied", "forward": "forwarded"}[what])
	}
	return m, nil
}

// content is the part of a message that a copy takes along.
func content(from, to *Message) {
	to.Text, to.Entities = from.Text, from.Entities
	to.Caption, to.CaptionEntities = from.Caption, from.CaptionEntities
	to.Photo, to.Document, to.Voice, to.Sticker = from.Photo, from.Document, from.Voice, from.Sticker
	to.Location, to.Venue, to.Contact = from.Location, from.Venue, from.Contact
}

func copyMessage(s *Sandbox, q *request) (any, error) {
	f, err := q.caption("message caption is too long")
	if err != nil {
		return nil, err
	}
	_, recaption := q.params["caption"]
	sent, err := s.post(q, func(_ *chat, m *Message) error {
		from, err := s.source(q, "copy")
		if err != nil {
			return err
		}
		content(from, m)
		if recaption && from.Text == "" {
			m.Caption, m.CaptionEntities = f.text, f.entities
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return messageID{sent.(*Message).ID}, nil
}

func forwardMessage(s *Sandbox, q *request) (any, error) {
	return s.post(q, func(_ *chat, m *Message) error {
		from, err := s.source(q, "forward")
		if err != nil {
			return err
		}
		content(from, m)
		m.ForwardOrigin = from.origin()
		return nil
	})
}

func (m *Message) origin() *Origin {
	switch {
	case m.ForwardOrigin != nil:
		return m.ForwardOrigin
	case m.SenderChat != nil && m.From == nil:
		return &Origin{Type: "channel", Date: m.Date, Chat: m.SenderChat, MessageID: m.ID}
	case m.SenderChat != nil:
		return &Origin{Type: "chat", Date: m.Date, Chat: m.SenderChat}
	}
	return &Origin{Type: "user", Date: m.Date, SenderUser: m.From}
}
