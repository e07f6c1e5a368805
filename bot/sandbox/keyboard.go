package sandbox

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// markup reads reply_markup and refuses what the server refuses before it looks at the chat.
func (q *request) markup() (*Markup, error) {
	text := q.params["reply_markup"]
	if text == "" {
		return nil, nil
	}
	var fields map[string]json.RawMessage
	if !json.Valid([]byte(text)) {
		return nil, bad("can't parse reply keyboard markup JSON object")
	}
	if json.Unmarshal([]byte(text), &fields) != nil || fields == nil {
		return nil, bad("object expected as reply markup")
	}
	for _, name := range []string{"inline_keyboard", "keyboard"} {
		var rows [][]json.RawMessage
		if value, ok := fields[name]; ok && json.Unmarshal(value, &rows) != nil {
			kind := map[string]string{"inline_keyboard": "InlineKeyboardMarkup", "keyboard": "ReplyKeyboardMarkup"}[name]
			return nil, bad(fmt.Sprintf("field %q of the %s must be an Array of Arrays", name, kind))
		}
	}
	m := &Markup{}
	if err := json.Unmarshal(stringKeys(fields), m); err != nil {
		return nil, bad("can't parse inline keyboard button: " + err.Error())
	}
	_, m.hasInline = fields["inline_keyboard"]
	return m, q.checkMarkup(m)
}

// stringKeys lets a reply keyboard's keys be plain strings, as the Bot API does.
func stringKeys(fields map[string]json.RawMessage) []byte {
	var rows [][]any
	if json.Unmarshal(fields["keyboard"], &rows) == nil {
		for _, row := range rows {
			for i, key := range row {
				if text, ok := key.(string); ok {
					row[i] = map[string]string{"text": text}
				}
			}
		}
		fields["keyboard"], _ = json.Marshal(rows)
	}
	whole, _ := json.Marshal(fields)
	return whole
}

func (q *request) checkMarkup(m *Markup) error {
	n := 0
	for _, row := range m.Inline {
		n += len(row)
		if len(row) > 8 {
			q.find(fmt.Sprintf("%d buttons in a row: clients show 8 at most", len(row)))
		}
		for i := range row {
			if err := q.checkButton(&row[i]); err != nil {
				return err
			}
		}
	}
	for _, row := range m.Keys {
		n += len(row)
		for _, key := range row {
			if key.Text == "" {
				return bad("can't parse keyboard button: Field \"text\" must be non-empty")
			}
		}
	}
	if n > 100 {
		return bad("reply markup is too long")
	}
	if utf8.RuneCountInString(m.Placeholder) > 64 {
		return bad("reply markup input field placeholder is too long")
	}
	return nil
}

// checkButton forgets an empty copy_text: the common Go library sends it with every button.
func (q *request) checkButton(b *Button) error {
	if b.CopyText != nil && b.CopyText.Text == "" {
		b.CopyText = nil
	}
	if b.Text == "" {
		return bad("can't parse inline keyboard button: Field \"text\" must be non-empty")
	}
	actions := 0
	for _, set := range []bool{
		b.URL != "", b.Data != "", b.CopyText != nil, b.WebApp != nil, b.LoginURL != nil, b.Switch != nil,
		b.SwitchHere != nil, b.SwitchChosen != nil, b.Game != nil, b.Pay,
	} {
		if set {
			actions++
		}
	}
	switch {
	case actions == 0:
		return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case actions > 1:
		q.find(fmt.Sprintf("button %q has %d actions: the server takes one of them", b.Text, actions))
	}
	if b.URL != "" && !buttonLink(b.URL) {
		return bad(fmt.Sprintf("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL))
	}
	if b.Style != "" && b.Style != "danger" && b.Style != "success" && b.Style != "primary" {
		return bad("invalid button style specified")
	}
	return nil
}

func buttonLink(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (checkedLink(link) != "" || u.Scheme == "tg") && !strings.ContainsAny(link, " \n")
}

// check is what the server sees only when the message is made.
func (m *Markup) check(c *chat) error {
	if m == nil {
		return nil
	}
	for _, row := range m.Inline {
		for _, b := range row {
			if len(b.Data) > 64 {
				return bad("BUTTON_DATA_INVALID")
			}
			if b.CopyText != nil && utf8.RuneCountInString(b.CopyText.Text) > 256 {
				return bad("BUTTON_COPY_TEXT_INVALID")
			}
		}
	}
	for _, row := range m.Keys {
		for _, key := range row {
			if key.RequestContact && c.person == 0 {
				return bad("phone number can be requested in private chats only")
			}
			if key.RequestLocation && c.person == 0 {
				return bad("location can be requested in private chats only")
			}
		}
	}
	return nil
}

// dress gives the message its markup: an inline keyboard is part of it, the others are the client's business.
func (s *Sandbox) dress(c *chat, m *Message, markup *Markup) {
	switch {
	case markup == nil:
	case markup.hasInline:
		if len(markup.Inline) > 0 {
			m.Markup = markup
		}
	default:
		m.Keyboard = markup
	}
}

// stand makes the client of everybody whom m's markup addresses show its keyboard, or take the old one away.
func (s *Sandbox) stand(c *chat, m *Message) {
	if m.Keyboard == nil {
		return
	}
	if c.keyboards == nil {
		c.keyboards = map[int64]*Message{}
	}
	for _, person := range c.addressed(m) {
		if m.Keyboard.Remove {
			delete(c.keyboards, person)
			continue
		}
		c.keyboards[person] = m
	}
}

func (c *chat) addressed(m *Message) []int64 {
	if c.person != 0 {
		return []int64{c.person}
	}
	if !m.Keyboard.Selective {
		return c.order
	}
	var people []int64
	if m.ReplyTo != nil && m.ReplyTo.From != nil {
		people = append(people, m.ReplyTo.From.ID)
	}
	for _, e := range m.Entities {
		if e.User != nil {
			people = append(people, e.User.ID)
		}
	}
	return people
}

// Keyboard is the reply keyboard (or forced reply) that stands for a person in a chat; nil for none.
func (s *Sandbox) Keyboard(chat, person int64) *Markup {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mustChat(chat).keyboard(person)
}

func (c *chat) keyboard(person int64) *Markup {
	m := c.keyboards[person]
	if m == nil || c.message(m.ID) == nil {
		return nil
	}
	return m.Keyboard
}
