package sandbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"veche/bot/sandbox"
)

func TestMenuFollowsScopeAndLanguage(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Start(anna, "")
	john := s.AddPerson(sandbox.Person{FirstName: "John", Language: "en"})
	group := s.AddGroup(sandbox.Group{Title: "Модераторы", Members: []int64{anna, john}, Bot: "member"})
	set := func(name string, scope params, language string) {
		fine[bool](t, url, "setMyCommands", params{
			"commands": []params{{"command": name, "description": "d"}}, "scope": scope, "language_code": language,
		})
	}
	set("default", params{"type": "default"}, "")
	set("private", params{"type": "all_private_chats"}, "")
	set("private_en", params{"type": "all_private_chats"}, "en")
	set("own", params{"type": "chat", "chat_id": anna}, "")
	set("admins", params{"type": "all_chat_administrators"}, "")
	for _, c := range []struct {
		chat, person int64
		want         string
	}{
		{anna, anna, "own"}, {john, john, "private_en"}, {group, anna, "admins"}, {group, john, "default"},
	} {
		if menu := s.Menu(c.chat, c.person); len(menu) != 1 || menu[0].Command != c.want {
			t.Errorf("%d reads %v in %d, want %s", c.person, menu, c.chat, c.want)
		}
	}
	fine[bool](t, url, "deleteMyCommands", params{"scope": params{"type": "chat", "chat_id": anna}})
	if menu := s.Menu(anna, anna); menu[0].Command != "private" {
		t.Errorf("after deletion: %v", menu)
	}
}

func TestReplyKeyboardStandsUntilItIsTakenAway(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Start(anna, "")
	send := func(markup params) {
		fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": anna, "text": "?", "reply_markup": markup})
	}
	send(params{"keyboard": [][]any{{"Да", params{"text": "Где я", "request_location": true}}}, "one_time_keyboard": true})
	news(t, url)
	if _, err := s.PressLabel(anna, anna, "Где я"); err != nil {
		t.Fatal(err)
	}
	if u := news(t, url); len(u) != 1 || u[0].Message.Location == nil {
		t.Errorf("the key sent %+v", u)
	}
	if s.Keyboard(anna, anna) != nil {
		t.Error("the one-time keyboard still stands")
	}
	send(params{"keyboard": [][]string{{"Да"}}})
	s.Text(anna, anna, "нет")
	if k := s.Keyboard(anna, anna); k == nil || k.Keys[0][0].Text != "Да" {
		t.Errorf("the keyboard: %+v", k)
	}
	send(params{"remove_keyboard": true})
	if s.Keyboard(anna, anna) != nil {
		t.Error("the keyboard still stands")
	}
	if _, err := s.PressLabel(anna, anna, "Да"); err == nil {
		t.Error("a key that is gone was pressed")
	}
	group := s.AddGroup(sandbox.Group{Title: "Модераторы", Members: []int64{anna}, Bot: "member"})
	r := call(t, url, "sendMessage", params{"chat_id": group, "text": "?", "reply_markup": params{"keyboard": [][]params{{{"text": "x", "request_contact": true}}}}})
	if r.Description != "Bad Request: phone number can be requested in private chats only" {
		t.Errorf("asking a group for its phone: %+v", r)
	}
}

func TestPressLabelOpensDeepLinks(t *testing.T) {
	s, _, url := box(t, sandbox.Options{Username: "veche_bot"})
	s.Start(anna, "")
	fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": anna, "text": "?",
		"reply_markup": rows(1, params{"text": "Войти", "url": "https://t.me/veche_bot?start=abc"})})
	news(t, url)
	if _, err := s.PressLabel(anna, anna, "Войти"); err != nil {
		t.Fatal(err)
	}
	if u := news(t, url); len(u) != 1 || u[0].Message.Text != "/start abc" || u[0].Message.Entities[0].Length != 6 {
		t.Errorf("the link came as %+v", u)
	}
}

func TestClockCanBeTurned(t *testing.T) {
	start := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	s := sandbox.New(sandbox.Options{Now: func() time.Time { return start }})
	turned := s.Clock().Changed()
	s.Clock().Advance(26 * time.Hour)
	<-turned
	if now := s.Clock().Now(); !now.Equal(start.Add(26 * time.Hour)) {
		t.Errorf("it is %v", now)
	}
	s.Clock().Set(start)
	s.AddPerson(sandbox.Person{ID: anna})
	s.Text(anna, anna, "x")
	if m := s.Messages(anna)[0]; m.Date != start.Unix() {
		t.Errorf("the message is of %d", m.Date)
	}
}

func TestWaitSeesChangesAndEnds(t *testing.T) {
	s := sandbox.New(sandbox.Options{})
	s.AddPerson(sandbox.Person{ID: anna})
	done := make(chan error)
	go func() {
		done <- s.Wait(t.Context(), func() bool { return len(s.Messages(anna)) == 2 })
	}()
	s.Text(anna, anna, "раз")
	s.Text(anna, anna, "два")
	if err := <-done; err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Idle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled wait: %v", err)
	}
	s.Close()
	if err := s.Wait(t.Context(), func() bool { return false }); !errors.Is(err, sandbox.ErrClosed) {
		t.Errorf("a wait in a closed sandbox: %v", err)
	}
}

func TestNobodyActsWhereTheyCannot(t *testing.T) {
	s, _, _ := box(t, sandbox.Options{})
	boris := s.AddPerson(sandbox.Person{FirstName: "Борис"})
	group := s.AddGroup(sandbox.Group{Title: "Чужая", Members: []int64{boris}})
	for name, p := range map[string]sandbox.Post{
		"a stranger":                 {As: 4444, Text: "x"},
		"another's private chat":     {As: anna, Chat: boris, Text: "x"},
		"a group one is not in":      {As: anna, Chat: group, Text: "x"},
		"nothing":                    {As: anna},
		"a photo that is no picture": {As: anna, Photos: [][]byte{[]byte("words")}},
	} {
		if _, err := s.Post(p); err == nil {
			t.Errorf("%s went through", name)
		}
	}
	s.Block(anna, true)
	if _, err := s.Post(sandbox.Post{As: anna, Text: "x"}); err == nil {
		t.Error("who blocked the bot wrote to it")
	}
}
