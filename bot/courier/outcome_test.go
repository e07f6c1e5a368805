package courier

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"

	"veche/bot/wire"
	"veche/storage"
)

// Each line is an answer of the Bot API, word for word, and what it means for a row.
// Both ways of calling have to agree on it.
func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		code int
		says string
		more string // parameters
		want ending
	}{
		{200, "", "", ending{outcome: Delivered}},
		{400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", "", ending{outcome: Delivered}},
		{400, "Bad Request: message to edit not found", "", ending{outcome: gone}},
		{400, "Bad Request: message can't be edited", "", ending{outcome: gone}},
		{400, "Bad Request: there is no text in the message to edit", "", ending{outcome: gone}},
		{400, "Bad Request: MESSAGE_ID_INVALID", "", ending{outcome: gone}},
		{400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "", ending{outcome: outdated}},
		{400, "Bad Request: message thread not found", "", ending{outcome: homeless}},
		{400, "Bad Request: TOPIC_DELETED", "", ending{outcome: homeless}},
		{400, "Bad Request: TOPIC_CLOSED", "", ending{outcome: homeless}},
		{400, "Bad Request: chat not found", "", ending{outcome: Unreachable}},
		{400, "Bad Request: not enough rights to send text messages to the chat", "", ending{outcome: Unreachable}},
		{400, "Bad Request: have no rights to send a message", "", ending{outcome: Unreachable}},
		{400, "Bad Request: CHAT_WRITE_FORBIDDEN", "", ending{outcome: Unreachable}},
		{403, "Forbidden: bot was blocked by the user", "", ending{outcome: Unreachable}},
		{403, "Forbidden: user is deactivated", "", ending{outcome: Unreachable}},
		{403, "Forbidden: bot can't initiate conversation with a user", "", ending{outcome: Unreachable}},
		{403, "Forbidden: bot was kicked from the supergroup chat", "", ending{outcome: Unreachable}},
		{400, "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0", "", ending{outcome: Refused}},
		{400, "Bad Request: message is too long", "", ending{outcome: Refused}},
		{400, "Bad Request: BUTTON_DATA_INVALID", "", ending{outcome: Refused}},
		{400, "Bad Request: wrong file identifier/HTTP URL specified", "", ending{outcome: Refused}},
		{404, "Not Found: method not found", "", ending{outcome: Refused}},
		{413, "Request Entity Too Large", "", ending{outcome: Refused}},
		{400, "Bad Request: group chat was upgraded to a supergroup chat", `"migrate_to_chat_id":-1001234567890`, ending{outcome: Moved, to: -1001234567890}},
		{429, "Too Many Requests: retry after 17", `"retry_after":17`, ending{outcome: slowDown, wait: 17 * time.Second}},
		{429, "Too Many Requests", "", ending{outcome: slowDown, wait: time.Second}},
		{401, "Unauthorized", "", ending{outcome: disowned}},
		{404, "Not Found", "", ending{outcome: disowned}},
		{400, "Logged out", "", ending{outcome: disowned}},
		{409, "Conflict: terminated by setWebhook request", "", ending{outcome: later}},
		{500, "Internal Server Error", "", ending{outcome: later}},
		{502, "Bad Gateway", "", ending{outcome: later}},
	} {
		body := fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q,"parameters":{%s}}`, tt.code, tt.says, tt.more)
		if tt.code == 200 {
			body = `{"ok":true,"result":{"message_id":1}}`
		}
		checkJudge(t, fmt.Sprint(tt.code, " ", tt.says), tt.code, body, tt.want)
	}
}

func TestJudgeWhatIsNoAnswer(t *testing.T) {
	checkJudge(t, "a proxy's page", 502, "<html>502 Bad Gateway</html>", ending{outcome: later})
	checkJudge(t, "a page with a good status", 200, "<html>Sign in</html>", ending{outcome: later})
	checkJudge(t, "nothing", 200, "", ending{outcome: later})
	checkJudge(t, "a no without a code", 200, `{"ok":false}`, ending{outcome: later})
	checkJudge(t, "a list", 200, `[]`, ending{outcome: later})
	checkJudge(t, "done, in a new shape", 200, `{"ok":true,"result":["something","new"]}`, ending{outcome: Delivered})

	for _, tt := range []struct {
		err  error
		want Outcome
	}{
		{fmt.Errorf("error do request for method sendPhoto, %w", context.Canceled), cancelled},
		{fmt.Errorf("sendMessage: %w", context.DeadlineExceeded), later},
	} {
		if v := judge(tt.err); v.outcome != tt.want {
			t.Errorf("%v is %v, want %v", tt.err, v.outcome, tt.want)
		}
	}
}

// checkJudge lets a server give the answer to a call of each kind.
func checkJudge(t *testing.T, name string, status int, body string, want ending) {
	t.Helper()
	c := answering(t, status, body)
	message := &storage.Message{Text: "Готово"}
	_, quick := postman{c}.send(t.Context(), plan(501, message, false, 0)[0])
	_, library := c.SendMessage(t.Context(), &tg.SendMessageParams{ChatID: 501, Text: "Готово"})
	for way, err := range map[string]error{"json": quick, "library": library} {
		v := judge(err)
		if v.outcome != want.outcome || v.to != want.to || v.wait != want.wait {
			t.Errorf("%s by %s: %v (%v, to %d), want %v (%v, to %d); the error is %v",
				name, way, v.outcome, v.wait, v.to, want.outcome, want.wait, want.to, err)
		}
		if err != nil && strings.Contains(err.Error(), testToken) {
			t.Errorf("%s by %s: the error holds the token", name, way)
		}
	}
}

const testToken = "1000001:sandbox"

// answering is a client whose every call gets the same answer.
func answering(t testing.TB, status int, body string) *wire.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	c, err := wire.New(server.URL, testToken)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		server.Close()
	})
	return c
}
