package bot

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestWhatTheMessageRepliedToCarries(t *testing.T) {
	reply := func(markup string) string {
		return inGroup(`"text":"Коллеги, где это?","reply_to_message":{"message_id":3,"from":` + ours + `,"chat":` + group + `,"date":1760000000,"text":"…"` + comma(markup) + `}`)
	}
	buttons := func(data string) string {
		return `"reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"` + data + `"}]]}`
	}
	for name, c := range map[string]struct {
		update string
		carry  []string
	}{
		"a question":           {reply(""), nil},
		"one with buttons":     {reply(buttons("q:1.v:done")), []string{"q:1.v:done"}},
		"a card":               {reply(buttons("a:report.publish:1")), []string{"a:report.publish:1"}},
		"a link":               {reply(`"reply_markup":{"inline_keyboard":[[{"text":"x","url":"https://t.me/veche_bot"}]]}`), nil},
		"one without anything": {reply(`"reply_markup":{"inline_keyboard":[]}`), nil},
	} {
		in, err := translate(json.RawMessage(c.update), us, labelOf)
		if err != nil {
			t.Fatal(err)
		}
		if in.ReplyTo != 3 || !slices.Equal(in.Carries, c.carry) {
			t.Errorf("%s: the reply is to %d, which carries %v", name, in.ReplyTo, in.Carries)
		}
	}
}
