package bot

import (
	"encoding/json"
	"time"

	"github.com/go-telegram/bot/models"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// anonymousAdmin is @GroupAnonymousBot: an administrator who hides who they are.
const anonymousAdmin = 1087968824

// identity is who the bot is.
type identity struct {
	ID       int64
	Username string
}

// fromSender fills in who wrote, where and when. It is false for what is not from
// a person to us: channels' posts, bots, ourselves.
func fromSender(m *models.Message, me identity) (flows.Input, bool) {
	in, ok := inChat(m.Chat)
	if !ok || m.IsAutomaticForward {
		return in, false
	}
	in.At, in.Message = moment(m.Date), m.ID
	if m.IsTopicMessage {
		in.Thread = m.MessageThreadID
	}
	// The first message of a topic counts as what everything in it replies to.
	if r := m.ReplyToMessage; r != nil && r.From != nil && r.From.ID == me.ID && r.ForumTopicCreated == nil {
		in.ReplyTo, in.Carries = r.ID, carries(r)
	}
	if m.SenderChat != nil {
		in.Nobody = true
		return in, true
	}
	return byUser(in, m.From)
}

// carries lists what the buttons under a message carry.
func carries(m *models.Message) (all []string) {
	if m.ReplyMarkup == nil {
		return nil
	}
	for _, row := range m.ReplyMarkup.InlineKeyboard {
		for _, b := range row {
			if b.CallbackData != "" {
				all = append(all, b.CallbackData)
			}
		}
	}
	return all
}

// inChat fills in a chat; it is false for channels and what is no chat.
func inChat(c models.Chat) (flows.Input, bool) {
	in := flows.Input{Chat: storage.ChatID(c.ID)}
	switch c.Type {
	case models.ChatTypePrivate:
		return in, c.ID > 0
	case models.ChatTypeGroup, models.ChatTypeSupergroup:
		in.Group, in.Title = true, c.Title
		return in, c.ID < 0
	}
	return flows.Input{}, false
}

// byUser fills in who it was; it is false for bots.
func byUser(in flows.Input, from *models.User) (flows.Input, bool) {
	if from == nil || from.ID <= 0 {
		return in, false
	}
	if from.ID == anonymousAdmin {
		in.Nobody = true
		return in, true
	}
	in.Person, in.Language = civic.PersonID(from.ID), language(from.LanguageCode)
	return in, !from.IsBot
}

func moment(unix int) time.Time { return time.Unix(int64(unix), 0).UTC() }

// whoSent finds who sent an update that cannot be decoded, so that they can be told.
// Both are 0 where it cannot be found, or is not a person.
func whoSent(raw json.RawMessage) (civic.PersonID, storage.ChatID) {
	type from struct {
		ID  civic.PersonID `json:"id"`
		Bot bool           `json:"is_bot"`
	}
	type chat struct {
		ID storage.ChatID `json:"id"`
	}
	type act struct {
		From    from `json:"from"`
		Chat    chat `json:"chat"`
		Message struct {
			Chat chat `json:"chat"`
		} `json:"message"` // of a press
	}
	var u struct {
		Message  act `json:"message"`
		Edited   act `json:"edited_message"`
		Callback act `json:"callback_query"`
		Member   act `json:"my_chat_member"`
	}
	_ = json.Unmarshal(raw, &u) // what is of the wrong type is left out, the rest is read
	for _, a := range []act{u.Message, u.Edited, u.Callback, u.Member} {
		if a.From.ID <= 0 || a.From.Bot {
			continue
		}
		if a.Chat.ID == 0 {
			a.Chat = a.Message.Chat
		}
		return a.From.ID, a.Chat.ID
	}
	return 0, 0
}
