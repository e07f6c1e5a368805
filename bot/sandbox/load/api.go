package load

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// call answers a call of the bot as the Bot API does. What the residents do not wait for is simply fine.
func (t *town) call(method string, body []byte) []byte {
	switch method {
	case "getUpdates":
		return t.getUpdates(body)
	case "getMe":
		return []byte(`{"ok":true,"result":{"id":1000002,"is_bot":true,"first_name":"Veche","username":"veche_load_bot"}}`)
	case "sendMessage", "editMessageText":
		return t.message(body, method == "editMessageText")
	case "answerCallbackQuery":
		t.sends.Add(1)
		return yes
	}
	if strings.HasPrefix(method, "send") {
		t.fail(fmt.Errorf("the bot called %s, for which no resident asked", method))
	}
	return yes
}

var yes = []byte(`{"ok":true,"result":true}`)

// message is what the bot says, as far as it matters here.
type message struct {
	Chat   int64           `json:"chat_id"`
	ID     int64           `json:"message_id"`
	Text   json.RawMessage `json:"text"`
	Markup json.RawMessage `json:"reply_markup"`
	edit   bool
}

func (t *town) message(body []byte, edit bool) []byte {
	t.sends.Add(1)
	m := message{edit: edit}
	if err := json.Unmarshal(body, &m); err != nil {
		t.fail(fmt.Errorf("the bot sent a message that is no JSON: %w", err))
		return yes
	}
	if !edit {
		m.ID = t.messages.Add(1)
	}
	t.heard(m)
	return fmt.Appendf(nil, `{"ok":true,"result":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private"},"text":%s}}`,
		m.ID, time.Now().Unix(), m.Chat, m.Text)
}

// queue holds the updates that are not confirmed, in order.
type queue struct {
	updates []update
	last    int64
	filled  chan struct{} // one place: wakes the poll that waits
}

type update struct {
	id  int64
	raw []byte
}

const pollLimit = 100

func (t *town) getUpdates(body []byte) []byte {
	ask := struct {
		Offset  int64 `json:"offset"`
		Limit   int   `json:"limit"`
		Timeout int   `json:"timeout"`
	}{Limit: pollLimit}
	if err := json.Unmarshal(body, &ask); err != nil {
		t.fail(fmt.Errorf("the bot polled with what is no JSON: %w", err))
	}
	t.noticePoll()
	timeout := time.After(time.Duration(ask.Timeout) * time.Second)
	for {
		if batch := t.batch(ask.Offset, min(max(ask.Limit, 1), pollLimit)); batch != nil {
			return batch
		}
		select {
		case <-t.queue.filled:
		case <-timeout:
			return []byte(`{"ok":true,"result":[]}`)
		}
	}
}

// batch drops what is confirmed and joins what is there; nil when there is nothing.
func (t *town) batch(offset int64, limit int) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := &t.queue
	for len(q.updates) > 0 && q.updates[0].id < offset {
		q.updates = q.updates[1:]
	}
	if len(q.updates) == 0 {
		return nil
	}
	out := []byte(`{"ok":true,"result":[`)
	for i, u := range q.updates[:min(limit, len(q.updates))] {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, u.raw...)
	}
	return append(out, "]}"...)
}

// push makes an update available: its kind with the fields that the format gives.
func (q *queue) push(kind, format string, args ...any) {
	q.last++
	raw := fmt.Appendf(nil, `{"update_id":%d,%q:`, q.last, kind)
	raw = fmt.Appendf(raw, format, args...)
	q.updates = append(q.updates, update{q.last, append(raw, '}')})
	select {
	case q.filled <- struct{}{}:
	default: // it is awake already
	}
}
