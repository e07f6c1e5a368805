package sandbox_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"veche/bot/sandbox"
)

// rows makes an inline keyboard of n buttons, one a row.
func rows(n int, button params) params {
	var all [][]params
	for range n {
		all = append(all, []params{button})
	}
	return params{"inline_keyboard": all}
}

// refusal is a call and the words that it is answered with; empty words mean that it goes through.
type refusal struct {
	method string
	p      params
	want   string
}

// cast is who and what the refusals are about.
type cast struct {
	blocked, silent, away, strange, kicked int64 // chats
	theirs, ours, keyed, place             int64 // messages in Anna's
}

func newCast(t *testing.T, s *sandbox.Sandbox, url string) (c cast) {
	t.Helper()
	s.Start(anna, "")
	c.blocked = s.AddPerson(sandbox.Person{FirstName: "Пётр"})
	s.Start(c.blocked, "")
	s.Block(c.blocked, true)
	c.silent = s.AddPerson(sandbox.Person{FirstName: "Ольга"})
	c.away = s.AddGroup(sandbox.Group{Title: "Чужая", Members: []int64{anna}, Bot: "member"})
	s.SetBotMember(c.away, "left")
	c.strange = s.AddGroup(sandbox.Group{Title: "Незнакомая", Members: []int64{anna}})
	c.kicked = s.AddGroup(sandbox.Group{Title: "Была", Members: []int64{anna}, Kind: "group", Bot: "member"})
	s.SetBotMember(c.kicked, "kicked")
	c.theirs = s.Text(anna, anna, "моё")
	c.ours = fine[sandbox.Message](t, url, "sendMessage", to(anna, params{"text": "наше"})).ID
	c.keyed = fine[sandbox.Message](t, url, "sendMessage", to(anna, params{"reply_markup": params{"keyboard": [][]string{{"Да"}}}})).ID
	c.place = fine[sandbox.Message](t, url, "sendLocation", params{"chat_id": anna, "latitude": 54.7, "longitude": 32}).ID
	return c
}

// to is a message to a chat, with more or other parameters.
func to(chat int64, more params) params {
	p := params{"chat_id": chat, "text": "x"}
	maps.Copy(p, more)
	return p
}

func data(n int) params { return rows(1, params{"text": "x", "callback_data": strings.Repeat("d", n)}) }

func (c cast) sends() []refusal {
	return []refusal{
		{"SENDmessage", to(anna, nil), ""},
		{"sendMessage", params{"text": "x"}, "Bad Request: chat_id is empty"},
		{"sendMessage", params{"chat_id": anna}, "Bad Request: message text is empty"},
		{"sendMessage", to(anna, params{"text": " \n\u200b"}), "Bad Request: text must be non-empty"},
		{"sendMessage", to(anna, params{"text": strings.Repeat("ж", 4096)}), ""},
		{"sendMessage", to(anna, params{"text": strings.Repeat("ж", 4097)}), "Bad Request: message is too long"},
		{"sendMessage", to(anna, params{"text": "<b>" + strings.Repeat("ж", 4096) + "</b>", "parse_mode": "HTML"}), ""},
		{"sendMessage", to(anna, params{"text": "<b>", "parse_mode": "HTML"}), "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""},
		{"sendMessage", to(anna, params{"parse_mode": "Wiki"}), "Bad Request: unsupported parse_mode"},
		{"sendMessage", to(99, nil), "Bad Request: chat not found"},
		{"sendMessage", to(c.blocked, nil), "Forbidden: bot was blocked by the user"},
		{"sendMessage", to(c.silent, nil), "Forbidden: bot can't initiate conversation with a user"},
		{"sendMessage", to(c.away, nil), "Forbidden: bot is not a member of the supergroup chat"},
		{"sendMessage", to(c.strange, nil), "Bad Request: chat not found"},
		{"sendMessage", to(c.kicked, nil), "Forbidden: bot was kicked from the group chat"},
		{"sendMessage", to(anna, params{"message_thread_id": 77}), "Bad Request: message thread not found"},
		{"sendMessage", to(anna, params{"reply_parameters": params{"message_id": 4444}}), "Bad Request: message to be replied not found"},
		{"sendMessage", to(anna, params{"reply_parameters": params{"message_id": 4444, "allow_sending_without_reply": true}}), ""},
		{"sendMessage", to(anna, params{"reply_markup": "x"}), "Bad Request: can't parse reply keyboard markup JSON object"},
		{"sendMessage", to(anna, params{"reply_markup": []int{1}}), "Bad Request: object expected as reply markup"},
		{"sendMessage", to(anna, params{"reply_markup": params{"inline_keyboard": []int{1}}}), "Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays"},
		{"sendMessage", to(anna, params{"reply_markup": rows(1, params{"text": "x"})}), "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"sendMessage", to(anna, params{"reply_markup": data(64)}), ""},
		{"sendMessage", to(anna, params{"reply_markup": data(65)}), "Bad Request: BUTTON_DATA_INVALID"},
		{"sendMessage", to(anna, params{"reply_markup": rows(100, params{"text": "x", "callback_data": "d"})}), ""},
		{"sendMessage", to(anna, params{"reply_markup": rows(101, params{"text": "x", "callback_data": "d"})}), "Bad Request: reply markup is too long"},
		{"sendMessage", to(anna, params{"reply_markup": rows(1, params{"text": "x", "url": "nowhere"})}), "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"},
	}
}

func (c cast) edits() []refusal {
	return []refusal{
		{"editMessageText", to(anna, params{"message_id": c.ours, "text": "наше"}), "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{"editMessageText", to(anna, params{"message_id": c.ours, "text": "<b>наше</b>", "parse_mode": "HTML"}), ""},
		{"editMessageText", to(anna, params{"message_id": c.ours, "text": strings.Repeat("x", 4097)}), "Bad Request: MESSAGE_TOO_LONG"},
		{"editMessageText", to(anna, params{"message_id": c.theirs}), "Bad Request: message can't be edited"},
		{"editMessageText", to(anna, params{"message_id": c.keyed}), "Bad Request: message can't be edited"},
		{"editMessageText", to(anna, params{"message_id": c.place}), "Bad Request: there is no text in the message to edit"},
		{"editMessageText", to(anna, params{"message_id": 4444}), "Bad Request: message to edit not found"},
		{"editMessageText", to(anna, nil), "Bad Request: message identifier is not specified"},
		{"editMessageCaption", params{"chat_id": anna, "message_id": c.ours, "caption": "x"}, "Bad Request: there is no caption in the message to edit"},
		{"editMessageMedia", params{"chat_id": anna, "message_id": c.ours}, "Bad Request: there is no media in the request"},
		{"editMessageMedia", params{"chat_id": anna, "message_id": c.ours, "media": params{"type": "photo", "media": "nothing"}}, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"deleteMessage", params{"chat_id": anna, "message_id": 4444}, "Bad Request: message to delete not found"},
		{"deleteMessages", params{"chat_id": anna, "message_ids": []int{4444, 4445}}, ""},
	}
}

func (c cast) others() []refusal {
	return []refusal{
		{"nonsense", nil, "Not Found: method not found"},
		{"sendPhoto", params{"chat_id": anna}, "Bad Request: there is no photo in the request"},
		{"sendPhoto", params{"chat_id": anna, "photo": "rubbish"}, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"sendMediaGroup", params{"chat_id": anna, "media": make([]params, 11)}, "Bad Request: too many messages to send as an album"},
		{"sendLocation", params{"chat_id": anna, "latitude": 91, "longitude": 0}, "Bad Request: wrong location specified"},
		{"copyMessage", params{"chat_id": anna, "from_chat_id": anna, "message_id": 4444}, "Bad Request: message to copy not found"},
		{"forwardMessage", params{"chat_id": anna, "from_chat_id": anna, "message_id": 4444}, "Bad Request: message to forward not found"},
		{"setMessageReaction", params{"chat_id": anna, "message_id": c.theirs, "reaction": []params{{"type": "emoji", "emoji": "🐌"}}}, "Bad Request: REACTION_INVALID"},
		{"setMessageReaction", params{"chat_id": anna, "message_id": c.theirs, "reaction": []params{{"type": "emoji", "emoji": "👍"}}}, ""},
		{"sendChatAction", params{"chat_id": anna, "action": "dancing"}, "Bad Request: wrong parameter action in request"},
		{"setMyCommands", params{"commands": []params{{"command": strings.Repeat("x", 33), "description": "d"}}}, "Bad Request: command length must not exceed 32"},
		{"setMyCommands", params{"commands": []params{{"command": "Да", "description": "d"}}}, "Bad Request: BOT_COMMAND_INVALID"},
		{"createForumTopic", params{"chat_id": anna, "name": "x"}, "Bad Request: the chat is not a forum"},
		{"getFile", params{"file_id": "rubbish"}, "Bad Request: invalid file_id"},
		{"answerCallbackQuery", params{"callback_query_id": "1", "text": strings.Repeat("x", 201)}, "Bad Request: MESSAGE_TOO_LONG"},
	}
}

func TestRefusalsAreWordedAsTelegrams(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	c := newCast(t, s, url)
	for _, r := range slices.Concat(c.sends(), c.edits(), c.others()) {
		if got := call(t, url, r.method, r.p); got.Description != r.want || got.OK != (r.want == "") {
			t.Errorf("%s %.120v:\n got %q\nwant %q", r.method, r.p, got.Description, r.want)
		}
	}
}

func TestOnlyFaultyRequestsAreProblems(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	call(t, url, "sendMessage", params{"chat_id": anna, "text": "x"}) // 403: not the bot's fault
	call(t, url, "sendMessage", params{"chat_id": 99, "text": "x"})
	if p := s.Problems(); len(p) != 0 {
		t.Fatalf("problems: %v", p)
	}
	call(t, url, "sendMessage", params{"chat_id": anna})
	calls := s.Calls(0)
	if p := s.Problems(); len(p) != 1 || p[0].Method != "sendMessage" || p[0].N != calls[len(calls)-1].N {
		t.Errorf("problems: %v", p)
	}
}

func TestRatesOnRequest(t *testing.T) {
	s, _, url := box(t, sandbox.Options{Rates: true})
	s.Start(anna, "")
	for range 20 {
		r := call(t, url, "sendMessage", params{"chat_id": anna, "text": "x"})
		if r.Code == 429 {
			if r.Parameters.RetryAfter < 1 {
				t.Errorf("retry_after is %d", r.Parameters.RetryAfter)
			}
			return
		}
	}
	t.Error("twenty messages at once went through")
}
