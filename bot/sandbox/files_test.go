package sandbox_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"veche/bot/sandbox"
)

func memberParams(chat, user int64) *bot.GetChatMemberParams {
	return &bot.GetChatMemberParams{ChatID: chat, UserID: user}
}

func fetch(t *testing.T, link string) []byte {
	t.Helper()
	resp, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Fatalf("%s: %s", link, resp.Status)
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAlbumIsOneMessageAPhoto(t *testing.T) {
	s, client, url := box(t, sandbox.Options{})
	s.Album(anna, anna, 3, "яма")
	all := news(t, url)
	if len(all) != 3 || all[0].Message.AlbumID == "" || all[0].Message.AlbumID != all[2].Message.AlbumID {
		t.Fatalf("the album came as %+v", all)
	}
	if all[0].Message.Caption != "яма" || all[1].Message.Caption != "" {
		t.Error("the caption is not on the first photo alone")
	}
	first, last := all[0].Message.Photo, all[1].Message.Photo
	if len(first) < 2 || first[0].Width >= first[1].Width || first[0].FileID == last[0].FileID {
		t.Errorf("sizes: %+v, %+v", first, last)
	}
	link, err := client.GetFile(within(t), &bot.GetFileParams{FileID: first[len(first)-1].FileID})
	if err != nil {
		t.Fatal(err)
	}
	data := fetch(t, client.FileDownloadLink(link))
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || kind != "jpeg" || c.Width != first[len(first)-1].Width || int64(len(data)) != link.FileSize {
		t.Errorf("the photo is %v %v %v", kind, c, err)
	}
}

func TestPhotosByUploadAndByID(t *testing.T) {
	s, client, _ := box(t, sandbox.Options{})
	s.Start(anna, "")
	var shot bytes.Buffer
	if err := png.Encode(&shot, image.NewRGBA(image.Rect(0, 0, 1600, 200))); err != nil {
		t.Fatal(err)
	}
	send := func(photo models.InputFile) *models.Message {
		m, err := client.SendPhoto(within(t), &bot.SendPhotoParams{ChatID: anna, Photo: photo, Caption: "снимок"})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	m := send(&models.InputFileUpload{Filename: "shot.png", Data: bytes.NewReader(shot.Bytes())})
	if n := len(m.Photo); n != 4 || m.Photo[n-1].Width != 1280 {
		t.Fatalf("sizes: %+v", m.Photo)
	}
	again := send(&models.InputFileString{Data: m.Photo[1].FileID})
	if again.Photo[1].FileID != m.Photo[1].FileID || again.Photo[3].FileUniqueID != m.Photo[3].FileUniqueID {
		t.Error("a photo sent again has other ids")
	}
	group, err := client.SendMediaGroup(within(t), &bot.SendMediaGroupParams{ChatID: anna, Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: "attach://a.png", Caption: "<b>два</b>", ParseMode: "HTML", MediaAttachment: bytes.NewReader(shot.Bytes())},
		&models.InputMediaPhoto{Media: m.Photo[0].FileID},
	}})
	if err != nil || len(group) != 2 || group[0].MediaGroupID == "" || group[0].Caption != "два" {
		t.Errorf("album: %+v, %v", group, err)
	}
	_, err = client.SendDocument(within(t), &bot.SendDocumentParams{ChatID: anna, Document: &models.InputFileString{Data: m.Photo[0].FileID}})
	if err == nil || !strings.Contains(err.Error(), "can't use file of type Photo as Document") {
		t.Errorf("a photo as a document: %v", err)
	}
	_, err = client.SendPhoto(within(t), &bot.SendPhotoParams{ChatID: anna, Photo: &models.InputFileUpload{Filename: "x", Data: strings.NewReader("words")}})
	if err == nil || !strings.Contains(err.Error(), "IMAGE_PROCESS_FAILED") {
		t.Errorf("words as a photo: %v", err)
	}
}

func TestLargeFilesAreSeenButNotFetched(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Document(anna, anna, "видео.mp4", 30<<20)
	s.Document(anna, anna, "акт.pdf", 20<<20)
	all := news(t, url)
	if d := all[0].Message.Document; d.FileSize != 30<<20 {
		t.Errorf("the large file: %+v", d)
	}
	if r := call(t, url, "getFile", params{"file_id": all[0].Message.Document.FileID}); r.Description != "Bad Request: file is too big" {
		t.Errorf("fetching it: %+v", r)
	}
	link := fine[struct {
		Path string `json:"file_path"`
	}](t, url, "getFile", params{"file_id": all[1].Message.Document.FileID})
	if n := len(fetch(t, url+"/file/bot"+sandbox.DefaultToken+"/"+link.Path)); n != 20<<20 {
		t.Errorf("the other has %d bytes", n)
	}
}

func TestCopyAndForward(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Start(anna, "")
	boris := s.AddPerson(sandbox.Person{FirstName: "Борис"})
	s.Start(boris, "")
	photo := s.Photo(anna, anna, "яма")
	from := params{"chat_id": boris, "from_chat_id": anna, "message_id": photo}
	fine[sandbox.Message](t, url, "forwardMessage", from)
	fine[struct{}](t, url, "copyMessage", from)
	all := s.Messages(boris)
	forwarded, copied := all[len(all)-2], all[len(all)-1]
	if o := forwarded.ForwardOrigin; o == nil || o.SenderUser.ID != anna || forwarded.Caption != "яма" {
		t.Errorf("forwarded: %+v", forwarded)
	}
	if copied.ForwardOrigin != nil || copied.From.ID != s.Bot().ID || copied.Photo[0] != forwarded.Photo[0] {
		t.Errorf("copied: %+v", copied)
	}
}

func TestOtherThingsPeopleSend(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Location(anna, anna, 54.78, 32.04)
	s.Contact(anna, anna, "+79000000000")
	s.Voice(anna, anna, 7)
	s.Sticker(anna, anna, "🙂")
	s.Forward(anna, anna, "чужие слова")
	all := news(t, url)
	switch {
	case all[0].Message.Location.Latitude != 54.78:
		t.Error("the place is elsewhere")
	case all[1].Message.Contact.UserID != anna || all[1].Message.Contact.FirstName != "Анна":
		t.Errorf("contact: %+v", all[1].Message.Contact)
	case all[2].Message.Voice.Duration != 7:
		t.Error("the voice has another length")
	case all[3].Message.Sticker.Emoji != "🙂":
		t.Error("the sticker has another emoji")
	case all[4].Message.ForwardOrigin.Type != "hidden_user":
		t.Error("the forwarded message has no origin")
	}
}
