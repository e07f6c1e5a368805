package sandbox_test

import (
	"slices"
	"testing"

	"veche/bot/sandbox"
)

func TestPrivacyModeInGroups(t *testing.T) {
	s, _, url := box(t, sandbox.Options{Username: "veche_bot"})
	group := s.AddGroup(sandbox.Group{Title: "Модераторы", Members: []int64{anna}, Bot: "member"})
	ours := fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": group, "text": "карточка"}).ID
	say := func(text string, replyTo int64) {
		s.Send(sandbox.Post{As: anna, Chat: group, Text: text, ReplyTo: replyTo})
	}
	heard := func() []string {
		var texts []string
		for _, u := range news(t, url) {
			if u.Message != nil && u.Message.Text != "" {
				texts = append(texts, u.Message.Text)
			}
		}
		return texts
	}
	chatter := func() {
		say("болтовня", 0)
		say("/status", 0)
		say("/status@other_bot", 0)
		say("эй /status@veche_bot", 0)
		say("что скажешь, @veche_bot?", 0)
		say("в ответ", ours)
	}
	chatter()
	want := []string{"/status", "эй /status@veche_bot", "что скажешь, @veche_bot?", "в ответ"}
	if got := heard(); !slices.Equal(got, want) {
		t.Errorf("a member hears %q", got)
	}
	s.SetBotMember(group, "administrator")
	chatter()
	if got := heard(); len(got) != 6 {
		t.Errorf("an administrator hears %q", got)
	}
	s.SetBotMember(group, "left")
	chatter()
	if got := heard(); len(got) != 0 {
		t.Errorf("who left hears %q", got)
	}
}

func TestBotLearnsWhereItIs(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Start(anna, "")
	group := s.AddGroup(sandbox.Group{Title: "Модераторы", Members: []int64{anna}, Bot: "member"})
	s.SetBotMember(group, "administrator")
	s.SetBotMember(group, "kicked")
	s.Block(anna, true)
	s.Start(anna, "again")
	var got []string
	for _, u := range news(t, url) {
		if u.MyMember != nil {
			got = append(got, u.MyMember.New.Status)
		}
	}
	if want := []string{"member", "administrator", "kicked", "kicked", "member"}; !slices.Equal(got, want) {
		t.Errorf("my_chat_member: %q, want %q", got, want)
	}
	if r := call(t, url, "sendMessage", params{"chat_id": anna, "text": "снова"}); !r.OK {
		t.Errorf("after /start again: %s", r.Description)
	}
}

func TestGroupBecomesSupergroup(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	old := s.AddGroup(sandbox.Group{Title: "Группа", Kind: "group", Members: []int64{anna}, Bot: "member"})
	news(t, url)
	id := s.Migrate(old)
	r := call(t, url, "sendMessage", params{"chat_id": old, "text": "x"})
	if r.Description != "Bad Request: group chat was upgraded to a supergroup chat" || r.Parameters.MigrateTo != id {
		t.Errorf("the old chat: %+v", r)
	}
	fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": id, "text": "x"})
	got := news(t, url)
	if len(got) != 2 || got[0].Message.MigrateTo != id || got[1].Message.MigrateFrom != old || got[1].Message.Chat.ID != id {
		t.Errorf("the bot was told %+v", got)
	}
}

func TestAnonymousAdministratorIsNobody(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	group := s.AddGroup(sandbox.Group{Title: "Модераторы", Members: []int64{anna}, Bot: "administrator"})
	s.SetAnonymous(group, anna, true)
	news(t, url)
	s.Text(anna, group, "кто я?")
	m := news(t, url)[0].Message
	if m.From.ID != 1087968824 || m.SenderChat == nil || m.SenderChat.ID != group {
		t.Errorf("the message is from %+v for %+v", m.From, m.SenderChat)
	}
}

func TestTopics(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	forum := s.AddGroup(sandbox.Group{Title: "Штаб", Forum: true, Members: []int64{anna}, Bot: "administrator"})
	topic := fine[struct {
		ID int64 `json:"message_thread_id"`
	}](t, url, "createForumTopic", params{"chat_id": forum, "name": "Дороги"}).ID
	m := fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": forum, "message_thread_id": topic, "text": "карточка"})
	if m.Thread != topic || !m.IsTopicMessage {
		t.Errorf("the card lies in thread %d", m.Thread)
	}
	if r := call(t, url, "sendMessage", params{"chat_id": forum, "message_thread_id": topic + 50, "text": "x"}); r.Description != "Bad Request: message thread not found" {
		t.Errorf("a foreign thread: %+v", r)
	}
	if all := s.Topics(forum); len(all) != 1 || all[0].Name != "Дороги" {
		t.Errorf("topics: %v", all)
	}
	news(t, url)
	s.Send(sandbox.Post{As: anna, Chat: forum, Thread: topic, Text: "беру"})
	if u := news(t, url); len(u) != 1 || u[0].Message.Thread != topic {
		t.Errorf("the answer came as %+v", u)
	}
}

func TestOwnMessagesDoNotComeBack(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Start(anna, "")
	news(t, url)
	id := fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": anna, "text": "раз"}).ID
	fine[sandbox.Message](t, url, "editMessageText", params{"chat_id": anna, "message_id": id, "text": "два"})
	if u := news(t, url); len(u) != 0 {
		t.Errorf("the bot hears itself: %+v", u)
	}
	mine := s.Text(anna, anna, "ошибка")
	if err := s.Edit(anna, anna, mine, "верно"); err != nil {
		t.Fatal(err)
	}
	if u := news(t, url); len(u) != 2 || u[1].Edited == nil || u[1].Edited.Text != "верно" || u[1].Edited.EditDate == 0 {
		t.Errorf("an edit came as %+v", u)
	}
	if err := s.Edit(anna, anna, id, "чужое"); err == nil {
		t.Error("Anna edited the bot's message")
	}
}

func TestMembersAsTheBotSeesThem(t *testing.T) {
	s, client, url := box(t, sandbox.Options{})
	boris := s.AddPerson(sandbox.Person{FirstName: "Борис"})
	group := s.AddGroup(sandbox.Group{Title: "Модераторы", Members: []int64{anna}, Bot: "administrator"})
	s.SetMember(group, boris, "member")
	admins := fine[[]struct{ Status string }](t, url, "getChatAdministrators", params{"chat_id": group})
	if len(admins) != 2 || admins[0].Status != "creator" {
		t.Errorf("administrators: %v", admins)
	}
	m, err := client.GetChatMember(within(t), memberParams(group, boris))
	if err != nil || m.Member == nil {
		t.Fatalf("member: %v, %v", m, err)
	}
	s.SetMember(group, boris, "left")
	if m, err = client.GetChatMember(within(t), memberParams(group, boris)); err != nil || m.Left == nil {
		t.Errorf("who left: %v, %v", m, err)
	}
	if m, err = client.GetChatMember(within(t), memberParams(group, s.Bot().ID)); err != nil || m.Administrator == nil {
		t.Errorf("the bot: %v, %v", m, err)
	}
	fine[bool](t, url, "leaveChat", params{"chat_id": group})
	if r := call(t, url, "getChat", params{"chat_id": group}); r.Code != 403 {
		t.Errorf("after leaving: %+v", r)
	}
}
