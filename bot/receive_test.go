package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"veche/bot/sandbox"
)

// script is a Bot API whose polls are answered one after another; then nothing more
// comes.
type script struct {
	answers []string
	second  time.Time // when the second poll came
	asked   []string  // methods, with the offset
	body    string    // of the last poll
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := new(bytes.Buffer)
	_, _ = body.ReadFrom(r.Body)
	if r.URL.Path == "/bot"+testToken+"/deleteWebhook" {
		s.asked = append(s.asked, "deleteWebhook")
		_, _ = w.Write([]byte(`{"ok":true,"result":true}`))
		return
	}
	var ask struct{ Offset int64 }
	_ = json.Unmarshal(body.Bytes(), &ask)
	s.body, s.asked = body.String(), append(s.asked, fmt.Sprint("getUpdates ", ask.Offset))
	if len(s.asked) == 2 {
		s.second = time.Now()
	}
	if len(s.answers) == 0 {
		select {
		case <-time.After(50 * time.Second):
		case <-r.Context().Done():
		}
		_, _ = w.Write([]byte(`{"ok":true,"result":[]}`))
		return
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	if answer == "cut" {
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write([]byte(answer))
}

// pipes is a network without sockets, so that time can be that of synctest.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	conn, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.IPAddr{} }

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	p <- theirs
	return ours, nil
}

// poll runs a poller through a script for two minutes, or until it ends. It returns
// what was received, what was logged and the run's error.
func (s *script) poll(t *testing.T, offset int64) (received []string, logged string, err error) {
	t.Helper()
	network := make(pipes)
	server := &http.Server{Handler: s, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(network) }()
	lines := new(bytes.Buffer)
	p := pollerOf(t, "http://bot-api", testToken, slog.New(slog.NewTextHandler(lines, nil)))
	p.client.DialBy(network.dial)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	err = p.run(ctx, offset, func(_ context.Context, updates []update) (next int64, err error) {
		for _, u := range updates {
			received, next = append(received, fmt.Sprint(u.id)), u.id+1
		}
		received = append(received, fmt.Sprint("→", next))
		return next, nil
	})
	_ = server.Close()
	synctest.Wait()
	if strings.Contains(lines.String(), testToken) {
		t.Errorf("the log holds the token: %s", lines)
	}
	return received, lines.String(), err
}

func TestPollerConfirmsWhatWasAccepted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []string{
			`{"ok":true,"result":[{"update_id":10,"message":{}},{"message":{"text":"a"},"update_id":12}]}`,
			`{"ok":true,"result":[{"update_id":5,"message":{}}]}`, // ids begin anew after a quiet week
			`{"ok":true,"result":["?",{"update_id":"x"},{"update_id":9}]}`,
			`{"ok":true,"result":[]}`,
		}}
		received, _, err := s.poll(t, 7)
		if err != nil {
			t.Fatal(err)
		}
		want(t, "received", received, []string{"10", "12", "→13", "5", "→6", "6", "7", "9", "→10"})
		want(t, "polls", s.asked[:5], []string{"getUpdates 7", "getUpdates 13", "getUpdates 6", "getUpdates 10", "getUpdates 10"})
		if asks := `{"offset":10,"limit":100,"timeout":50,"allowed_updates":["message","edited_message","callback_query","my_chat_member"]}`; strings.TrimSpace(s.body) != asks {
			t.Errorf("asks %s, want %s", s.body, asks)
		}
	})
}

func TestPollerAndTrouble(t *testing.T) {
	const twoBots = `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}`
	for _, tt := range []struct {
		name, answer string
		says         string
		least, most  time.Duration // before it goes on
	}{
		{"cut", "cut", "poll failed", 150 * time.Millisecond, 300 * time.Millisecond},
		{"garbage", "<html>502 Анна</html>", "poll failed", 150 * time.Millisecond, 300 * time.Millisecond},
		{"another shape", `{"ok":true,"result":{"a":1}}`, "poll failed", 150 * time.Millisecond, 300 * time.Millisecond},
		{"server", `{"ok":false,"error_code":500,"description":"Internal Server Error"}`, "poll refused", 150 * time.Millisecond, 300 * time.Millisecond},
		{"too many", `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":17}}`, "poll less", 17 * time.Second, 17 * time.Second},
		{"another bot", twoBots, "another program", 3 * time.Second, 10 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: []string{tt.answer, `{"ok":true,"result":[{"update_id":1}]}`}}
				start := time.Now()
				received, log, err := s.poll(t, 0)
				if err != nil || !slices.Equal(received, []string{"1", "→2"}) {
					t.Errorf("received %v, %v", received, err)
				}
				if !strings.Contains(log, tt.says) || strings.Contains(log, "Анна") || !strings.Contains(log, "works again") {
					t.Errorf("the log says %s, want %q", log, tt.says)
				}
				if took := s.second.Sub(start); took < tt.least || took > tt.most {
					t.Errorf("went on after %v, want %v to %v", took, tt.least, tt.most)
				}
			})
		})
	}
}

func TestPollerStopsWithoutAToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []string{`{"ok":false,"error_code":401,"description":"Unauthorized"}`}}
		if _, _, err := s.poll(t, 0); err == nil || !strings.Contains(err.Error(), "BOT_TOKEN") {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestPollerRemovesAWebhookOnce(t *testing.T) {
	const hook = `{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}`
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: []string{hook, hook}}
		_, log, err := s.poll(t, 0)
		if err != nil {
			t.Fatal(err)
		}
		want(t, "calls", s.asked[:4], []string{"getUpdates 0", "deleteWebhook", "getUpdates 0", "getUpdates 0"})
		if !strings.Contains(log, "removed") || !strings.Contains(log, "again: stop") {
			t.Errorf("the log says %s", log)
		}
	})
}

// An hour without a network costs little.
func TestPollerIsPatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := pollerOf(t, "http://bot-api", testToken, slog.New(slog.DiscardHandler))
		dials := 0
		p.client.DialBy(func(context.Context, string, string) (net.Conn, error) {
			dials++
			return nil, errors.New("no route to host")
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if err := p.run(ctx, 0, nil); err != nil {
			t.Error(err)
		}
		if dials < 100 || dials > 300 {
			t.Errorf("%d polls in an hour", dials)
		}
	})
}

func TestPollerEndsWhenABatchCannotBeKept(t *testing.T) {
	s := &script{answers: []string{`{"ok":true,"result":[{"update_id":1}]}`}}
	server := httptest.NewServer(s)
	defer server.Close()
	p := pollerOf(t, server.URL, testToken, slog.New(slog.DiscardHandler))
	full := errors.New("disk full")
	if err := p.run(t.Context(), 0, func(context.Context, []update) (int64, error) { return 0, full }); !errors.Is(err, full) {
		t.Errorf("the run ended with %v", err)
	}
	want(t, "polls", s.asked, []string{"getUpdates 0"})
}

// Before the sandbox: nothing is confirmed that was not accepted, and a stop ends a
// long poll at once.
func TestPollerAndSandbox(t *testing.T) {
	box := sandbox.New(sandbox.Options{})
	server := httptest.NewServer(box)
	defer server.Close()
	defer box.Close()
	box.AddPerson(sandbox.Person{ID: resident, FirstName: "Анна"})
	for i := range 150 {
		box.Send(sandbox.Post{As: resident, Text: fmt.Sprint(i)})
	}
	p := pollerOf(t, server.URL, sandbox.DefaultToken, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	var ids []int64
	run := func(upTo int) error {
		return p.run(ctx, p.offset, func(_ context.Context, updates []update) (int64, error) {
			if len(ids) >= upTo {
				return updates[0].id, errors.New("enough")
			}
			for _, u := range updates {
				ids = append(ids, u.id)
			}
			return ids[len(ids)-1] + 1, nil
		})
	}
	if err := run(100); err == nil || len(ids) != 100 {
		t.Fatalf("received %d, %v", len(ids), err)
	}
	time.AfterFunc(100*time.Millisecond, cancel) // in the poll after the last batch
	if err := run(1000); err != nil || len(ids) != 150 {
		t.Fatalf("received %d, %v", len(ids), err)
	}
	for i := 1; i < len(ids); i++ {
		if ids[i] != ids[i-1]+1 {
			t.Fatalf("update %d came after %d", ids[i], ids[i-1])
		}
	}
	if p.lastPoll().IsZero() {
		t.Error("no poll succeeded, says the poller")
	}
}

const (
	testToken = "1000001:sandbox"
	resident  = 501
)

func want(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q\nwant %q", what, got, want)
	}
}

func pollerOf(t *testing.T, api, token string, log *slog.Logger) *poller {
	t.Helper()
	p, err := newPoller(api, token, log)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
