package bot

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// pollStale is how long after the last successful poll the bot counts as deaf. A
// poll that brings nothing ends after 50 s.
const pollStale = 90 * time.Second

// health tells whether the bot does its work. It goes by the wall clock.
type health struct {
	polled func() time.Time // when the last poll succeeded; zero for never
	now    func() time.Time
	broken atomic.Pointer[string] // why the last commit failed
}

func newHealth(polled func() time.Time) *health { return &health{polled: polled, now: time.Now} }

// wrote takes note of how a commit ended.
func (h *health) wrote(err error) {
	if err == nil {
		if h.broken.Load() != nil {
			h.broken.Store(nil)
		}
		return
	}
	why := err.Error()
	h.broken.Store(&why)
}

// trouble says in plain words what does not work, one line each.
func (h *health) trouble() []string {
	var out []string
	switch last := h.polled(); {
	case last.IsZero():
		out = append(out, "polling: no poll of Telegram has succeeded yet")
	case h.now().Sub(last) >= pollStale:
		out = append(out, fmt.Sprintf("polling: the last successful poll of Telegram was %s ago", h.now().Sub(last).Round(time.Second)))
	}
	if why := h.broken.Load(); why != nil {
		out = append(out, "store: the last round could not be written: "+*why)
	}
	return out
}

// handler serves what `--listen` shows: /healthz (the process answers), /readyz (it
// does its work) and /metrics.
func (h *health) handler(m *metrics) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { respond(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if bad := h.trouble(); len(bad) > 0 {
			respond(w, http.StatusServiceUnavailable, "not ready\n"+strings.Join(bad, "\n"))
			return
		}
		respond(w, http.StatusOK, "ready")
	})
	mux.Handle("GET /metrics", m.handler())
	return mux
}

// impatient is a server that lets go of whoever connects and says nothing, reads slowly or
// stays without asking.
func impatient(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 1 << 14}
}

func respond(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // who asked has gone
}
