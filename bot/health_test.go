package bot

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

func TestReady(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	full := errors.New("commit: no room left for the data")
	for _, c := range []struct {
		name   string
		polled time.Time
		wrote  []error
		status int
		body   string
	}{
		{"all is well", now.Add(-50 * time.Second), []error{nil}, 200, "ready\n"},
		{"nothing to write yet", now, nil, 200, "ready\n"},
		{"before the first poll", time.Time{}, nil, 503, "not ready\npolling: no poll of Telegram has succeeded yet\n"},
		{"just not too late", now.Add(-89 * time.Second), nil, 200, "ready\n"},
		{"deaf", now.Add(-90 * time.Second), nil, 503, "not ready\npolling: the last successful poll of Telegram was 1m30s ago\n"},
		{"full", now, []error{nil, full}, 503, "not ready\nstore: the last round could not be written: commit: no room left for the data\n"},
		{"full, then not", now, []error{full, nil}, 200, "ready\n"},
		{"both", time.Time{}, []error{full}, 503, "not ready\npolling: no poll of Telegram has succeeded yet\n" +
			"store: the last round could not be written: commit: no room left for the data\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHealth(func() time.Time { return c.polled })
			h.now = func() time.Time { return now }
			for _, err := range c.wrote {
				h.wrote(err)
			}
			if status, body := get(h.handler(newMetrics()), "/readyz"); status != c.status || body != c.body {
				t.Errorf("%d %q, want %d %q", status, body, c.status, c.body)
			}
		})
	}
}

// A bot in trouble is alive all the same: starting it again would not help.
func TestAlive(t *testing.T) {
	h := newHealth(func() time.Time { return time.Time{} })
	h.wrote(errors.New("commit: no room left for the data"))
	if status, body := get(h.handler(newMetrics()), "/healthz"); status != 200 || body != "alive\n" {
		t.Errorf("%d %q", status, body)
	}
}

// Whoever holds a connection without using it loses it. In a bubble nothing waits for ever:
// a connection that does not end is reported.
func TestIdleConnectionsEnd(t *testing.T) {
	for _, sends := range []string{
		"",
		"GET /healthz HT",
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(sends, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := make(pipes)
				s := impatient(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
				go func() { _ = s.Serve(network) }()
				defer s.Close()
				conn, _ := network.dial(t.Context(), "", "") // never fails
				defer conn.Close()
				go func() { _, _ = io.WriteString(conn, sends) }()
				if _, err := io.Copy(io.Discard, conn); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func get(h http.Handler, path string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}
