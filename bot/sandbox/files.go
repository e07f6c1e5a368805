package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
)

// file is anything that was sent. A photo is one file in several sizes, each with an id of its own.
type file struct {
	kind       string // photo, document, voice, sticker
	name, mime string
	size       int64
	duration   int
	emoji      string
	data       []byte      // nil when it was only claimed
	sizes      []PhotoSize // of a photo
}

// stored is what one file_id leads to.
type stored struct {
	file   *file
	unique string
	path   string
	data   []byte
	size   int64
}

// fileStore has a lock of its own, so that pictures are made without stopping the chats.
type fileStore struct {
	mu     sync.Mutex
	n      int
	byID   map[string]*stored
	byPath map[string]*stored
	scaled map[[32]byte][]picture
	made   [][]byte
}

func (f *fileStore) init() {
	f.byID, f.byPath = map[string]*stored{}, map[string]*stored{}
	f.scaled = map[[32]byte][]picture{}
	f.made = make([][]byte, 32)
}

// prefixes are how file_ids of each kind begin at Telegram.
var prefixes = map[string]string{"photo": "AgACAgIAAxk", "document": "BQACAgIAAxk", "voice": "AwACAgIAAxk", "sticker": "CAACAgIAAxk"}

// keep gives data an id under which the bot can fetch or send it again.
func (f *fileStore) keep(of *file, data []byte, size int64, ext string) (id, unique string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", of.kind, f.n))
	id = prefixes[of.kind] + base64.RawURLEncoding.EncodeToString(sum[:21])
	unique = "AQAD" + base64.RawURLEncoding.EncodeToString(sum[21:30])
	folder := of.kind + "s"
	if of.kind == "voice" {
		folder = "voice"
	}
	kept := &stored{of, unique, fmt.Sprintf("%s/file_%d%s", folder, f.n, ext), data, size}
	f.byID[id], f.byPath[kept.path] = kept, kept
	return id, unique
}

func (f *fileStore) get(id string) *stored {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byID[id]
}

func (f *fileStore) at(path string) *stored {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byPath[path]
}

// addPhoto keeps a picture in its sizes.
func (f *fileStore) addPhoto(data []byte) (*file, error) {
	pictures, err := f.scale(data)
	if err != nil {
		return nil, err
	}
	photo := &file{kind: "photo", size: int64(len(data))}
	for _, p := range pictures {
		id, unique := f.keep(photo, p.data, int64(len(p.data)), ".jpg")
		photo.sizes = append(photo.sizes, PhotoSize{id, unique, p.width, p.height, len(p.data)})
	}
	return photo, nil
}

// addTo puts a new file into a message.
func (f *fileStore) addTo(m *Message, of *file) {
	id, unique := f.keep(of, of.data, of.size, strings.ToLower(path.Ext(of.name)))
	of.show(m, id, unique)
}

// show puts the file under an id that it has into a message.
func (of *file) show(m *Message, id, unique string) {
	switch of.kind {
	case "photo":
		m.Photo = of.sizes
	case "document":
		m.Document = &Document{id, unique, of.name, of.mime, of.size}
	case "voice":
		m.Voice = &Voice{id, unique, of.duration, of.mime, of.size}
	case "sticker":
		m.Sticker = &Sticker{FileID: id, FileUniqueID: unique, Type: "regular", Width: 512, Height: 512, Emoji: of.emoji, FileSize: of.size}
	}
}

// serveFile serves a download link; what was only claimed is so many zeros.
func (s *Sandbox) serveFile(w http.ResponseWriter, path string) {
	kept := s.files.at(path)
	if kept == nil || kept.size > maxDownload {
		writeError(w, &apiError{code: 404, description: "Not Found"})
		return
	}
	data := kept.data
	if data == nil {
		data = make([]byte, kept.size)
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	if kept.file.kind == "photo" {
		w.Header().Set("Content-Type", "image/jpeg")
	}
	_, _ = w.Write(data)
}

type fileLink struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int64  `json:"file_size,omitempty"`
	FilePath     string `json:"file_path,omitempty"`
}

func getFile(s *Sandbox, q *request) (any, error) {
	id := q.params["file_id"]
	if id == "" {
		return nil, bad("file_id is empty")
	}
	kept := s.files.get(id)
	if kept == nil {
		return nil, bad("invalid file_id")
	}
	if kept.size > maxDownload {
		return nil, refuse("file is too big")
	}
	return fileLink{id, kept.unique, kept.size, kept.path}, nil
}

func (s *Sandbox) composePhotos(p Post) ([]*Message, error) {
	var all []*Message
	for _, data := range p.Photos {
		if data == nil {
			data = s.files.makeUp()
		}
		photo, err := s.files.addPhoto(data)
		if err != nil {
			return nil, err
		}
		all = append(all, &Message{Photo: photo.sizes})
	}
	f := tidy(formatted{text: p.Caption})
	all[0].Caption, all[0].CaptionEntities = f.text, f.entities
	if len(all) > 1 {
		album := s.files.album()
		for _, m := range all {
			m.AlbumID = album
		}
	}
	return all, nil
}

// composeAgain sends a photo that is known already: it keeps its ids.
func (s *Sandbox) composeAgain(p Post) ([]*Message, error) {
	kept := s.files.get(p.Again)
	if kept == nil || kept.file.kind != "photo" {
		return nil, fmt.Errorf("there is no photo %q", p.Again)
	}
	f := tidy(formatted{text: p.Caption})
	return []*Message{{Photo: kept.file.sizes, Caption: f.text, CaptionEntities: f.entities}}, nil
}

// File returns the bytes of a file by its id, nil where there is none.
func (s *Sandbox) File(id string) []byte {
	kept := s.files.get(id)
	if kept == nil {
		return nil
	}
	return kept.data
}

// album makes a media_group_id.
func (f *fileStore) album() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	return fmt.Sprintf("1350%013d", f.n)
}

func (s *Sandbox) composeFile(p Post) *Message {
	m := &Message{}
	var of *file
	switch {
	case p.Sticker != "":
		of = &file{kind: "sticker", emoji: p.Sticker, size: 12000, name: "sticker.webp"}
	case p.Voice != nil:
		of = &file{kind: "voice", duration: max(p.Voice.Duration, 1), mime: "audio/ogg", name: "voice.oga", data: p.Voice.Data, size: p.Voice.Size}
	default:
		of = &file{kind: "document", name: p.Document.Name, mime: p.Document.Mime, data: p.Document.Data, size: p.Document.Size}
	}
	if of.data != nil {
		of.size = int64(len(of.data))
	}
	s.files.addTo(m, of)
	f := tidy(formatted{text: p.Caption})
	m.Caption, m.CaptionEntities = f.text, f.entities
	return m
}
