package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"veche/bot/sandbox"
)

// TestCrowd has people, a bot and a page at work at once; the race detector judges, and nothing may get lost.
func TestCrowd(t *testing.T) {
	s, _, url := box(t, sandbox.Options{Keep: 20})
	const people, each = 8, 25
	group := s.AddGroup(sandbox.Group{Title: "Все", Members: []int64{anna}, Bot: "administrator"})
	var all sync.WaitGroup
	for i := range people {
		id := s.AddPerson(sandbox.Person{ID: int64(9000 + i)})
		s.Start(id, "")
		all.Go(func() {
			for range each {
				s.Text(id, id, "раз")
				s.Text(anna, group, "два")
				r, err := try(t.Context(), url, "sendMessage", params{"chat_id": id, "text": "три", "reply_markup": keys("Да", "yes")})
				if err != nil || !r.OK {
					t.Error(err, r.Description)
				}
				if _, err := s.PressLabel(id, id, "Да"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		for range each {
			sim[seen](t, url, "chat?id=9000&as=9000", nil)
			sim[any](t, url, "calls?since=0", nil)
		}
	})
	got := 0
	for want := people*(1+3*each) + 2; got < want; {
		got += len(news(t, url))
	}
	all.Wait()
	if n := len(s.Messages(9000)); n < 20 || n >= 40 {
		t.Errorf("%d messages are kept", n)
	}
}

// FuzzCall: no request at all may bring the sandbox down.
func FuzzCall(f *testing.F) {
	f.Add("sendMessage", "application/json", `{"chat_id":501,"text":"x","reply_markup":{"inline_keyboard":[[null]]}}`)
	f.Add("sendMessage", "application/json", `{"chat_id":501,"text":"x","reply_markup":{"keyboard":[["a",null,{}]]},"entities":[{"offset":-1,"length":9999999}]}`)
	f.Add("sendMediaGroup", "application/json", `{"chat_id":501,"media":[{"type":"photo","media":"attach://x"},null]}`)
	f.Add("setMyCommands", "application/x-www-form-urlencoded", `commands=[{}]&scope={"type":"chat","chat_id":"x"}`)
	f.Add("getUpdates", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"offset\"\r\n\r\n-9223372036854775808\r\n--x--\r\n")
	f.Add("editMessageText", "application/json", `{"chat_id":501,"message_id":2,"text":"<b>x</b>","parse_mode":"html"}`)
	f.Fuzz(func(t *testing.T, method, kind, body string) {
		if strings.EqualFold(method, "getUpdates") && strings.Contains(body, "timeout") {
			t.Skip("would wait")
		}
		s := sandbox.New(sandbox.Options{})
		s.AddPerson(sandbox.Person{ID: anna})
		s.Start(anna, "")
		r := httptest.NewRequest("POST", "/bot"+sandbox.DefaultToken+"/x", strings.NewReader(body))
		r.URL.Path = "/bot" + sandbox.DefaultToken + "/" + method
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%s: %s", method, w.Body)
		}
	})
}
