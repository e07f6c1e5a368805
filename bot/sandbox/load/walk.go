package load

import (
	"bytes"
	"fmt"
	"time"

	"veche/flows/play"
)

// resident is somebody who walks one walk after the other.
type resident struct {
	id    int64
	walk  int       // of the load's walks
	at    int       // the question that comes next, from 1; 0: none, an earlier run may have left a draft
	asked time.Time // when the last act became available to the bot; zero when nothing is awaited
	last  message
	filed int
}

// receipt is the number that was given to what was filed on a walk.
type receipt struct {
	walk   int
	number string
}

// done tells whether everything was answered, and a receipt is awaited.
func (r *resident) done(w play.Walk) bool { return r.at > len(w.Answers) }

// answered tells whether a message is the answer that was awaited. When something is filed, its
// card comes first and then the receipt.
func (r *resident) answered(w play.Walk, m message) bool {
	return !r.asked.IsZero() && (!r.done(w) || !m.edit)
}

// next does what is to be done about the answer. The town's lock is held.
func (r *resident) next(t *town, m message) error {
	r.last, r.asked = m, time.Time{}
	if r.done(t.Walks[r.walk]) {
		if err := r.noteReceipt(t, m); err != nil {
			return err
		}
		r.at, r.walk = 0, (r.walk+1)%len(t.Walks)
	}
	if t.ending {
		return nil
	}
	return r.act(t, firstButton(m))
}

// act answers what the resident was asked: button is the first under the question.
func (r *resident) act(t *town, button []byte) error {
	if r.at == 0 {
		if throw := leaving(r.last); throw != nil { // the draft of an earlier run
			r.press(t, throw)
			return nil
		}
		r.at = 1
		r.write(t, t.Walks[r.walk].Begin)
		return nil
	}
	if r.at == 1 && bytes.HasSuffix(button, []byte(":yes")) { // consent, once
		r.press(t, button)
		return nil
	}
	answer := t.Walks[r.walk].Answers[r.at-1]
	r.at++
	switch {
	case answer.Press && button != nil:
		r.press(t, button)
	case answer.Write != "":
		r.write(t, answer.Write)
	default:
		return fmt.Errorf("nothing to press at question %d: %s", r.at-1, r.last.Text)
	}
	return nil
}

func (r *resident) noteReceipt(t *town, m message) error {
	found := t.Walks[r.walk].Receipt.FindSubmatch(m.Text)
	if found == nil {
		return fmt.Errorf("a receipt without a number: %s", m.Text)
	}
	is := receipt{r.walk, string(found[1])}
	if whose, twice := t.numbers[is]; twice {
		return fmt.Errorf("number %s was confirmed to resident %d before", is.number, whose)
	}
	t.numbers[is] = r.id
	r.filed++
	return nil
}

// leaving is the data of the button that throws a draft away, nil if a message has none.
func leaving(m message) []byte {
	before, _, ok := bytes.Cut(m.Markup, []byte(`:throw"`))
	at := bytes.LastIndexByte(before, '"')
	if !ok || at < 0 {
		return nil
	}
	return append(bytes.Clone(before[at+1:]), ":throw"...)
}

// firstButton is the data of the first button under a message, nil if it has none. A button is plain ASCII.
func firstButton(m message) []byte {
	_, rest, ok := bytes.Cut(m.Markup, []byte(`"callback_data":"`))
	end := bytes.IndexByte(rest, '"')
	if !ok || end < 0 {
		return nil
	}
	return rest[:end]
}

const from = `"from":{"id":%[1]d,"is_bot":false,"first_name":"Анна","username":"anna_%[1]d","language_code":"ru"}`
const chat = `"chat":{"id":%[1]d,"first_name":"Анна","username":"anna_%[1]d","type":"private"}`

func (r *resident) write(t *town, words string) {
	entities := ""
	if words[0] == '/' {
		entities = fmt.Sprintf(`,"entities":[{"offset":0,"length":%d,"type":"bot_command"}]`, len(words))
	}
	r.asked = time.Now()
	t.queue.push("message", `{"message_id":%[2]d,`+from+`,`+chat+`,"date":%[3]d,"text":%[4]q%[5]s}`,
		r.id, t.messages.Add(1), r.asked.Unix(), words, entities)
}

// press sends what Telegram sends: the whole message comes along with the button.
func (r *resident) press(t *town, data []byte) {
	r.asked = time.Now()
	t.queue.push("callback_query", `{"id":"%[2]d",`+from+`,"chat_instance":"-1","data":"%[3]s",`+
		`"message":{"message_id":%[4]d,"from":{"id":1000002,"is_bot":true,"first_name":"Veche","username":"veche_load_bot"},`+chat+
		`,"date":%[5]d,"text":%[6]s,"reply_markup":%[7]s}}`,
		r.id, r.asked.UnixNano(), data, r.last.ID, r.asked.Unix(), r.last.Text, r.last.Markup)
}
