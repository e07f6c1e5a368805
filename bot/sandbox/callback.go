package sandbox

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// answerLife is how long a press can be answered. Telegram publishes no figure; about 15 s is what is seen.
const answerLife = 15 * time.Second

// Notice is what a person sees in answer to a press.
type Notice struct {
	As    int64  `json:"as"`
	Chat  int64  `json:"chat"`
	Text  string `json:"text"`
	Alert bool   `json:"alert"`
	URL   string `json:"url"`
}

type query struct {
	from, chat int64
	at         time.Time
}

type callbackQuery struct {
	ID           string `json:"id"`
	From         *User  `json:"from"`
	Message      any    `json:"message,omitempty"`
	ChatInstance string `json:"chat_instance"`
	Data         string `json:"data"`
}

// inaccessible stands for a message that is gone; its date is always 0.
type inaccessible struct {
	Chat Chat  `json:"chat"`
	ID   int64 `json:"message_id"`
	Date int64 `json:"date"`
}

func (s *Sandbox) press(as *Person, c *chat, message int64, data string) string {
	s.lastID++
	id := strconv.FormatInt(as.ID<<20+s.lastID, 10)
	now := s.clock.Now()
	s.forget(now)
	s.queries[id] = &query{from: as.ID, chat: c.id, at: now}
	var m any = inaccessible{Chat: s.wire(c), ID: message}
	if live := c.message(message); live != nil {
		m = live
	}
	if c.hears() {
		s.queue.add("callback_query", c.id, now, callbackQuery{
			ID: id, From: as.user(), Message: m, ChatInstance: strconv.FormatInt(c.id*7919, 10), Data: data,
		})
	}
	s.tell("call", c.id)
	return id
}

// forget drops presses that were never answered, when there are many.
func (s *Sandbox) forget(now time.Time) {
	if len(s.queries) < s.forgetAt {
		return
	}
	for id, q := range s.queries {
		if now.Sub(q.at) > answerLife {
			delete(s.queries, id)
		}
	}
	s.forgetAt = max(10_000, 2*len(s.queries))
}

func answerCallbackQuery(s *Sandbox, q *request) (any, error) {
	text := q.params["text"]
	if utf8.RuneCountInString(text) > maxNotice {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := q.params["callback_query_id"]
	asked := s.queries[id]
	if asked == nil || s.clock.Now().Sub(asked.at) > answerLife {
		return nil, refuse("query is too old and response timeout expired or query ID is invalid")
	}
	delete(s.queries, id)
	n := Notice{As: asked.from, Chat: asked.chat, Text: text, Alert: q.flag("show_alert"), URL: q.params["url"]}
	s.notices = append(s.notices, n)
	if len(s.notices) > 5000 {
		s.notices = append([]Notice(nil), s.notices[2500:]...)
	}
	s.tellNotice(n)
	return true, nil
}

// Notices lists the answers to a person's presses, oldest first, those without words too; of all people's answers
// the newest few thousand are kept.
func (s *Sandbox) Notices(person int64) []Notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Notice
	for _, n := range s.notices {
		if n.As == person {
			all = append(all, n)
		}
	}
	return all
}
