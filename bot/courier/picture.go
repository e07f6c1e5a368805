package courier

import (
	"bytes"
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// pictureName is what an uploaded picture is called, in the form and by the messenger.
const pictureName = "picture.jpg"

// picture sends a picture that is one message with its words.
func (p postman) picture(ctx context.Context, l letter) (int, error) {
	shown := l.message.Picture
	var photo models.InputFile = &models.InputFileString{Data: shown.ID}
	if shown.Data != nil {
		photo = &models.InputFileUpload{Filename: pictureName, Data: bytes.NewReader(shown.Data)}
	}
	return idOfMessage(p.SendPhoto(ctx, &tg.SendPhotoParams{
		ChatID: int64(l.chat), MessageThreadID: l.thread(), Photo: photo, Caption: l.text, ParseMode: models.ParseModeHTML,
		DisableNotification: l.silent(), ReplyParameters: l.reply(), ReplyMarkup: l.markup(),
	}))
}

// editPicture puts another picture in the place of the one that stands there, or of
// words alone.
func (p postman) editPicture(ctx context.Context, l letter) (int, error) {
	shown := l.message.Picture
	media := &models.InputMediaPhoto{Media: shown.ID, Caption: l.text, ParseMode: models.ParseModeHTML}
	if shown.Data != nil {
		media.Media, media.MediaAttachment = "attach://"+pictureName, bytes.NewReader(shown.Data)
	}
	return idOfMessage(p.EditMessageMedia(ctx, &tg.EditMessageMediaParams{
		ChatID: int64(l.chat), MessageID: l.message.Edit, Media: media, ReplyMarkup: inline(l.message.Buttons),
	}))
}
