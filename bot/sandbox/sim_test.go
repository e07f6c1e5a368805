package sandbox_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"veche/bot/sandbox"
)

// sim makes a request of the control and decodes the answer.
func sim[T any](t *testing.T, url, path string, body any) T {
	t.Helper()
	method, text := "GET", []byte(nil)
	if body != nil {
		method = "POST"
		text, _ = json.Marshal(body)
	}
	req, _ := http.NewRequestWithContext(within(t), method, url+"/sim/"+path, bytes.NewReader(text))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 200 {
		t.Fatalf("%s: %s %s", path, resp.Status, answer)
	}
	var out T
	if err := json.Unmarshal(answer, &out); err != nil {
		t.Fatalf("%s: %v in %s", path, err, answer)
	}
	return out
}

type seen struct {
	Chat struct {
		Title  string
		Unread map[string]int
	}
	Messages []struct {
		ID     int64
		From   struct{ Name string }
		Text   string
		HTML   string
		Photo  *struct{ URL string }
		Album  string
		Edited bool
		Inline [][]struct {
			Text string
			Data string `json:"callback_data"`
		}
		Service string
	}
	Menu     []sandbox.Command
	Keyboard *sandbox.Markup
}

func TestChatThroughTheControl(t *testing.T) {
	_, _, url := box(t, sandbox.Options{})
	sim[any](t, url, "start", params{"as": anna, "payload": "x"})
	fine[sandbox.Message](t, url, "sendMessage", params{"chat_id": anna, "text": "<b>Здравствуйте</b> &lt;3", "parse_mode": "HTML", "reply_markup": keys("Да", "yes")})
	album := sim[struct{ Messages []int64 }](t, url, "send", params{"as": anna, "chat": anna, "photos": []params{{}, {}}, "caption": "яма"})
	text := sim[struct{ Messages []int64 }](t, url, "send", params{"as": anna, "chat": anna, "text": "слова"})
	sim[any](t, url, "edit", params{"as": anna, "chat": anna, "message": text.Messages[0], "text": "другие"})
	view := sim[seen](t, url, "chat?id=501&as=501", nil)
	m := view.Messages
	switch {
	case len(m) != 5 || len(album.Messages) != 2:
		t.Fatalf("%d messages", len(m))
	case m[0].Text != "/start x":
		t.Errorf("the start reads %q", m[0].Text)
	case m[1].HTML != "<b>Здравствуйте</b> &lt;3" || m[1].Inline[0][0].Data != "yes" || m[1].From.Name != "Вече":
		t.Errorf("the bot's message: %+v", m[1])
	case m[2].Photo == nil || m[2].Album == "" || m[2].Album != m[3].Album || m[2].Text != "яма":
		t.Errorf("the album: %+v", m[2:4])
	case m[4].Text != "другие" || !m[4].Edited:
		t.Errorf("the edit: %+v", m[4])
	}
	fetch(t, url+m[2].Photo.URL)
	if got := sim[struct{ Query string }](t, url, "press", params{"as": anna, "chat": anna, "message": m[1].ID, "data": "forged"}); got.Query == "" {
		t.Error("the press has no id")
	}
}

func TestStateThroughTheControl(t *testing.T) {
	_, _, url := box(t, sandbox.Options{})
	id := sim[struct{ ID int64 }](t, url, "person", params{"first_name": "Борис", "language_code": "ru", "note": params{"ru": "глава", "en": "head"}}).ID
	group := sim[struct{ ID int64 }](t, url, "group", params{"title": "Штаб", "members": []int64{anna, id}, "forum": true, "with_bot": true, "kind": "supergroup"}).ID
	sim[any](t, url, "bot-member", params{"chat": group, "in": true, "admin": true})
	sim[any](t, url, "member", params{"chat": group, "person": id, "in": false})
	sim[any](t, url, "topic", params{"chat": group, "name": "Дороги"})
	sim[any](t, url, "clock", params{"now": "2031-05-06T07:08:09Z"})
	sim[any](t, url, "clock", params{"advance": "1h"})
	state := sim[struct {
		Now    string
		People []sandbox.Person
		Chats  []struct {
			ID      int64
			Type    string
			Members []int64
			Topics  []sandbox.Topic
		}
	}](t, url, "state", nil)
	if !strings.HasPrefix(state.Now, "2031-05-06T08:08:") || len(state.People) != 2 || state.People[1].Note.EN != "head" {
		t.Errorf("state: %+v", state)
	}
	last := state.Chats[len(state.Chats)-1]
	if last.ID != group || len(last.Members) != 1 || len(last.Topics) != 1 {
		t.Errorf("the group: %+v", last)
	}
	plain := sim[struct{ ID int64 }](t, url, "group", params{"title": "Старая", "members": []int64{anna}, "with_bot": true, "kind": "group"}).ID
	if moved := sim[struct{ ID int64 }](t, url, "migrate", params{"chat": plain}); moved.ID >= -1_000_000_000_000 {
		t.Errorf("it moved to %d", moved.ID)
	}
	sim[any](t, url, "block", params{"as": anna, "blocked": true})
	sim[any](t, url, "fault", params{"method": "getMe", "times": 1, "kind": "429", "retry_after": 2})
	if r := call(t, url, "getMe", nil); r.Parameters.RetryAfter != 2 {
		t.Errorf("the fault: %+v", r)
	}
	sim[any](t, url, "raw", params{"update": params{"x": 1}})
	calls := sim[struct{ Calls []sandbox.Call }](t, url, "calls?since=1", nil).Calls
	if len(calls) != 1 || calls[0].Method != "getMe" || calls[0].Code != 429 {
		t.Errorf("calls: %+v", calls)
	}
	sim[any](t, url, "problems", nil)
}

func TestPageGetsPlacesAndLoadsNothingFromElsewhere(t *testing.T) {
	town := sandbox.Place{Name: "Вязьма", Lat: 55.21, Lon: 34.295}
	_, _, url := box(t, sandbox.Options{Places: []sandbox.Place{town}})
	state := sim[struct{ Places []sandbox.Place }](t, url, "state", nil)
	if len(state.Places) != 1 || state.Places[0] != town {
		t.Errorf("places: %v", state.Places)
	}
	resp, err := http.Get(url + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if policy := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'self';") {
		t.Errorf("the page's policy is %q", policy)
	}
}

func TestEventsTellOfChanges(t *testing.T) {
	s, _, url := box(t, sandbox.Options{})
	resp, err := http.Get(url + "/sim/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Scan()
	s.Text(anna, anna, "привет")
	for lines.Scan() {
		if text := lines.Text(); strings.HasPrefix(text, "data: ") {
			if want := fmt.Sprintf(`"chat":%d,"what":"message"}`, anna); !strings.HasSuffix(text, want) {
				t.Errorf("the event is %s", text)
			}
			return
		}
	}
	t.Error("the stream ended")
}

func TestControlIsClosedToOtherPages(t *testing.T) {
	_, _, url := box(t, sandbox.Options{})
	req, _ := http.NewRequest("POST", url+"/sim/clock", strings.NewReader(`{"advance":"1h"}`))
	req.Header.Set("Origin", "https://evil.example")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("another page's request: %s", resp.Status)
	}
}
