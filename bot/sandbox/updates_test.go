package sandbox_test

import (
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"veche/bot/sandbox"
)

func TestUpdatesStayUntilConfirmed(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	for _, text := range []string{"раз", "два", "три"} {
		s.Text(anna, anna, text)
	}
	first := poll(t, url, 0)
	again := poll(t, url, 0)
	if len(first) != 3 || len(again) != 3 || first[0].ID != again[0].ID {
		t.Fatalf("got %d, then %d updates", len(first), len(again))
	}
	if !(first[0].ID < first[1].ID && first[1].ID < first[2].ID) {
		t.Errorf("ids do not rise: %v", first)
	}
	if rest := poll(t, url, first[1].ID); len(rest) != 2 {
		t.Errorf("confirming one leaves %d", len(rest))
	}
	if rest := poll(t, url, first[2].ID+1000); len(rest) != 2 {
		t.Errorf("an offset from nowhere leaves %d", len(rest))
	}
	if rest := poll(t, url, -1); len(rest) != 1 || rest[0].Message.Text != "три" {
		t.Errorf("offset -1 leaves %v", rest)
	}
	poll(t, url, first[2].ID+1)
	if err := s.Idle(within(t)); err != nil {
		t.Error(err)
	}
	if n := len(fine[[]incoming](t, url, "getUpdates", params{"limit": 1})); n != 0 {
		t.Errorf("%d updates are left", n)
	}
}

func TestLongPollWakesForAMessage(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	got := make(chan reply)
	go func() {
		r, _ := try(t.Context(), url, "getUpdates", params{"timeout": 50})
		got <- r
	}()
	s.Text(anna, anna, "привет")
	if r := <-got; !r.OK || len(r.Result) < 10 {
		t.Errorf("the poll brought %+v", r)
	}
}

func TestPollEndsWithItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sandbox.New(sandbox.Options{})
		began := time.Now()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "/bot"+sandbox.DefaultToken+"/getUpdates?timeout=300", nil))
		if took := time.Since(began); took != 50*time.Second || w.Body.String() != `{"ok":true,"result":[]}` {
			t.Errorf("after %v the poll brought %s", took, w.Body)
		}
	})
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	got := make(chan reply)
	for range 2 {
		go func() {
			r, _ := try(t.Context(), url, "getUpdates", params{"timeout": 50})
			got <- r
		}()
	}
	r := <-got
	if r.Code != 409 || r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Errorf("the displaced poll got %+v", r)
	}
	s.Text(anna, anna, "привет")
	if r := <-got; !r.OK {
		t.Errorf("the poll that stayed got %+v", r)
	}
	fine[bool](t, url, "setWebhook", params{"url": "https://example.org/hook"})
	if r := call(t, url, "getUpdates", nil); r.Code != 409 {
		t.Errorf("with a webhook: %+v", r)
	}
	fine[bool](t, url, "deleteWebhook", nil)
	poll(t, url, 0)
}

func TestAllowedUpdatesCountWhenTheUpdateIsMade(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Text(anna, anna, "до")
	fine[[]incoming](t, url, "getUpdates", params{"allowed_updates": []string{"callback_query"}})
	s.Text(anna, anna, "между")
	if all := news(t, url); len(all) != 1 || all[0].Message.Text != "до" {
		t.Errorf("got %v", all)
	}
	fine[[]incoming](t, url, "getUpdates", params{"allowed_updates": []string{}})
	s.Text(anna, anna, "после")
	if all := news(t, url); len(all) != 1 {
		t.Errorf("got %v", all)
	}
}

func TestPressesExpire(t *testing.T) {
	const tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid"
	s, _, url := box(t, sandbox.Options{})
	s.Start(anna, "")
	m := fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": anna, "text": "?", "reply_markup": keys("Да", "yes")})
	news(t, url)
	press := func() string {
		id, err := s.Press(anna, anna, m.ID, "yes")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	id := press()
	if got := news(t, url); len(got) != 1 || got[0].Callback.ID != id || got[0].Callback.Data != "yes" || got[0].Callback.Message.ID != m.ID {
		t.Errorf("the press came as %+v", got)
	}
	fine[bool](t, url, "answerCallbackQuery", params{"callback_query_id": id})
	if r := call(t, url, "answerCallbackQuery", params{"callback_query_id": id}); r.Description != tooOld {
		t.Errorf("the second answer: %+v", r)
	}
	id = press()
	s.Clock().Advance(16 * time.Second)
	if r := call(t, url, "answerCallbackQuery", params{"callback_query_id": id}); r.Description != tooOld {
		t.Errorf("a late answer: %+v", r)
	}
	s.Clock().Advance(150 * time.Second)
	if got := news(t, url); len(got) != 0 {
		t.Errorf("after 150 s there is still %v", got)
	}
	fine[bool](t, url, "deleteMessage", params{"chat_id": anna, "message_id": m.ID})
	press()
	if got := news(t, url); len(got) != 1 || got[0].Callback.Message.Date != 0 {
		t.Errorf("a press on a message that is gone came as %+v", got)
	}
}

func TestRawUpdateComesAsItIs(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	id := s.Raw([]byte(`{"update_id":3,"novelty":{"x":1}}`))
	all := fine[[]map[string]any](t, url, "getUpdates", nil)
	if len(all) != 1 || all[0]["novelty"] == nil || int64(all[0]["update_id"].(float64)) != id {
		t.Errorf("got %v", all)
	}
}

func keys(labelsAndData ...string) params {
	var row []params
	for i := 0; i < len(labelsAndData); i += 2 {
		row = append(row, params{"text": labelsAndData[i], "callback_data": labelsAndData[i+1], "copy_text": params{"text": ""}})
	}
	return params{"inline_keyboard": [][]params{row}}
}
