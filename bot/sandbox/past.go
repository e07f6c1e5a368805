package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Past lets the ids of messages and updates go on as if n of them had come before, in each chat. Those are gone, but
// their buttons can still be pressed. What waits for the bot is dropped: it belongs to that past.
func (s *Sandbox) Past(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.chats {
		if len(c.messages) == 0 {
			c.gone = int64(n)
		} else {
			c.messages = append(c.messages, make([]*Message, n)...)
		}
	}
	s.queue.last += int64(n)
	s.queue.waiting = nil
}

// Adopt makes up files that the bot knows from before, by their ids: it can fetch them and send them again.
func (s *Sandbox) Adopt(ids ...string) {
	picture := s.files.makeUp()
	for _, id := range ids {
		of := &file{kind: kindOf(id), size: int64(len(picture)), data: picture}
		sum := sha256.Sum256([]byte(id))
		unique := "AQAD" + base64.RawURLEncoding.EncodeToString(sum[:9])
		of.sizes = []PhotoSize{{id, unique, 400, 300, len(picture)}}
		kept := &stored{of, unique, "old/" + id, picture, of.size}
		s.files.mu.Lock()
		s.files.byID[id], s.files.byPath[kept.path] = kept, kept
		s.files.mu.Unlock()
	}
}

func kindOf(id string) string {
	for kind, begins := range prefixes {
		if strings.HasPrefix(id, begins) {
			return kind
		}
	}
	return "document"
}
