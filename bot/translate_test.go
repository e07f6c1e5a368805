package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"veche/flows"
	"veche/flows/civic"
)

var us = identity{ID: 700, Username: "veche_bot"}

func labelOf(text string) string {
	return map[string]string{"Назад": "key.back", "Back": "key.back"}[text]
}

const (
	anna  = `{"id":42,"is_bot":false,"first_name":"Анна","language_code":"ru"}`
	ours  = `{"id":700,"is_bot":true,"first_name":"Вече","username":"veche_bot"}`
	group = `{"id":-1001234,"title":"Модераторы","type":"supergroup","is_forum":true}`
)

// private is a message of Anna to the bot, inGroup one in a group, with these fields.
func private(fields string) string {
	return `{"update_id":900,"message":{"message_id":5,"from":` + anna +
		`,"chat":{"id":42,"first_name":"Анна","type":"private"},"date":1760000000` + comma(fields) + `}}`
}

func inGroup(fields string) string {
	return `{"update_id":901,"message":{"message_id":6,"from":` + anna + `,"chat":` + group + `,"date":1760000000` + comma(fields) + `}}`
}

// unsigned is a message in a group that names its sender itself.
func unsigned(fields string) string {
	return `{"update_id":902,"message":{"message_id":6,"chat":` + group + `,"date":1760000000` + comma(fields) + `}}`
}

func edited(update string) string {
	return strings.Replace(update, `"message":{`, `"edited_message":{`, 1)
}

func comma(fields string) string {
	if fields == "" {
		return ""
	}
	return "," + fields
}

func textCommand(text string, length string) string {
	return `"text":"` + text + `","entities":[{"type":"bot_command","offset":0,"length":` + length + `}]`
}

// fromAnna is what her private messages have in common, inTheGroup her others.
func fromAnna(in flows.Input) flows.Input {
	in.At, in.Chat, in.Person, in.Message, in.Language = time.Unix(1760000000, 0).UTC(), 42, 42, 5, "ru"
	return in
}

func inTheGroup(in flows.Input) flows.Input {
	in.At, in.Chat, in.Person, in.Message, in.Language = time.Unix(1760000000, 0).UTC(), -1001234, 42, 6, "ru"
	in.Group, in.Title = true, "Модераторы"
	return in
}

func nobody(in flows.Input) flows.Input {
	in = inTheGroup(in)
	in.Person, in.Language, in.Nobody = 0, "", true
	return in
}

func pressed(message string) string {
	return `{"update_id":903,"callback_query":{"id":"4382","from":` + anna + `,"chat_instance":"1","data":"a:report.take:128"` + comma(message) + `}}`
}

func membership(chat, from, status string) string {
	return `{"update_id":904,"my_chat_member":{"chat":` + chat + `,"from":` + from + `,"date":1760000000,` +
		`"old_chat_member":{"user":` + ours + `,"status":"left"},"new_chat_member":{"user":` + ours + `,` + status + `}}}`
}

type translation struct {
	name, update string
	want         flows.Input
}

func translations() []translation {
	var all []translation
	for _, part := range [][]translation{wordCases(), contentCases(), senderCases(), chatCases(), pressCases()} {
		all = append(all, part...)
	}
	return all
}

func wordCases() []translation {
	return []translation{
		{"words", private(`"text":"Яма на Ленина"`), fromAnna(flows.Input{Kind: flows.Text, Text: "Яма на Ленина"})},
		{"a button under the field", private(`"text":"Назад"`), fromAnna(flows.Input{Kind: flows.Text, Text: "Назад", Label: "key.back"})},
		{"the same words in a group", inGroup(`"text":"Назад"`), inTheGroup(flows.Input{Kind: flows.Text, Text: "Назад"})},
		{"words changed into those of a button", edited(private(`"text":"Назад","edit_date":1760000009`)),
			fromAnna(flows.Input{Kind: flows.Text, Text: "Назад", Edited: true})},
		{"a command", private(textCommand("/start", "6")), fromAnna(flows.Input{Kind: flows.Command, Command: "start"})},
		{"a command in capitals", private(textCommand("/HELP", "5")), fromAnna(flows.Input{Kind: flows.Command, Command: "help"})},
		{"a deep link", private(textCommand("/start  i-Ab_9 ", "6")), fromAnna(flows.Input{Kind: flows.Command, Command: "start", Payload: "i-Ab_9"})},
		{"a long payload", private(textCommand("/start "+strings.Repeat("я", 70), "6")),
			fromAnna(flows.Input{Kind: flows.Command, Command: "start", Payload: strings.Repeat("я", 64)})},
		{"a command to us by name", inGroup(textCommand("/help@Veche_Bot моё", "15")),
			inTheGroup(flows.Input{Kind: flows.Command, Command: "help", Payload: "моё", Addressed: true})},
		{"a command to nobody in particular", inGroup(textCommand("/help", "5")), inTheGroup(flows.Input{Kind: flows.Command, Command: "help"})},
		{"a command to another bot", inGroup(textCommand("/help@other_bot", "15")), flows.Input{}},
		{"a command that is not at the beginning", private(`"text":"👍 /start","entities":[{"type":"bot_command","offset":3,"length":6}]`),
			fromAnna(flows.Input{Kind: flows.Text, Text: "👍 /start"})},
		{"a command longer than its text", private(textCommand("/start", "60")), fromAnna(flows.Input{Kind: flows.Text, Text: "/start"})},
		{"a slash that is no command", private(`"text":"/ 5 м от дома"`), fromAnna(flows.Input{Kind: flows.Text, Text: "/ 5 м от дома"})},
		{"an answer to us", inGroup(`"text":"Повтор","reply_to_message":{"message_id":3,"from":` + ours + `,"chat":` + group + `,"date":1,"text":"Почему?"}`),
			inTheGroup(flows.Input{Kind: flows.Text, Text: "Повтор", ReplyTo: 3})},
		{"an answer to a neighbour", inGroup(`"text":"Да","reply_to_message":{"message_id":3,"from":` + anna + `,"chat":` + group + `,"date":1,"text":"Идёшь?"}`),
			inTheGroup(flows.Input{Kind: flows.Text, Text: "Да"})},
		{"in a topic that we made", inGroup(`"text":"Да","is_topic_message":true,"message_thread_id":17,"reply_to_message":{"message_id":17,"from":` + ours +
			`,"chat":` + group + `,"date":1,"forum_topic_created":{"name":"Рославль","icon_color":1}}`),
			inTheGroup(flows.Input{Kind: flows.Text, Text: "Да", Thread: 17})},
		{"an answer outside topics", inGroup(`"text":"Да","message_thread_id":3`), inTheGroup(flows.Input{Kind: flows.Text, Text: "Да"})},
		{"forwarded words", private(`"text":"Важно","forward_origin":{"type":"hidden_user","date":1,"sender_user_name":"Пётр"}`),
			fromAnna(flows.Input{Kind: flows.Text, Text: "Важно", Forwarded: true})},
	}
}

func contentCases() []translation {
	other := func(what string) flows.Input { return fromAnna(flows.Input{Kind: flows.Other, What: what}) }
	file := `"file_id":"F","file_unique_id":"u"`
	cases := []translation{
		{"a photo of an album", private(`"media_group_id":"77","caption":"вот","photo":[{"file_id":"S","file_unique_id":"s","width":90,"height":67},` +
			`{"file_id":"L","file_unique_id":"l","width":1280,"height":960},{"file_id":"M","file_unique_id":"m","width":320,"height":240}]`),
			fromAnna(flows.Input{Kind: flows.Photo, Photo: civic.Photo{ID: "L", Unique: "l"}, Album: "77", Text: "вот"})},
		{"a place", private(`"location":{"latitude":54.78,"longitude":32.04}`), fromAnna(flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 54.78, Lon: 32.04}})},
		{"a place with a name", private(`"location":{"latitude":54.78,"longitude":32.04},"venue":{"location":{"latitude":54.78,"longitude":32.04},"title":"Парк","address":"Ленина"}`),
			fromAnna(flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 54.78, Lon: 32.04}})},
		{"a place that will move", private(`"location":{"latitude":54.78,"longitude":32.04,"live_period":900}`),
			fromAnna(flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 54.78, Lon: 32.04}})},
		{"a place that moved on", edited(private(`"location":{"latitude":54.79,"longitude":32.05,"live_period":900}`)), flows.Input{}},
		{"a picture sent as a file", private(`"caption":"яма","document":{` + file + `,"mime_type":"image/png"}`),
			fromAnna(flows.Input{Kind: flows.Other, What: "image_file", Text: "яма"})},
		{"a moving picture, which is marked as a file too", private(`"animation":{` + file + `,"width":1,"height":1,"duration":1},"document":{` + file + `}`), other("animation")},
		{"something newer than we are", private(`"hologram":{"depth":3}`), other("unknown")},
		{"the same in a group", inGroup(`"hologram":{"depth":3}`), flows.Input{}},
	}
	for what, field := range map[string]string{
		"sticker":    `"sticker":{` + file + `,"type":"regular","width":512,"height":512,"emoji":"👍"}`,
		"video":      `"video":{` + file + `,"width":1,"height":1,"duration":3}`,
		"video_note": `"video_note":{` + file + `,"length":1,"duration":3}`,
		"audio":      `"audio":{` + file + `,"duration":3}`,
		"document":   `"document":{` + file + `,"mime_type":"application/pdf","file_size":31457280}`,
		"contact":    `"contact":{"phone_number":"+70000000000","first_name":"Пётр"}`,
		"poll":       `"poll":{"id":"1","question":"?","options":[],"type":"regular"}`,
		"dice":       `"dice":{"emoji":"🎲","value":4}`,
		"story":      `"story":{"id":1,"chat":{"id":43,"type":"private"}}`,
		"paid_media": `"paid_media":{"star_count":1,"paid_media":[{"type":"preview"}]}`,
		"checklist":  `"checklist":{"title":"Дела","tasks":[]}`,
		"game":       `"game":{"title":"Г","description":"","photo":[]}`,
		"invoice":    `"invoice":{"title":"Счёт","description":"","start_parameter":"","currency":"RUB","total_amount":1}`,
		"giveaway":   `"giveaway":{"chats":[],"winners_selection_date":1,"winner_count":1}`,
	} {
		cases = append(cases, translation{what, private(field), other(what)})
	}
	voice := other("voice")
	voice.Voice, voice.Length = "F", 3*time.Second
	return append(cases, translation{"voice", private(`"voice":{` + file + `,"duration":3}`), voice})
}

func senderCases() []translation {
	hidden := `"from":{"id":1087968824,"is_bot":true,"first_name":"Group","username":"GroupAnonymousBot"},"sender_chat":` + group
	return []translation{
		{"an administrator who hides", unsigned(hidden + `,"text":"Да"`), nobody(flows.Input{Kind: flows.Text, Text: "Да"})},
		{"a command of one", unsigned(hidden + "," + textCommand("/bind", "5")), nobody(flows.Input{Kind: flows.Command, Command: "bind"})},
		{"a channel that writes in a group", unsigned(`"from":{"id":136817688,"is_bot":true,"first_name":"Channel"},"sender_chat":{"id":-1009,"type":"channel"},"text":"Да"`),
			nobody(flows.Input{Kind: flows.Text, Text: "Да"})},
		{"the post of the group's channel", unsigned(`"from":{"id":777000,"is_bot":false,"first_name":"Telegram"},"sender_chat":{"id":-1009,"type":"channel"},` +
			`"is_automatic_forward":true,"text":"Новости"`), flows.Input{}},
		{"another bot", unsigned(`"from":{"id":701,"is_bot":true,"first_name":"Бот"},"text":"Да"`), flows.Input{}},
		{"ourselves", unsigned(`"from":` + ours + `,"text":"Да"`), flows.Input{}},
		{"no sender at all", unsigned(`"text":"Да"`), flows.Input{}},
		{"a post in a channel", `{"update_id":1,"channel_post":{"message_id":1,"chat":{"id":-1009,"type":"channel"},"date":1,"text":"Да"}}`, flows.Input{}},
		{"a message in a channel", `{"update_id":1,"message":{"message_id":1,"from":` + anna + `,"chat":{"id":-1009,"type":"channel"},"date":1,"text":"Да"}}`, flows.Input{}},
	}
}

func chatCases() []translation {
	moved := flows.Input{Kind: flows.Migrated, At: time.Unix(1760000000, 0).UTC(), Chat: -55, NewChat: -1001234, Group: true}
	joined := flows.Input{Kind: flows.Membership, At: time.Unix(1760000000, 0).UTC(), Chat: -1001234, Group: true, Title: "Модераторы", Person: 42, Language: "ru", Member: true}
	removed, byBot := joined, joined
	removed.Member = false
	byBot.Person, byBot.Language, byBot.Nobody = 0, "", true
	blocked := flows.Input{Kind: flows.Membership, At: joined.At, Chat: 42, Person: 42, Language: "ru"}
	back := blocked
	back.Member = true
	channel := `{"id":-1009,"type":"channel","title":"К"}`
	silent := flows.Input{Kind: flows.Membership, At: joined.At, Chat: -1009, Channel: true, Title: "К", Person: 42, Language: "ru"}
	posts := silent
	posts.Member = true
	chat := `{"id":42,"first_name":"Анна","type":"private"}`
	cases := []translation{
		{"a group that moved", `{"update_id":1,"message":{"message_id":9,"from":` + anna + `,"chat":{"id":-55,"title":"М","type":"group"},"date":1760000000,"migrate_to_chat_id":-1001234}}`, moved},
		{"the group that it became", unsigned(`"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"migrate_from_chat_id":-55`), moved},
		{"we were added", membership(group, anna, `"status":"member"`), joined},
		{"we may speak but are not in", membership(group, anna, `"status":"restricted","is_member":false,"until_date":0`), removed},
		{"we were removed", membership(group, anna, `"status":"kicked","until_date":0`), removed},
		{"we were added by a bot", membership(group, `{"id":701,"is_bot":true,"first_name":"Бот"}`, `"status":"administrator"`), byBot},
		{"a person blocked us", membership(chat, anna, `"status":"kicked","until_date":0`), blocked},
		{"a person came back", membership(chat, anna, `"status":"member"`), back},
		{"we may post in a channel", membership(channel, anna, `"status":"administrator","can_post_messages":true`), posts},
		{"we may not post in it", membership(channel, anna, `"status":"administrator"`), silent},
		{"a channel put us out", membership(channel, anna, `"status":"kicked","until_date":0`), silent},
		{"the end of a call", inGroup(`"video_chat_ended":{"duration":1}`), flows.Input{}},
		{"something that we did not ask for", `{"update_id":1,"poll":{"id":"1","question":"?","options":[],"type":"regular"}}`, flows.Input{}},
		{"nothing at all", `{"update_id":1}`, flows.Input{}},
		{"somebody's pin in private", private(`"pinned_message":{"message_id":1,"chat":` + chat + `,"date":0}`), flows.Input{}},
	}
	for _, note := range []string{
		`"new_chat_members":[` + anna + `]`, `"left_chat_member":` + anna, `"new_chat_title":"Новое"`, `"delete_chat_photo":true`,
		`"forum_topic_created":{"name":"Т","icon_color":1}`, `"forum_topic_closed":{}`,
		`"group_chat_created":true`, `"message_auto_delete_timer_changed":{"message_auto_delete_time":86400}`,
		`"boost_added":{"boost_count":1}`, `"users_shared":{"request_id":1,"users":[]}`,
	} {
		cases = append(cases, translation{"a note: " + note[:20], inGroup(note), flows.Input{}},
			translation{"in private: " + note[:20], private(note), flows.Input{}})
	}
	return cases
}

func pressCases() []translation {
	card := flows.Input{Kind: flows.Press, Chat: -1001234, Group: true, Title: "Модераторы", Person: 42, Language: "ru", Message: 8, Data: "a:report.take:128", Query: "4382"}
	inTopic := card
	inTopic.Thread = 17
	unnamed := flows.Input{Query: "4382"}
	return []translation{
		{"a button", pressed(`"message":{"message_id":8,"from":` + ours + `,"chat":` + group + `,"date":1760000000,"text":"№ 128"}`), card},
		{"a button in a topic", pressed(`"message":{"message_id":8,"from":` + ours + `,"chat":` + group + `,"date":1,"is_topic_message":true,"message_thread_id":17,"text":"№ 128"}`), inTopic},
		{"a button of a message long gone", pressed(`"message":{"message_id":8,"chat":` + group + `,"date":0}`), card},
		{"a button under what is newer than the library", pressed(`"message":{"message_id":8,"chat":` + group +
			`,"date":1,"paid_media":{"star_count":1,"paid_media":[{"type":"live_photo"}]}}`), card},
		{"a button without a message", pressed(`"inline_message_id":"x"`), unnamed},
		{"a button without a message, said so", pressed(`"message":null`), unnamed},
		{"a button pressed by a bot", strings.Replace(pressed(`"message":{"message_id":8,"chat":`+group+`,"date":0}`), `"is_bot":false`, `"is_bot":true`, 1), unnamed},
	}
}

func TestTranslate(t *testing.T) {
	for _, c := range translations() {
		t.Run(c.name, func(t *testing.T) {
			got, err := translate(json.RawMessage(c.update), us, labelOf)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n-want +got\n%s", c.update, diff)
			}
		})
	}
}

// What cannot be read still says whom to apologise to.
func TestSenderOfWhatCannotBeRead(t *testing.T) {
	newer := `"paid_media":{"star_count":1,"paid_media":[{"type":"live_photo"}]}`
	for _, c := range []struct {
		name, update string
		person, chat int64
	}{
		{"a message", private(newer), 42, 42},
		{"in a group", inGroup(newer), 42, -1001234},
		{"an edit", edited(private(newer)), 42, 42},
		{"a press", pressed(`"message":{"message_id":"8","chat":` + group + `,"date":1}`), 42, -1001234},
		{"a membership", membership(group, anna, `"status":"ghost"`), 42, -1001234},
		{"of the wrong types", `{"update_id":"x","message":{"text":7,"date":"now","from":` + anna + `,"chat":{"id":42,"type":1}}}`, 42, 42},
		{"of a bot", strings.Replace(private(newer), `"is_bot":false`, `"is_bot":true`, 1), 0, 0},
		{"of nobody", unsigned(newer), 0, 0},
		{"no JSON", `{"message":`, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := translate(json.RawMessage(c.update), us, labelOf); err == nil {
				t.Errorf("it could be read: %s", c.update)
			}
			if person, chat := whoSent(json.RawMessage(c.update)); int64(person) != c.person || int64(chat) != c.chat {
				t.Errorf("from %d in %d, want %d in %d", person, chat, c.person, c.chat)
			}
		})
	}
}

func FuzzTranslate(f *testing.F) {
	for _, c := range translations() {
		f.Add([]byte(c.update))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		whoSent(raw)
		in, err := translate(raw, us, labelOf)
		if err != nil {
			return
		}
		holds := func(ok bool, what string) {
			if !ok {
				t.Errorf("%s: %+v", what, in)
			}
		}
		switch in.Kind {
		case flows.Nothing:
			holds(in.Person == 0 && in.Chat == 0 && in.Text == "", "nothing carries nothing but a query")
		case flows.Migrated:
			holds(in.Chat < 0 && in.NewChat < 0, "groups move to groups")
		default:
			holds((in.Person > 0) != in.Nobody, "it is a person or nobody")
			holds((in.Group || in.Channel) == (in.Chat < 0) && in.Chat != 0, "the chat is a group, a channel or private")
			holds(in.Group || in.Channel || in.Title == "", "only groups and channels have titles")
			holds(!in.Channel || in.Kind == flows.Membership, "of a channel we hear only whether we are in")
		}
		holds((in.Kind == flows.Command) == (in.Command != ""), "commands and nothing else have a name")
		holds(in.Command == strings.ToLower(in.Command) && len([]rune(in.Payload)) <= maxPayload, "commands are cut")
		holds(in.Kind == flows.Press || in.Data == "", "data comes from presses")
		holds(in.Kind == flows.Text || in.Label == "", "labels come from words")
		holds(in.Kind == flows.Press || in.Kind == flows.Nothing || in.Query == "", "only presses are answered")
		holds((in.Kind == flows.Other) == (in.What != ""), "other content has a name")
	})
}
