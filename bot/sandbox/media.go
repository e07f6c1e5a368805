package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"strings"
)

// titles are how Telegram calls the kinds of file in errors.
var titles = map[string]string{"photo": "Photo", "document": "Document", "voice": "VoiceNote", "sticker": "Sticker"}

// media puts the file that a parameter names into m: an upload, one attached elsewhere in the form, or a file_id.
func (s *Sandbox) media(q *request, param, value, kind string, m *Message) error {
	up := q.files[param]
	if name, ok := strings.CutPrefix(value, "attach://"); ok {
		if up = q.files[name]; up == nil {
			return bad("can't find the file attached as " + name)
		}
	}
	switch {
	case up != nil:
		return s.uploaded(q, up, kind, m)
	case value == "":
		return bad("there is no " + kind + " in the request")
	case strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://"):
		// Nothing here leaves the machine.
		return refuse("failed to get HTTP URL content")
	}
	kept := s.files.get(value)
	switch {
	case kept == nil:
		return bad("wrong file identifier/HTTP URL specified")
	case kept.file.kind != kind:
		return bad(fmt.Sprintf("can't use file of type %s as %s", titles[kept.file.kind], titles[kind]))
	}
	kept.file.show(m, value, kept.unique)
	return nil
}

func (s *Sandbox) uploaded(q *request, up *upload, kind string, m *Message) error {
	switch {
	case len(up.data) == 0:
		return bad("file must be non-empty")
	case len(up.data) > maxUpload:
		return &apiError{code: 413, description: "Request Entity Too Large", faulty: true}
	case kind == "photo":
		return s.uploadedPhoto(up, m)
	}
	s.files.addTo(m, &file{
		kind: kind, name: up.name, mime: up.mime, data: up.data, size: int64(len(up.data)), duration: int(q.integer("duration")),
	})
	return nil
}

func (s *Sandbox) uploadedPhoto(up *upload, m *Message) error {
	if len(up.data) > maxPhoto {
		return bad(fmt.Sprintf("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(up.data), maxPhoto))
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(up.data))
	if err != nil {
		return bad("IMAGE_PROCESS_FAILED")
	}
	if c.Width+c.Height > 10000 || c.Width > 20*c.Height || c.Height > 20*c.Width {
		return bad("PHOTO_INVALID_DIMENSIONS")
	}
	photo, err := s.files.addPhoto(up.data)
	if err != nil {
		return bad("IMAGE_PROCESS_FAILED")
	}
	m.Photo = photo.sizes
	return nil
}

// sendFile is sendPhoto, sendDocument and sendVoice, which differ only in the kind.
func sendFile(kind string) func(*Sandbox, *request) (any, error) {
	return func(s *Sandbox, q *request) (any, error) {
		made := &Message{}
		if err := s.media(q, kind, q.params[kind], kind, made); err != nil {
			return nil, err
		}
		f, err := q.caption("message caption is too long")
		if err != nil {
			return nil, err
		}
		return s.post(q, func(_ *chat, m *Message) error {
			m.Photo, m.Document, m.Voice, m.Sticker = made.Photo, made.Document, made.Voice, made.Sticker
			m.Caption, m.CaptionEntities = f.text, f.entities
			m.CaptionAbove = q.flag("show_caption_above_media")
			return nil
		})
	}
}

func sendMediaGroup(s *Sandbox, q *request) (any, error) {
	var items []map[string]json.RawMessage
	if err := q.object("media", "media", &items); err != nil {
		return nil, err
	}
	switch {
	case len(items) == 0:
		return nil, bad("there are no messages to send")
	case len(items) > maxAlbum:
		return nil, bad("too many messages to send as an album")
	case len(items) == 1:
		q.find("an album of one: the description asks for 2–10")
	}
	var made []*Message
	kinds := map[string]bool{}
	for _, item := range items {
		m, kind, err := s.albumItem(q, item)
		if err != nil {
			return nil, err
		}
		kinds[kind] = true
		made = append(made, m)
	}
	if kinds["document"] && len(kinds) > 1 {
		return nil, bad("document can't be mixed with other media types")
	}
	return s.postAlbum(q, made)
}

func (s *Sandbox) albumItem(q *request, item map[string]json.RawMessage) (*Message, string, error) {
	one := &request{ctx: q.ctx, params: map[string]string{}, files: q.files}
	for name, value := range item {
		one.params[name] = plainValue(value)
	}
	kind := one.params["type"]
	if kind != "photo" && kind != "document" {
		return nil, "", bad("can't parse InputMedia: type must be one of photo, document")
	}
	m := &Message{}
	if err := s.media(one, "", one.params["media"], kind, m); err != nil {
		return nil, "", err
	}
	f, err := one.caption("message caption is too long")
	m.Caption, m.CaptionEntities = f.text, f.entities
	return m, kind, err
}

func (s *Sandbox) postAlbum(q *request, made []*Message) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	reply, err := s.replied(q, c)
	if err != nil {
		return nil, err
	}
	album := ""
	if len(made) > 1 {
		album = s.files.album()
	}
	for _, m := range made {
		m.From, m.ReplyTo, m.AlbumID = &s.bot, reply, album
		m.Protected = q.flag("protect_content")
		s.say(q, c, m)
	}
	return made, nil
}
