package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	jsonv1 "github.com/go-json-experiment/json/v1"
	"github.com/go-telegram/bot/models"

	"veche/flows"
	"veche/storage"
)

// maxPayload is how many characters after a command are kept; a deep link carries no more.
const maxPayload = 64

// incoming is an update as far as it is read.
type incoming struct {
	Message *models.Message           `json:"message"`
	Edited  *models.Message           `json:"edited_message"`
	Press   *callback                 `json:"callback_query"`
	Member  *models.ChatMemberUpdated `json:"my_chat_member"`
}

// callback is a pressed button. The message above it comes along whole, and the
// library would decode all of it; here it only matters where it stands.
type callback struct {
	ID      string      `json:"id"`
	From    models.User `json:"from"`
	Data    string      `json:"data"`
	Message struct {
		ID      int         `json:"message_id"`
		Chat    models.Chat `json:"chat"`
		InTopic bool        `json:"is_topic_message"`
		Thread  int         `json:"message_thread_id"`
	} `json:"message"`
}

// translate makes an input of an update as it came. It reads with what encoding/json
// becomes in Go 1.27: the same rules, in half the time. label finds the key of a button
// under the field for writing by its text, "" if there is none. The time of a press
// is not told by Telegram: At is zero then.
func translate(raw json.RawMessage, me identity, label func(text string) string) (flows.Input, error) {
	var u incoming
	if err := jsonv1.Unmarshal(raw, &u); err != nil {
		return flows.Input{}, fmt.Errorf("decode update: %w", err)
	}
	switch {
	case u.Message != nil:
		return fromMessage(u.Message, me, label), nil
	case u.Edited != nil:
		return fromEdit(u.Edited, me), nil
	case u.Press != nil:
		return fromPress(u.Press), nil
	case u.Member != nil:
		return fromMembership(u.Member), nil
	}
	return flows.Input{}, nil
}

func fromMessage(m *models.Message, me identity, label func(string) string) flows.Input {
	if in, ok := fromMigration(m); ok {
		return in
	}
	in, ok := fromSender(m, me)
	if !ok || service(m) {
		return flows.Input{}
	}
	in.Forwarded = m.ForwardOrigin != nil
	switch {
	case m.Text != "":
		return fromText(in, m, me, label)
	case len(m.Photo) > 0:
		in.Kind, in.Photo, in.Album, in.Text = flows.Photo, largest(m.Photo), m.MediaGroupID, m.Caption
		return in
	case m.Venue != nil:
		in.Kind, in.Point = flows.Location, point(m.Venue.Location)
		return in
	case m.Location != nil:
		in.Kind, in.Point = flows.Location, point(*m.Location)
		return in
	}
	in.Kind, in.What, in.Album, in.Text = flows.Other, what(m), m.MediaGroupID, m.Caption
	if m.Voice != nil {
		in.Voice, in.Length = m.Voice.FileID, time.Duration(m.Voice.Duration)*time.Second
	}
	if in.What == unknownContent && in.Group {
		return flows.Input{}
	}
	return in
}

// fromEdit is a message that was changed. A place that moves on by itself is nothing
// that anybody did; words changed into those of a button press no button.
func fromEdit(m *models.Message, me identity) flows.Input {
	if m.Location != nil {
		return flows.Input{}
	}
	in := fromMessage(m, me, func(string) string { return "" })
	if in.Kind == flows.Migrated || in.Kind == flows.Nothing {
		return flows.Input{}
	}
	in.Edited = true
	return in
}

// fromMigration follows a group that became a supergroup. Telegram says so in both.
func fromMigration(m *models.Message) (flows.Input, bool) {
	from, to := m.Chat.ID, m.MigrateToChatID
	if m.MigrateFromChatID != 0 {
		from, to = m.MigrateFromChatID, m.Chat.ID
	}
	if from >= 0 || to >= 0 {
		return flows.Input{}, false
	}
	return flows.Input{
		Kind: flows.Migrated, At: moment(m.Date), Chat: storage.ChatID(from), NewChat: storage.ChatID(to), Group: true,
	}, true
}

func fromText(in flows.Input, m *models.Message, me identity, label func(string) string) flows.Input {
	name, rest, ok := command(m.Text, m.Entities)
	if !ok {
		in.Kind, in.Text = flows.Text, m.Text
		if !in.Group {
			in.Label = label(strings.TrimSpace(m.Text))
		}
		return in
	}
	name, bot, named := strings.Cut(name, "@")
	in.Addressed = named && strings.EqualFold(bot, me.Username)
	if in.Group && named && !in.Addressed {
		return flows.Input{} // for another bot
	}
	in.Kind, in.Command, in.Payload = flows.Command, strings.ToLower(name), payload(rest)
	return in
}

// command cuts the word after the slash off a text that begins with one. Offsets of
// Telegram count UTF-16 units.
func command(text string, entities []models.MessageEntity) (name, rest string, ok bool) {
	for _, e := range entities {
		if e.Type != models.MessageEntityTypeBotCommand || e.Offset != 0 || e.Length < 2 || text[0] != '/' {
			continue
		}
		units := utf16.Encode([]rune(text))
		if e.Length > len(units) {
			continue
		}
		return string(utf16.Decode(units[1:e.Length])), string(utf16.Decode(units[e.Length:])), true
	}
	return "", "", false
}

func payload(s string) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(len(r), maxPayload)])
}

// fromPress is a button under a message. Where the message is unknown there is
// nothing to do, but the press has to be answered all the same.
func fromPress(q *callback) flows.Input {
	nothing := flows.Input{Query: q.ID}
	in, ok := inChat(q.Message.Chat)
	if !ok || q.Message.ID == 0 {
		return nothing
	}
	in.Message = q.Message.ID
	if q.Message.InTopic {
		in.Thread = q.Message.Thread
	}
	if in, ok = byUser(in, &q.From); !ok {
		return nothing
	}
	in.Kind, in.Query, in.Data = flows.Press, q.ID, q.Data
	return in
}

// fromMembership says that the bot was added to a group or removed from it, blocked
// by a person or not any more. Another bot that did it is nobody.
func fromMembership(u *models.ChatMemberUpdated) flows.Input {
	in, ok := inChat(u.Chat)
	if channel := u.Chat.Type == models.ChatTypeChannel && u.Chat.ID < 0; channel {
		in, ok = flows.Input{Chat: storage.ChatID(u.Chat.ID), Channel: true, Title: u.Chat.Title}, true
	}
	if !ok {
		return flows.Input{}
	}
	if in, ok = byUser(in, &u.From); !ok {
		in.Person, in.Language, in.Nobody = 0, "", true
	}
	in.Kind, in.At, in.Member = flows.Membership, moment(u.Date), member(u.NewChatMember)
	if in.Channel {
		in.Member = posts(u.NewChatMember)
	}
	return in
}

// posts reports whether the bot may write in a channel.
func posts(m models.ChatMember) bool {
	return m.Type == models.ChatMemberTypeAdministrator && m.Administrator.CanPostMessages
}

func member(m models.ChatMember) bool {
	switch m.Type {
	case models.ChatMemberTypeLeft, models.ChatMemberTypeBanned:
		return false
	case models.ChatMemberTypeRestricted:
		return m.Restricted.IsMember
	}
	return m.Type != ""
}
