package bot

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"veche/bot/wire"
)

const itIsMe = `{"ok":true,"result":{"id":1000001,"is_bot":true,"first_name":"Вече","username":"veche_bot"}}`

// stranger is a bot that asks who it is before a script of answers, of which the last one
// stays.
func stranger(t *testing.T, says io.Writer, answers ...string) *Bot {
	t.Helper()
	network := make(pipes)
	var asked atomic.Int32
	server := &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer := answers[min(int(asked.Add(1)), len(answers))-1]
		if answer == "cut" {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, answer)
	})}
	go func() { _ = server.Serve(network) }()
	t.Cleanup(func() { _ = server.Close() })
	client, err := wire.New("http://bot-api", testToken)
	if err != nil {
		t.Fatal(err)
	}
	client.DialBy(func(ctx context.Context, net, address string) (conn net.Conn, err error) {
		if n := int(asked.Load()); n < len(answers) && strings.HasPrefix(answers[n], "no ") {
			asked.Add(1)
			return nil, errors.New(answers[n])
		}
		return network.dial(ctx, net, address)
	})
	t.Cleanup(client.Close)
	b := &Bot{client: client, log: slog.New(slog.NewTextHandler(says, nil))}
	b.working, b.stop = context.WithCancel(t.Context())
	return b
}

// Whatever stands between the bot and Telegram at the start, it is tried again.
func TestAStartThatWaits(t *testing.T) {
	for name, answer := range map[string]string{
		"refused":     "no connection: refused",
		"no DNS":      "no such host",
		"cut":         "cut",
		"a page":      "<html>502 Bad Gateway</html>",
		"nothing":     `{"ok":true,"result":null}`,
		"no result":   `{"ok":true}`,
		"nobody":      `{"ok":true,"result":{"id":0}}`,
		"too many":    `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":30}}`,
		"restart":     `{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}`,
		"logged out":  `{"ok":false,"error_code":400,"description":"Logged out"}`,
		"not a place": `{"ok":false,"error_code":404,"description":"Not Found"}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var said strings.Builder
				b := stranger(t, &said, answer, answer, answer, itIsMe)
				if err := b.Meet(t.Context()); err != nil || b.Name() != "veche_bot" {
					t.Errorf("the bot is %q, %v", b.Name(), err)
				}
				if n := strings.Count(said.String(), "cannot be reached"); n != 3 || strings.Contains(said.String(), testToken) {
					t.Errorf("the log says so %d times: %s", n, said.String())
				}
			})
		})
	}
}

// A token that is not good is no matter of patience, and a stop ends the wait.
func TestAStartThatIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := stranger(t, io.Discard, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)
		if err := b.Meet(t.Context()); !errors.Is(err, wire.ErrToken) {
			t.Errorf("with a bad token: %v", err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if err := stranger(t, io.Discard, "cut").Meet(ctx); err == nil {
			t.Error("nobody was met, and that is no error")
		}
	})
}

// A name that was changed at BotFather is noticed; one that cannot be had stays.
func TestTheNameIsAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := stranger(t, io.Discard, itIsMe, "cut", strings.ReplaceAll(itIsMe, "veche_bot", "sobor_bot"))
		if err := b.Meet(t.Context()); err != nil {
			t.Fatal(err)
		}
		go b.keepName()
		for _, want := range []string{"veche_bot", "veche_bot", "sobor_bot"} {
			synctest.Wait()
			if b.Name() != want {
				t.Errorf("the name is %q, want %q", b.Name(), want)
			}
			time.Sleep(nameEvery)
		}
		b.stop()
		synctest.Wait()
	})
}
