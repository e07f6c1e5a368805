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
	text := []byte(q.params["reply_markup"])
	if len(text) == 0 {
		return nil, nil
	}
	m := &Markup{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, misread(text, err)
	}
	m.hasInline = m.Inline != nil
	return m, q.checkMarkup(m)
}

// misread finds the server's words for a markup that cannot be read.
func misread(text []byte, err error) error {
	var fields map[string]json.RawMessage
	if !json.Valid(text) {
		return bad("can't parse reply keyboard markup JSON object")
	}
	if json.Unmarshal(text, &fields) != nil {
		return bad("object expected as reply markup")
	}
	var rows [][]json.RawMessage
	if value, ok := fields["inline_keyboard"]; ok && json.Unmarshal(value, &rows) != nil {
		return bad(`field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`)
	}
	if value, ok := fields["keyboard"]; ok && json.Unmarshal(value, &rows) != nil {
		return bad(`field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays`)
	}
	return bad("can't parse inline keyboard button: " + err.Error())
}

// UnmarshalJSON reads a key, which may be a plain string.
func (k *KeyButton) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, &k.Text)
	}
	type plain KeyButton
	return json.Unmarshal(text, (*plain)(k))
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
