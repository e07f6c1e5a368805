package load

import (
	"bytes"
	"fmt"
	"regexp"
	"time"
)

// Walk is what a resident does again and again: the part of a subject in the load. It
// begins with a command and ends with a receipt that tells the number of what was filed.
type Walk struct {
	Begin   string
	Answers []Answer
	Receipt *regexp.Regexp
}

// Answer is what a resident does about a question: they press the first button, where there
// is one, or write.
type Answer struct {
	Press bool
	Write string
}

// Reports is the walk of filing a report: where, what, in which words, no photos, the place,
// sent as it is. District is what residents write when they are asked where they live.
func Reports(district string) Walk {
	press := Answer{Press: true}
	return Walk{Begin: "/report", Answers: []Answer{{Press: true, Write: district}, press, {Write: problem}, press, {Write: landmark}, press},
		Receipt: regexp.MustCompile(`№ (\d+)`)}
}

// resident is somebody who walks one walk after the other.
type resident struct {
	id    int64
	at    int       // the question that comes next, from 1; 0: none, an earlier run may have left a draft
	asked time.Time // when the last act became available to the bot; zero when nothing is awaited
	last  message
	filed int
}

const (
	problem  = `На улице Ленина у дома 14 третью неделю не убирают двор: снег лежит до колена, к подъезду не пройти с коляской. Дворника не видели ни разу, в управляющей компании трубку не берут. Помогите, пожалуйста, хотя бы дорожку прочистить.`
	landmark = `улица Ленина, 14, вход со двора`
)

// done tells whether everything was answered, and a receipt is awaited.
func (r *resident) done(w Walk) bool { return r.at > len(w.Answers) }

// answered tells whether a message is the answer that was awaited. When something is filed, its
// card comes first and then the receipt.
func (r *resident) answered(w Walk, m message) bool {
	return !r.asked.IsZero() && (!r.done(w) || !m.edit)
}

// next does what is to be done about the answer. The town's lock is held.
func (r *resident) next(t *town, m message) error {
	r.last, r.asked = m, time.Time{}
	if r.done(t.Walk) {
		if err := r.noteReceipt(t, m); err != nil {
			return err
		}
		r.at = 0
	}
	if t.ending {
		return nil
	}
	return r.act(t, firstButton(m))
}

// act answers what the resident was asked: button is the first under the question.
func (r *resident) act(t *town, button []byte) error {
	if r.at == 0 {
		r.at = 1
		r.write(t, t.Walk.Begin)
		return nil
	}
	if r.at == 1 && bytes.HasSuffix(button, []byte(":yes")) { // consent, once
		r.press(t, button)
		return nil
	}
	answer := t.Walk.Answers[r.at-1]
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
	found := t.Walk.Receipt.FindSubmatch(m.Text)
	if found == nil {
		return fmt.Errorf("a receipt without a number: %s", m.Text)
	}
	if whose, twice := t.numbers[string(found[1])]; twice {
		return fmt.Errorf("number %s was confirmed to resident %d before", found[1], whose)
	}
	t.numbers[string(found[1])] = r.id
	r.filed++
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
