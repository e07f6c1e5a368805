package bot

import (
	"encoding/json"
	"testing"
)

// A moderator who was asked for a reason talks about another card: that is no reason.
func TestAReplyToACardIsNoAnswer(t *testing.T) {
	reply := func(markup string) string {
		return inGroup(`"text":"Коллеги, где это?","reply_to_message":{"message_id":3,"from":` + ours + `,"chat":` + group + `,"date":1760000000,"text":"…"` + comma(markup) + `}`)
	}
	buttons := func(data string) string {
		return `"reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"` + data + `"}]]}`
	}
	for name, c := range map[string]struct {
		update string
		card   bool
	}{
		"a question":           {reply(""), false},
		"one with buttons":     {reply(buttons("q:1.v:done")), false},
		"a card":               {reply(buttons("a:report.publish:1")), true},
		"a link":               {reply(`"reply_markup":{"inline_keyboard":[[{"text":"x","url":"https://t.me/veche_bot"}]]}`), false},
		"one without anything": {reply(`"reply_markup":{"inline_keyboard":[]}`), false},
	} {
		in, err := translate(json.RawMessage(c.update), us, labelOf)
		if err != nil {
			t.Fatal(err)
		}
		if in.ReplyTo != 3 || in.Card != c.card {
			t.Errorf("%s: the reply is to %d, a card: %v", name, in.ReplyTo, in.Card)
		}
	}
}
