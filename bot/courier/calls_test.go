package courier

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"veche/bot/wire"
	"veche/storage"
)

// No error that a broken network can cause shows the token.
func TestTokenIsNeverShown(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = nobody.Close()
	for name, handle := range map[string]http.HandlerFunc{
		"no server": nil,
		"cut":       func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"cut in the middle": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"ok":`))
		},
		"sent elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1"+r.URL.Path, http.StatusFound)
		},
	} {
		address := "http://" + nobody.Addr().String()
		if handle != nil {
			server := httptest.NewServer(handle)
			defer server.Close()
			address = server.URL
		}
		c, err := wire.New(address, testToken)
		if err != nil {
			t.Fatal(err)
		}
		for way, err := range bothWays(t.Context(), c) {
			if err == nil || strings.Contains(err.Error(), testToken) || judge(err).outcome != map[bool]Outcome{true: later, false: lost}[name == "no server" || name == "sent elsewhere"] {
				t.Errorf("%s by %s: %v", name, way, err)
			}
		}
		c.Close()
	}
}

func bothWays(ctx context.Context, c *wire.Client) map[string]error {
	m := &storage.Message{Text: "a"}
	_, quick := postman{c}.send(ctx, plan(501, m, false, 0)[0])
	_, library := c.SendMessage(ctx, &tg.SendMessageParams{ChatID: 501, Text: "a"})
	return map[string]error{"json": quick, "library": library}
}

// A server may end a connection that is idle. Then nothing was lost but a moment.
func TestEndedConnectionIsNotNoticed(t *testing.T) {
	server, calls := counting(t, func(int64) bool { return true })
	c, err := wire.New(server.URL, testToken)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	edit := &storage.Message{Text: "a", Edit: 1}
	for range 10 {
		if _, err := (postman{c}).send(t.Context(), plan(501, edit, false, 0)[0]); err != nil {
			t.Error(err)
		}
		server.CloseClientConnections()
	}
	if n := calls.Load(); n != 10 {
		t.Errorf("%d calls arrived, want 10", n)
	}
}

// A message whose answer is lost may have arrived: it is not sent again at once. What
// changes one is.
func TestLostAnswers(t *testing.T) {
	server, calls := counting(t, func(n int64) bool { return n%2 == 1 }) // the second call is cut
	for way, send := range map[string]func(*wire.Client) error{
		"json": func(c *wire.Client) error {
			_, err := postman{c}.send(t.Context(), plan(501, &storage.Message{Text: "a"}, false, 0)[0])
			return err
		},
		"library": func(c *wire.Client) error {
			_, err := c.SendMessage(t.Context(), &tg.SendMessageParams{ChatID: 501, Text: "a"})
			return err
		},
	} {
		c, err := wire.New(server.URL, testToken)
		if err != nil {
			t.Fatal(err)
		}
		calls.Store(0)
		if err := send(c); err != nil {
			t.Errorf("by %s: %v", way, err)
		}
		if e := judge(send(c)); e.outcome != lost || calls.Load() != 2 {
			t.Errorf("by %s: %v after %d calls: %v", way, e.outcome, calls.Load(), e.err)
		}
		c.Close()
	}
}

// counting is a server that answers, or cuts the connection instead, by the number of the
// call from 1.
func counting(t *testing.T, answers func(n int64) bool) (*httptest.Server, *atomic.Int64) {
	calls := new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if !answers(calls.Add(1)) {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write([]byte(`{"ok":true,"result":{"message_id":1}}`))
	}))
	t.Cleanup(server.Close)
	return server, calls
}

// The sends of the library, as it is and over our wire, and the short way.
func BenchmarkCalls(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":15,"from":{"id":1,"is_bot":true,"first_name":"Вече"},`+
			`"chat":{"id":501,"type":"private","first_name":"Анна"},"date":1700000000,"text":"Ваше обращение принято, номер 15."}}`)
	}))
	defer server.Close()
	c, err := wire.New(server.URL, testToken)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	plain, err := tg.New(testToken, tg.WithServerURL(server.URL), tg.WithSkipGetMe())
	if err != nil {
		b.Fatal(err)
	}
	m := &storage.Message{
		Text:    "Ваше обращение принято, номер <b>15</b>. Карточка будет меняться.",
		Buttons: [][]storage.Button{{{Text: "Мои обращения", Data: "c:mine"}, {Text: "Дальше", Data: "a:next:15"}}},
	}
	library := func(with *tg.Bot) func() error {
		return func() error {
			_, err := with.SendMessage(context.Background(), &tg.SendMessageParams{
				ChatID: int64(resident), Text: m.Text, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview(), ReplyMarkup: inline(m.Buttons),
			})
			return err
		}
	}
	for _, way := range []struct {
		name string
		send func() error
	}{
		{"library", library(plain)},
		{"library-tuned", library(c.Bot)},
		{"json", func() error {
			_, err := postman{c}.send(context.Background(), plan(resident, m, false, 0)[0])
			return err
		}},
	} {
		b.Run(way.name, func(b *testing.B) { benchmarkCall(b, way.send) })
	}
}

func benchmarkCall(b *testing.B, send func() error) {
	b.ReportAllocs()
	b.SetParallelism(32)
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := send(); err != nil {
				b.Error(fmt.Errorf("send: %w", err))
			}
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "sends/s")
}
