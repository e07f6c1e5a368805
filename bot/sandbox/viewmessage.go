package sandbox

import "fmt"

type messageView struct {
	ID         int64          `json:"id"`
	Date       int64          `json:"date"`
	From       senderView     `json:"from"`
	Thread     int64          `json:"thread"`
	Text       string         `json:"text"`
	Entities   []Entity       `json:"entities"`
	HTML       string         `json:"html"`
	Photo      *photoView     `json:"photo"`
	Document   *documentView  `json:"document"`
	Voice      *voiceView     `json:"voice"`
	Sticker    *stickerView   `json:"sticker"`
	Location   *Location      `json:"location"`
	Venue      *Venue         `json:"venue"`
	Contact    *Contact       `json:"contact"`
	Album      string         `json:"album"`
	ReplyTo    int64          `json:"reply_to"`
	Forward    bool           `json:"forward"`
	Edited     bool           `json:"edited"`
	Service    string         `json:"service"`
	ServiceEN  string         `json:"service_en"`
	Inline     [][]buttonView `json:"inline"`
	ForceReply bool           `json:"force_reply"`
	Deleted    bool           `json:"deleted"`
}

type senderView struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Bot  bool   `json:"bot"`
}

type photoView struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

type documentView struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
}

type voiceView struct {
	URL      string `json:"url"`
	Duration int    `json:"duration"`
}

type stickerView struct {
	Emoji string `json:"emoji"`
}

type buttonView struct {
	Text     string `json:"text"`
	Data     string `json:"callback_data,omitempty"`
	URL      string `json:"url,omitempty"`
	CopyText string `json:"copy_text,omitempty"`
	Style    string `json:"style,omitempty"`
}

func (s *Sandbox) messageView(m *Message) messageView {
	v := messageView{
		ID: m.ID, Date: m.Date, From: senderOf(m), Thread: m.Thread, Text: m.Text, Entities: m.Entities,
		Location: m.Location, Venue: m.Venue, Contact: m.Contact, Album: m.AlbumID, Forward: m.ForwardOrigin != nil,
		Edited: m.EditDate != 0, Inline: [][]buttonView{},
	}
	v.Service, v.ServiceEN = serviceText(m)
	if m.Text == "" {
		v.Text, v.Entities = m.Caption, m.CaptionEntities
	}
	v.HTML = renderHTML(v.Text, v.Entities)
	if v.Entities == nil {
		v.Entities = []Entity{}
	}
	if m.ReplyTo != nil {
		v.ReplyTo = m.ReplyTo.ID
	}
	if m.Keyboard != nil {
		v.ForceReply = m.Keyboard.ForceReply
	}
	s.viewFiles(m, &v)
	if m.Markup != nil {
		for _, row := range m.Markup.Inline {
			v.Inline = append(v.Inline, viewRow(row))
		}
	}
	return v
}

func viewRow(row []Button) []buttonView {
	shown := []buttonView{}
	for _, b := range row {
		one := buttonView{Text: b.Text, Data: b.Data, URL: b.URL, Style: b.Style}
		if b.CopyText != nil {
			one.CopyText = b.CopyText.Text
		}
		shown = append(shown, one)
	}
	return shown
}

func (s *Sandbox) viewFiles(m *Message, v *messageView) {
	if n := len(m.Photo); n > 0 {
		largest := m.Photo[n-1]
		v.Photo = &photoView{s.fileURL(largest.FileID), largest.Width, largest.Height}
	}
	if m.Document != nil {
		v.Document = &documentView{m.Document.FileName, m.Document.FileSize, s.fileURL(m.Document.FileID)}
	}
	if m.Voice != nil {
		v.Voice = &voiceView{s.fileURL(m.Voice.FileID), m.Voice.Duration}
	}
	if m.Sticker != nil {
		v.Sticker = &stickerView{m.Sticker.Emoji}
	}
}

func (s *Sandbox) fileURL(id string) string { return "/sim/file/" + s.files.get(id).path }

func senderOf(m *Message) senderView {
	switch {
	case m.SenderChat != nil:
		return senderView{ID: m.SenderChat.ID, Name: m.SenderChat.Title}
	case m.From == nil:
		return senderView{}
	}
	return senderView{m.From.ID, m.From.FirstName, m.From.IsBot}
}

// serviceText words what the messenger itself says in a chat.
func serviceText(m *Message) (ru, en string) {
	switch {
	case m.NewMembers != nil:
		return m.NewMembers[0].FirstName + " теперь в группе", m.NewMembers[0].FirstName + " joined the group"
	case m.LeftMember != nil:
		return m.LeftMember.FirstName + " больше не в группе", m.LeftMember.FirstName + " left the group"
	case m.MigrateTo != 0, m.MigrateFrom != 0:
		return "Группа стала супергруппой", "The group became a supergroup"
	case m.Pinned != nil:
		return "Закреплено сообщение", "A message was pinned"
	case m.TopicCreated != nil:
		return fmt.Sprintf("Создана тема «%s»", m.TopicCreated.Name), fmt.Sprintf("Topic “%s” was created", m.TopicCreated.Name)
	}
	return "", ""
}
