package wire

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const testToken = "1000001:sandbox"

func TestNewRefuses(t *testing.T) {
	for _, tt := range []struct{ api, token string }{
		{"", ""},
		{"", "12345"},
		{"", "12345:"},
		{"", "12345:abc def"},
		{"api.telegram.org", testToken},
		{"ftp://example.org", testToken},
		{"http://%zz", testToken},
		{"http://", testToken},
	} {
		if _, err := New(tt.api, tt.token); err == nil {
			t.Errorf("New(%q, %q) is content", tt.api, tt.token)
		} else if strings.Contains(err.Error(), testToken) {
			t.Errorf("New(%q): the error holds the token", tt.api)
		}
	}
	if _, err := New("http://127.0.0.1:8081/", testToken); err != nil {
		t.Error(err)
	}
}

func TestWhoTheBotIs(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"result":{"id":1000001,"is_bot":true,"first_name":"Вече","username":"veche_bot"}}`)
	}))
	defer server.Close()
	c, err := New(server.URL, testToken)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	me, err := c.Me(t.Context())
	if err != nil || me.ID != 1000001 || me.Username != "veche_bot" {
		t.Errorf("the bot is %+v, %v", me, err)
	}
}

func TestBackoffGrowsToItsEnd(t *testing.T) {
	for n := 1; n < 100; n++ {
		d := Backoff(n, 300*time.Millisecond, time.Minute)
		most := time.Minute
		if n < 9 {
			most = 300 * time.Millisecond << (n - 1)
		}
		if d > most || d < most/2 {
			t.Errorf("after %d failures %v, want %v to %v", n, d, most/2, most)
		}
	}
}
