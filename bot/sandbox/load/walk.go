package load

import (
	"bytes"
	"fmt"
	"regexp"
	"time"
)

// resident is somebody who files one report after the other.
type resident struct {
	id      int64
	step    step
	asked   time.Time // when the last act became available to the bot; zero when nothing is awaited
	last    message
	reports int
}

// step is what a resident expects to be asked next.
type step int

const (
	calm     step = iota // nothing: an earlier run may have left a draft
	district             // or, once, for consent
	category
	text
	photos
	place
	preview
	receipt
)

const (
	problem  = `На улице Ленина у дома 14 третью неделю не убирают двор: снег лежит до колена, к подъезду не пройти с коляской. Дворника не видели ни разу, в управляющей компании трубку не берут. Помогите, пожалуйста, хотя бы дорожку прочистить.`
	landmark = `улица Ленина, 14, вход со двора`
)

// answered tells whether a message is the answer that was awaited. When the report is sent, its card comes first
// and then the receipt.
func (r *resident) answered(m message) bool {
	return !r.asked.IsZero() && (r.step != receipt || !m.edit)
}

// next does what is to be done about the answer. The town's lock is held.
func (r *resident) next(t *town, m message) error {
	r.last, r.asked = m, time.Time{}
	if r.step == receipt {
		if err := r.noteReceipt(t, m); err != nil {
			return err
		}
	}
	if t.ending {
		return nil
	}
	return r.act(t, firstButton(m))
}

// act answers what the resident was asked: button is the first under the question.
func (r *resident) act(t *town, button []byte) error {
	at := r.step
	if at == district && bytes.HasSuffix(button, []byte(":yes")) { // consent, once
		r.press(t, button)
		return nil
	}
	r.step++
	switch {
	case at == calm:
		r.write(t, "/report")
	case at == receipt:
		r.step = district
		r.write(t, "/report")
	case at == text:
		r.write(t, problem)
	case at == place:
		r.write(t, landmark)
	case button != nil:
		r.press(t, button)
	case at == district: // the first time, when there is no home district to press
		r.write(t, t.District)
	default:
		return fmt.Errorf("nothing to press at step %d: %s", at, r.last.Text)
	}
	return nil
}

var number = regexp.MustCompile(`№ (\d+)`)

func (r *resident) noteReceipt(t *town, m message) error {
	found := number.FindSubmatch(m.Text)
	if found == nil {
		return fmt.Errorf("a receipt without a number: %s", m.Text)
	}
	if whose, twice := t.numbers[string(found[1])]; twice {
		return fmt.Errorf("report %s was confirmed to resident %d before", found[1], whose)
	}
	t.numbers[string(found[1])] = r.id
	r.reports++
	return nil
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
