package bot

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

	"veche/storage"
)

// Each line is an answer of the Bot API, word for word, and what it means for a row.
// Both ways of calling have to agree on it.
func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		code int
		says string
		more string // parameters
		want verdict
	}{
		{200, "", "", verdict{outcome: delivered}},
		{400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", "", verdict{outcome: delivered}},
		{400, "Bad Request: message to edit not found", "", verdict{outcome: gone}},
		{400, "Bad Request: message can't be edited", "", verdict{outcome: gone}},
		{400, "Bad Request: there is no text in the message to edit", "", verdict{outcome: gone}},
		{400, "Bad Request: MESSAGE_ID_INVALID", "", verdict{outcome: gone}},
		{400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "", verdict{outcome: outdated}},
		{400, "Bad Request: message thread not found", "", verdict{outcome: homeless}},
		{400, "Bad Request: TOPIC_DELETED", "", verdict{outcome: homeless}},
		{400, "Bad Request: TOPIC_CLOSED", "", verdict{outcome: homeless}},
		{400, "Bad Request: chat not found", "", verdict{outcome: unreachable}},
		{400, "Bad Request: not enough rights to send text messages to the chat", "", verdict{outcome: unreachable}},
		{400, "Bad Request: have no rights to send a message", "", verdict{outcome: unreachable}},
		{400, "Bad Request: CHAT_WRITE_FORBIDDEN", "", verdict{outcome: unreachable}},
		{403, "Forbidden: bot was blocked by the user", "", verdict{outcome: unreachable}},
		{403, "Forbidden: user is deactivated", "", verdict{outcome: unreachable}},
		{403, "Forbidden: bot can't initiate conversation with a user", "", verdict{outcome: unreachable}},
		{403, "Forbidden: bot was kicked from the supergroup chat", "", verdict{outcome: unreachable}},
		{400, "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0", "", verdict{outcome: refused}},
		{400, "Bad Request: message is too long", "", verdict{outcome: refused}},
		{400, "Bad Request: BUTTON_DATA_INVALID", "", verdict{outcome: refused}},
		{400, "Bad Request: wrong file identifier/HTTP URL specified", "", verdict{outcome: refused}},
		{404, "Not Found: method not found", "", verdict{outcome: refused}},
		{413, "Request Entity Too Large", "", verdict{outcome: refused}},
		{400, "Bad Request: group chat was upgraded to a supergroup chat", `"migrate_to_chat_id":-1001234567890`, verdict{outcome: moved, to: -1001234567890}},
		{429, "Too Many Requests: retry after 17", `"retry_after":17`, verdict{outcome: slowDown, wait: 17 * time.Second}},
		{429, "Too Many Requests", "", verdict{outcome: slowDown, wait: time.Second}},
		{401, "Unauthorized", "", verdict{outcome: later}},
		{404, "Not Found", "", verdict{outcome: later}},
		{409, "Conflict: terminated by setWebhook request", "", verdict{outcome: later}},
		{500, "Internal Server Error", "", verdict{outcome: later}},
		{502, "Bad Gateway", "", verdict{outcome: later}},
	} {
		body := fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q,"parameters":{%s}}`, tt.code, tt.says, tt.more)
		if tt.code == 200 {
			body = `{"ok":true,"result":{"message_id":1}}`
		}
		checkJudge(t, fmt.Sprint(tt.code, " ", tt.says), tt.code, body, tt.want)
	}
}

func TestJudgeWhatIsNoAnswer(t *testing.T) {
	checkJudge(t, "a proxy's page", 502, "<html>502 Bad Gateway</html>", verdict{outcome: later})
	checkJudge(t, "a page with a good status", 200, "<html>Sign in</html>", verdict{outcome: later})
	checkJudge(t, "nothing", 200, "", verdict{outcome: later})
	checkJudge(t, "a no without a code", 200, `{"ok":false}`, verdict{outcome: later})
	checkJudge(t, "a list", 200, `[]`, verdict{outcome: later})
	checkJudge(t, "done, in a new shape", 200, `{"ok":true,"result":["something","new"]}`, verdict{outcome: delivered})

	for _, tt := range []struct {
		err  error
		want outcome
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
func checkJudge(t *testing.T, name string, status int, body string, want verdict) {
	t.Helper()
	c := answering(t, status, body)
	message := &storage.Message{Text: "Готово"}
	_, quick := c.send(t.Context(), letter{part: plan(message, false)[0], chat: 501, message: message})
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
func answering(t testing.TB, status int, body string) *client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	c, err := newClient(server.URL, testToken)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.close()
		server.Close()
	})
	return c
}
