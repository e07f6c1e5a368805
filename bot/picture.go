package bot

import (
	"bytes"
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// pictureName is what an uploaded picture is called, in the form and by the messenger.
const pictureName = "picture.jpg"

// picture sends a picture that is one message with its words.
func (c *client) picture(ctx context.Context, l letter) (int, error) {
	p := l.message.Picture
	var photo models.InputFile = &models.InputFileString{Data: p.ID}
	if p.Data != nil {
		photo = &models.InputFileUpload{Filename: pictureName, Data: bytes.NewReader(p.Data)}
	}
	return idOfMessage(c.SendPhoto(ctx, &tg.SendPhotoParams{
		ChatID: int64(l.chat), MessageThreadID: l.thread(), Photo: photo, Caption: l.text, ParseMode: models.ParseModeHTML,
		DisableNotification: l.silent(), ReplyParameters: l.reply(), ReplyMarkup: l.markup(),
	}))
}

// editPicture puts another picture in the place of the one that stands there, or of
// words alone.
func (c *client) editPicture(ctx context.Context, l letter) (int, error) {
	p := l.message.Picture
	media := &models.InputMediaPhoto{Media: p.ID, Caption: l.text, ParseMode: models.ParseModeHTML}
	if p.Data != nil {
		media.Media, media.MediaAttachment = "attach://"+pictureName, bytes.NewReader(p.Data)
	}
	return idOfMessage(c.EditMessageMedia(ctx, &tg.EditMessageMediaParams{
		ChatID: int64(l.chat), MessageID: l.message.Edit, Media: media, ReplyMarkup: inline(l.message.Buttons),
	}))
}
