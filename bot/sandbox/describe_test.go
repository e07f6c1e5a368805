package sandbox_test

import (
	"os"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"veche/bot/sandbox"
)

// described is a sandbox that checks against the Bot API's description, whose file VECHE_BOT_API names.
func described(t *testing.T) (*sandbox.Sandbox, *bot.Bot, string) {
	t.Helper()
	path := os.Getenv("VECHE_BOT_API")
	if path == "" {
		t.Skip("VECHE_BOT_API does not name the Bot API's description")
	}
	return box(t, sandbox.Options{Description: path})
}

func TestTheLibrarysRequestsFitTheDescription(t *testing.T) {
	s, client, _ := described(t)
	s.Start(anna, "")
	photo := s.Photo(anna, anna, "яма")
	group := s.AddGroup(sandbox.Group{Title: "Штаб", Forum: true, Members: []int64{anna}, Bot: "administrator"})
	ctx := within(t)
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	inline := models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{
		{Text: "Да", CallbackData: "yes", Style: "success"}, {Text: "Сайт", URL: "https://example.org"},
		{Text: "Номер", CopyText: models.CopyTextButton{Text: "128"}},
	}}}
	m, err := client.SendMessage(ctx, &bot.SendMessageParams{
		ChatID: anna, Text: "<b>x</b>", ParseMode: models.ParseModeHTML, ReplyMarkup: inline,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: bot.True()}, ReplyParameters: &models.ReplyParameters{MessageID: int(photo)},
	})
	must(m, err)
	must(client.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: anna, MessageID: m.ID, Text: "y", ReplyMarkup: inline}))
	must(client.EditMessageReplyMarkup(ctx, &bot.EditMessageReplyMarkupParams{ChatID: anna, MessageID: m.ID}))
	must(client.SendMessage(ctx, &bot.SendMessageParams{ChatID: anna, Text: "?", ReplyMarkup: &models.ReplyKeyboardMarkup{
		Keyboard: [][]models.KeyboardButton{{{Text: "Где я", RequestLocation: true}}}, ResizeKeyboard: true}}))
	must(client.SendMessage(ctx, &bot.SendMessageParams{ChatID: anna, Text: "?", ReplyMarkup: &models.ReplyKeyboardRemove{RemoveKeyboard: true}}))
	must(client.SendMessage(ctx, &bot.SendMessageParams{ChatID: group, Text: "?", ReplyMarkup: &models.ForceReply{ForceReply: true, Selective: true}}))
	largest := s.Messages(anna)[1].Photo[0].FileID
	must(client.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: anna, Photo: &models.InputFileString{Data: largest}, Caption: "c"}))
	must(client.SendMediaGroup(ctx, &bot.SendMediaGroupParams{ChatID: anna, Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: largest}, &models.InputMediaPhoto{Media: largest, Caption: "c"}}}))
	must(client.SendLocation(ctx, &bot.SendLocationParams{ChatID: anna, Latitude: 54.7, Longitude: 32}))
	must(client.SendVenue(ctx, &bot.SendVenueParams{ChatID: anna, Latitude: 54.7, Longitude: 32, Title: "Дом", Address: "Ленина, 1"}))
	must(client.SendDocument(ctx, &bot.SendDocumentParams{ChatID: anna, Document: &models.InputFileUpload{Filename: "a.csv", Data: strings.NewReader("1;2")}}))
	must(client.CreateForumTopic(ctx, &bot.CreateForumTopicParams{ChatID: group, Name: "Дороги"}))
	must(client.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "menu", Description: "d"}},
		Scope: &models.BotCommandScopeChat{ChatID: anna}, LanguageCode: "ru"}))
	must(client.SetChatMenuButton(ctx, &bot.SetChatMenuButtonParams{ChatID: anna, MenuButton: &models.MenuButtonCommands{Type: models.MenuButtonTypeCommands}}))
	must(client.SetMyDescription(ctx, &bot.SetMyDescriptionParams{Description: "d"}))
	must(client.SendChatAction(ctx, &bot.SendChatActionParams{ChatID: anna, Action: models.ChatActionTyping}))
	must(client.GetChat(ctx, &bot.GetChatParams{ChatID: anna}))
	must(client.GetChatAdministrators(ctx, &bot.GetChatAdministratorsParams{ChatID: group}))
	must(client.PinChatMessage(ctx, &bot.PinChatMessageParams{ChatID: anna, MessageID: m.ID}))
	must(client.SetMessageReaction(ctx, &bot.SetMessageReactionParams{ChatID: anna, MessageID: m.ID, Reaction: []models.ReactionType{{
		Type: models.ReactionTypeTypeEmoji, ReactionTypeEmoji: &models.ReactionTypeEmoji{Type: models.ReactionTypeTypeEmoji, Emoji: "👍"}}}}))
	must(client.DeleteMessages(ctx, &bot.DeleteMessagesParams{ChatID: anna, MessageIDs: []int{m.ID}}))
	for _, p := range s.Problems() {
		t.Errorf("problem: %s: %s", p.Method, p.Text)
	}
}

func TestWhatDoesNotFitTheDescription(t *testing.T) {
	s, _, url := described(t)
	s.Start(anna, "")
	for _, c := range []struct {
		method string
		p      params
		want   string
	}{
		{"sendMessage", params{"chat_id": anna, "text": "x", "colour": "red"}, "colour: unknown parameter"},
		{"sendMessage", params{"chat_id": anna, "text": "x", "disable_notification": "perhaps"}, "disable_notification: \"perhaps\" is not Boolean"},
		{"sendMessage", params{"chat_id": anna, "text": "x", "reply_parameters": params{"message_id": "1"}}, "reply_parameters.message_id: 1 is not Integer"},
		{"sendMessage", params{"chat_id": anna, "text": "x", "reply_markup": rows(1, params{"text": "x", "callback_data": "d", "size": 3})}, "reply_markup.inline_keyboard[0][0].size: unknown field"},
		{"deleteMessage", params{"chat_id": anna}, "message_id: required, but missing"},
		{"setMyCommands", params{"commands": []params{{"command": "x"}}}, "commands[0].description: required, but missing"},
	} {
		n := len(s.Problems())
		call(t, url, c.method, c.p)
		found := s.Problems()[n:]
		if len(found) == 0 || found[0].Text != c.want {
			t.Errorf("%s %v: %v, want %q", c.method, c.p, found, c.want)
		}
	}
}
