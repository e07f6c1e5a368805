package sandbox

import (
	"slices"
	"strings"
	"time"
)

// chatActions are what sendChatAction may show.
var chatActions = []string{
	"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
	"choose_sticker", "find_location", "record_video_note", "upload_video_note",
}

func sendChatAction(s *Sandbox, q *request) (any, error) {
	if !slices.Contains(chatActions, q.params["action"]) {
		return nil, bad("wrong parameter action in request")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.target(q)
	return true, err
}

// reactions are the emoji that a bot may react with.
var reactions = strings.Fields(`❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆
	💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡`)

func setMessageReaction(s *Sandbox, q *request) (any, error) {
	var list []struct{ Type, Emoji string }
	if err := q.object("reaction", "reaction types", &list); err != nil {
		return nil, err
	}
	for _, r := range list {
		if r.Type != "emoji" || !slices.Contains(reactions, strings.ReplaceAll(r.Emoji, "\ufe0f", "")) {
			return nil, bad("REACTION_INVALID")
		}
	}
	if len(list) > 1 {
		return nil, bad("REACTIONS_TOO_MANY")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.target(q)
	if err == nil && c.message(q.integer("message_id")) == nil {
		err = refuse("message to react not found")
	}
	return true, err
}

func pinChatMessage(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	m := c.message(q.integer("message_id"))
	switch {
	case m == nil:
		return nil, refuse("message to pin not found")
	case c.person == 0 && c.bot != "administrator":
		return nil, refuse("not enough rights to manage pinned messages in the chat")
	}
	s.put(c, &Message{From: &s.bot, Pinned: quoted(m)}, false)
	return true, nil
}

// unpin does nothing that can be seen here: the pin is only a message that says so.
func unpin(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.target(q)
	return true, err
}

func setWebhook(s *Sandbox, q *request) (any, error) {
	link := q.params["url"]
	if link != "" && !strings.HasPrefix(link, "https://") {
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = link
	if q.flag("drop_pending_updates") {
		s.queue.waiting = nil
	}
	if link != "" {
		s.queue.displace(errHooked)
	}
	return true, nil
}

func deleteWebhook(s *Sandbox, q *request) (any, error) {
	delete(q.params, "url")
	return setWebhook(s, q)
}

func getWebhookInfo(s *Sandbox, _ *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]any{"url": s.webhook, "has_custom_certificate": false, "pending_update_count": len(s.queue.waiting)}, nil
}

// logOut shuts the bot out for the ten minutes that Telegram takes.
func logOut(s *Sandbox, _ *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outUntil = s.clock.Now().Add(10 * time.Minute)
	return true, nil
}

func closeBot(*Sandbox, *request) (any, error) { return true, nil }

func (s *Sandbox) loggedOut() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.outUntil.IsZero() && s.clock.Now().Before(s.outUntil)
}
