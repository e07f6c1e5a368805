package courier

import (
	"bytes"
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"veche/bot/wire"
	"veche/storage"
)

// postman makes the calls, by the client; those that are made all the time take its
// shorter way.
type postman struct{ *wire.Client }

// quick makes a call whose result is a message. Of it only the id is wanted.
func (p postman) quick(ctx context.Context, method string, ask any) (int, error) {
	m, err := wire.Call[struct {
		ID int `json:"message_id"`
	}](ctx, p.Client, method, ask)
	return m.ID, err
}

// send makes the call and returns the id of what was sent. An id of 0 without an
// error is something that has none.
func (p postman) send(ctx context.Context, l letter) (int, error) {
	switch l.kind {
	case editText:
		return p.quick(ctx, "editMessageText", &tg.EditMessageTextParams{
			ChatID: int64(l.chat), MessageID: l.message.Edit, Text: l.text, ParseMode: models.ParseModeHTML,
			LinkPreviewOptions: noPreview(), ReplyMarkup: inline(l.message.Buttons),
		})
	case sendPicture:
		return p.picture(ctx, l)
	case editPicture:
		return p.editPicture(ctx, l)
	case editCaption:
		return p.quick(ctx, "editMessageCaption", &tg.EditMessageCaptionParams{
			ChatID: int64(l.chat), MessageID: l.message.Edit, Caption: l.text, ParseMode: models.ParseModeHTML,
			ReplyMarkup: inline(l.message.Buttons),
		})
	case removeMessage:
		_, err := p.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: int64(l.chat), MessageID: l.message.Edit})
		return 0, err
	case sendPhoto:
		return p.photo(ctx, l)
	case sendAlbum:
		return p.album(ctx, l)
	case sendVoice:
		return p.voice(ctx, l)
	case sendFile:
		return p.file(ctx, l)
	case sendPoint:
		return idOfMessage(p.SendLocation(ctx, &tg.SendLocationParams{
			ChatID: int64(l.chat), MessageThreadID: l.thread(), Latitude: l.message.Point.Lat, Longitude: l.message.Point.Lon,
			DisableNotification: l.silent(), ReplyParameters: l.reply(), ReplyMarkup: l.markup(),
		}))
	case leaveChat:
		_, err := p.LeaveChat(ctx, &tg.LeaveChatParams{ChatID: int64(l.chat)})
		return 0, err
	}
	return p.quick(ctx, "sendMessage", &tg.SendMessageParams{
		ChatID: int64(l.chat), MessageThreadID: l.thread(), Text: l.text, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: noPreview(), DisableNotification: l.silent(), ReplyParameters: l.reply(), ReplyMarkup: l.markup(),
	})
}

func (p postman) photo(ctx context.Context, l letter) (int, error) {
	return idOfMessage(p.SendPhoto(ctx, &tg.SendPhotoParams{
		ChatID: int64(l.chat), MessageThreadID: l.thread(), Photo: &models.InputFileString{Data: l.photos[0]},
		Caption: l.text, ParseMode: models.ParseModeHTML,
		DisableNotification: l.silent(), ReplyParameters: l.reply(), ReplyMarkup: l.markup(),
	}))
}

func (p postman) album(ctx context.Context, l letter) (int, error) {
	media := make([]models.InputMedia, len(l.photos))
	for i, id := range l.photos {
		media[i] = &models.InputMediaPhoto{Media: id}
	}
	sent, err := p.SendMediaGroup(ctx, &tg.SendMediaGroupParams{
		ChatID: int64(l.chat), MessageThreadID: l.thread(), Media: media,
		DisableNotification: l.silent(), ReplyParameters: l.reply(),
	})
	if err != nil || len(sent) == 0 {
		return 0, err
	}
	return sent[len(sent)-1].ID, nil
}

func (p postman) voice(ctx context.Context, l letter) (int, error) {
	return idOfMessage(p.SendVoice(ctx, &tg.SendVoiceParams{
		ChatID: int64(l.chat), MessageThreadID: l.thread(), Voice: &models.InputFileString{Data: l.message.Voice},
		ProtectContent: true, // a voice is personal data: it stays in the chat it was sent to
		Caption:        l.text, ParseMode: models.ParseModeHTML,
		DisableNotification: l.silent(), ReplyParameters: l.reply(), ReplyMarkup: l.markup(),
	}))
}

func (p postman) file(ctx context.Context, l letter) (int, error) {
	f := l.message.File
	return idOfMessage(p.SendDocument(ctx, &tg.SendDocumentParams{
		ChatID: int64(l.chat), MessageThreadID: l.thread(),
		Document: &models.InputFileUpload{Filename: f.Name, Data: bytes.NewReader(f.Data)},
		Caption:  l.text, ParseMode: models.ParseModeHTML,
		DisableNotification: l.silent(), ReplyParameters: l.reply(), ReplyMarkup: l.markup(),
	}))
}

// press ends the wait of somebody who pressed a button.
func (p postman) press(ctx context.Context, query, text string, alert bool) error {
	_, err := wire.Call[bool](ctx, p.Client, "answerCallbackQuery",
		&tg.AnswerCallbackQueryParams{CallbackQueryID: query, Text: text, ShowAlert: alert})
	return err
}

func idOfMessage(m *models.Message, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return m.ID, nil
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: tg.True()}
}

// thread is the topic; General has the number 1 and is not named.
func (l letter) thread() int {
	if l.message.Thread <= 1 {
		return 0
	}
	return l.message.Thread
}

// silent: a message of several parts makes one sound.
func (l letter) silent() bool { return l.message.Silent || !l.first }

func (l letter) reply() *models.ReplyParameters {
	if l.message.ReplyTo == 0 || !l.first {
		return nil
	}
	return &models.ReplyParameters{MessageID: l.message.ReplyTo, AllowSendingWithoutReply: true}
}

// markup is what stands under the message or under the field for writing; a message
// can have only one of them.
func (l letter) markup() models.ReplyMarkup {
	m := l.message
	switch {
	case !l.main:
		return nil
	case len(m.Buttons) > 0:
		return inline(m.Buttons)
	case m.Force:
		force := &models.ForceReply{ForceReply: true, Selective: true}
		if m.Keyboard != nil {
			force.InputFieldPlaceholder = m.Keyboard.Hint
		}
		return force
	case m.Keyboard == nil:
		return nil
	case m.Keyboard.Remove || len(m.Keyboard.Rows) == 0:
		return &models.ReplyKeyboardRemove{RemoveKeyboard: true, Selective: l.chat < 0}
	}
	return keyboard(m.Keyboard, l.chat < 0)
}

func inline(rows [][]storage.Button) models.ReplyMarkup {
	if len(rows) == 0 {
		return nil
	}
	keys := make([][]models.InlineKeyboardButton, len(rows))
	for i, row := range rows {
		keys[i] = make([]models.InlineKeyboardButton, len(row))
		for j, b := range row {
			keys[i][j] = models.InlineKeyboardButton{Text: b.Text, CallbackData: b.Data, URL: b.URL}
		}
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: keys}
}

func keyboard(k *storage.Keyboard, group bool) models.ReplyMarkup {
	keys := make([][]models.KeyboardButton, len(k.Rows))
	for i, row := range k.Rows {
		keys[i] = make([]models.KeyboardButton, len(row))
		for j, b := range row {
			keys[i][j] = models.KeyboardButton{Text: b.Text, RequestLocation: b.Locate}
		}
	}
	return &models.ReplyKeyboardMarkup{
		Keyboard: keys, ResizeKeyboard: true, OneTimeKeyboard: k.Once, InputFieldPlaceholder: k.Hint, Selective: group,
	}
}
