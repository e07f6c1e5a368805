package sandbox_test

import (
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"veche/bot/sandbox"
)

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		kind    string
		code    int  // 0: no answer that can be read
		done    bool // the message stands in the chat all the same
		noReply bool
	}{
		{kind: "429", code: 429},
		{kind: "403", code: 403},
		{kind: "409", code: 409},
		{kind: "500", code: 500},
		{kind: "cut-before", noReply: true},
		{kind: "cut-after", noReply: true, done: true},
		{kind: "garbage", noReply: true},
		{kind: "odd", done: true},
	} {
		t.Run(c.kind, func(t *testing.T) {
			s, _, url := box(t, sandbox.Options{})
			s.Start(anna, "")
			s.Fail(sandbox.Fault{Method: "sendMessage", Chat: anna, Kind: c.kind, RetryAfter: 3})
			r, err := try(within(t), url, "sendMessage", params{"chat_id": anna, "text": "x"})
			if (err != nil) != c.noReply || r.Code != c.code {
				t.Errorf("answer %+v, %v", r, err)
			}
			if c.code == 429 && (r.Parameters.RetryAfter != 3 || r.Description != "Too Many Requests: retry after 3") {
				t.Errorf("429 says %+v", r)
			}
			if done := len(s.Messages(anna)) == 2; done != c.done {
				t.Errorf("the message stands: %v", done)
			}
			if r := call(t, url, "sendMessage", params{"chat_id": anna, "text": "y"}); !r.OK {
				t.Errorf("the next call: %+v", r)
			}
		})
	}
}

func TestFaultOfOneChatSparesOthers(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	boris := s.AddPerson(sandbox.Person{FirstName: "Борис"})
	s.Start(anna, "")
	s.Start(boris, "")
	s.Fail(sandbox.Fault{Method: "*", Chat: anna, Kind: "500", Times: -1})
	for range 3 {
		if r := call(t, url, "sendMessage", params{"chat_id": anna, "text": "x"}); r.Code != 500 {
			t.Errorf("Anna's: %+v", r)
		}
	}
	fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": boris, "text": "x"})
	if all := news(t, url); len(all) != 2 {
		t.Errorf("the poll was spoiled too: %v", all)
	}
	s.ClearFaults()
	fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": anna, "text": "x"})
}

func TestUpdateTwice(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	s.Fail(sandbox.Fault{Kind: "twice"})
	s.Text(anna, anna, "раз")
	s.Text(anna, anna, "два")
	first := poll(t, url, 0)
	again := poll(t, url, first[1].ID+1)
	if len(again) != 1 || again[0].ID != first[0].ID {
		t.Fatalf("after the confirmation came %+v", again)
	}
	if rest := poll(t, url, first[1].ID+1); len(rest) != 0 {
		t.Errorf("a third time came %+v", rest)
	}
}

func TestSlowAnswerTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sandbox.New(sandbox.Options{})
		s.AddPerson(sandbox.Person{ID: anna})
		s.Start(anna, "")
		s.Fail(sandbox.Fault{Kind: "slow", Delay: time.Hour})
		began := time.Now()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("POST", "/bot"+sandbox.DefaultToken+"/sendMessage?chat_id=501&text=x", nil))
		if took := time.Since(began); took != time.Hour || w.Code != 200 || len(s.Messages(anna)) != 2 {
			t.Errorf("answer %d after %v", w.Code, took)
		}
	})
}
