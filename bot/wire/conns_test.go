package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// saying is a client in a bubble of synctest whose server says one thing to every request,
// whatever it is, the last of them to all that follow; "" is silence. It counts the requests.
func saying(t *testing.T, answers ...string) (*Client, *atomic.Int64) {
	t.Helper()
	c, err := New("http://bot-api", testToken)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	calls := new(atomic.Int64)
	c.DialBy(func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			in := bufio.NewReader(theirs)
			for {
				r, err := http.ReadRequest(in)
				if err != nil {
					return
				}
				answer := answers[min(int(calls.Add(1)), len(answers))-1]
				_, _ = io.Copy(io.Discard, r.Body)
				if _, err := io.WriteString(theirs, answer); err != nil || strings.Contains(answer, "close") {
					return
				}
			}
		}()
		return ours, nil
	})
	return c, calls
}

const (
	yes       = `{"ok":true,"result":true}`
	sayingYes = "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n" + yes
)

func TestAnswersOnTheWire(t *testing.T) {
	for name, tt := range map[string]struct {
		answer string
		fails  bool
		kept   int // connections
	}{
		"a length":      {sayingYes, false, 1},
		"chunks":        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n" + yes + "\r\n0\r\n\r\n", false, 1},
		"until the end": {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + yes, false, 0},
		"a page":        {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>", true, 1},
		"no HTTP":       {"220 mail.example.org\r\n\r\n", true, 0},
		"cut short":     {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 99\r\n\r\n" + yes, true, 0},
		"far too much":  {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", true, 0},
		"an odd length": {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", true, 0},
		"nothing":       {"HTTP/1.1 204 No Content\r\n\r\n", true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, _ := saying(t, tt.answer)
				for range 3 {
					if _, err := Call[bool](t.Context(), c, "getMe", nil); (err != nil) != tt.fails {
						t.Error(err)
					}
				}
				if n := len(c.conns.idle); n != tt.kept {
					t.Errorf("%d connections are kept, want %d", n, tt.kept)
				}
			})
		})
	}
}

func TestACallThatGetsNoAnswerEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, calls := saying(t, sayingYes, "")
		if _, err := Call[bool](t.Context(), c, "getMe", nil); err != nil {
			t.Fatal(err)
		}
		start := time.Now() // on the connection that was good
		if _, err := Call[bool](t.Context(), c, "getMe", nil); err == nil {
			t.Error("it was answered")
		}
		if took := time.Since(start); took != callTimeout {
			t.Errorf("it took %v", took)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := Call[bool](ctx, c, "getMe", nil); err == nil {
			t.Error("it was answered")
		}
		ctx, stop = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		if _, err := Call[bool](ctx, c, "getMe", nil); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if n := calls.Load(); n != 4 || len(c.conns.idle) != 0 {
			t.Errorf("%d requests for four calls, %d connections kept", n, len(c.conns.idle))
		}
	})
}

func TestConnectionsAreLetGoWhenTheyAreIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := saying(t, sayingYes)
		call := func() {
			if _, err := Call[bool](t.Context(), c, "getMe", nil); err != nil {
				t.Error(err)
			}
		}
		call()
		first := c.conns.idle[0]
		call()
		if c.conns.idle[0] != first {
			t.Error("a connection that was good is not used again")
		}
		time.Sleep(idleTimeout + time.Second)
		call()
		if len(c.conns.idle) != 1 || c.conns.idle[0] == first {
			t.Error("a connection is used that was idle for long")
		}
	})
}

// Over TLS, with the certificate looked at.
func TestCallsOverTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, yes) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	c, err := New(server.URL, testToken)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := Call[bool](t.Context(), c, "getMe", nil); err == nil || strings.Contains(err.Error(), testToken) {
		t.Errorf("a certificate that nobody knows: %v", err)
	}
	c.conns.tls.RootCAs = x509.NewCertPool()
	c.conns.tls.RootCAs.AddCert(server.Certificate())
	if _, err := Call[bool](t.Context(), c, "getMe", nil); err != nil {
		t.Error(err)
	}
	if _, secure := c.conns.idle[0].Conn.(*tls.Conn); !secure {
		t.Error("it went in the open")
	}
}

// Where a proxy stands between, the standard transport speaks to it.
func TestCallsThroughAProxy(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path != "/bot"+testToken+"/getMe" || strings.TrimSpace(string(body)) != `{"a":"<"}` {
			t.Errorf("asked %s %s", r.URL.Path, body)
		}
		_, _ = io.WriteString(w, yes)
	}))
	defer server.Close()
	c, err := New(server.URL, testToken)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ask := map[string]string{"a": "<"}
	if _, err := Call[bool](t.Context(), c, "getMe", ask); err != nil {
		t.Error(err)
	}
	c.conns = nil
	if _, err := Call[bool](t.Context(), c, "getMe", ask); err != nil {
		t.Error(err)
	}
}
