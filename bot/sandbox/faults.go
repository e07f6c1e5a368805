package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault spoils the next calls of a method.
type Fault struct {
	// Method is a method of the Bot API, or "*" (or nothing) for any but getUpdates.
	Method string
	// Chat narrows it to one chat; 0 is any.
	Chat int64
	// Times is how many calls to spoil; 0 is one, below 0 all until the faults are cleared.
	Times int
	// Kind is 429, 403, 409, 500, slow, cut-before (nothing was done), cut-after (it was done, the answer is lost),
	// garbage (a proxy's page instead of JSON, nothing was done), odd (done, with a result of another shape), refused
	// (with Code and Says), page (HTML with Code, nothing was done), or twice (an update is delivered again after it
	// was confirmed).
	Kind string
	// Code and Says are those of an answer that says no.
	Code int
	Says string
	// RetryAfter is in seconds, for 429; 0 is 1.
	RetryAfter int
	// Delay is real time, for slow; 0 is a second.
	Delay time.Duration
}

// Fail asks for a fault. Faults are taken in the order in which they came.
func (s *Sandbox) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, &f)
}

// ClearFaults ends all faults.
func (s *Sandbox) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

func (f *Fault) hits(method string, chat int64) bool {
	if f.Chat != 0 && f.Chat != chat {
		return false
	}
	if f.Method == "*" || f.Method == "" {
		return method != "getUpdates"
	}
	return strings.EqualFold(f.Method, method)
}

func (s *Sandbox) takeFault(q *request) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) == 0 {
		return nil
	}
	chat := q.integer("chat_id")
	return s.take(func(f *Fault) bool { return f.Kind != "twice" && f.hits(q.method, chat) })
}

// takeTwice is asked with the lock held.
func (s *Sandbox) takeTwice(u *update) bool {
	return s.take(func(f *Fault) bool { return f.Kind == "twice" && (f.Chat == 0 || f.Chat == u.chat) }) != nil
}

func (s *Sandbox) take(fits func(*Fault) bool) *Fault {
	i := slices.IndexFunc(s.faults, fits)
	if i < 0 {
		return nil
	}
	f := s.faults[i]
	if f.Times > 0 {
		f.Times--
	}
	if f.Times == 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	return f
}

// before is what goes wrong instead of the call.
func (f *Fault) before(s *Sandbox, q *request) error {
	if f == nil {
		return nil
	}
	switch f.Kind {
	case "429":
		return tooMany(max(f.RetryAfter, 1))
	case "403":
		return forbid("bot was blocked by the user")
	case "409":
		return errTwoPolls
	case "500":
		return &apiError{code: 500, description: "Internal Server Error"}
	case "cut-before":
		s.record(q, nil, &apiError{description: "the connection was cut before the call"})
		panic(http.ErrAbortHandler)
	case "garbage":
		f.Code = http.StatusBadGateway
		return &apiError{code: f.Code, description: "Bad Gateway"}
	case "page":
		return &apiError{code: f.Code, description: http.StatusText(f.Code)}
	case "refused":
		return &apiError{code: f.Code, description: f.Says}
	case "slow":
		f.wait(s, q)
	}
	return nil
}

func (f *Fault) wait(s *Sandbox, q *request) {
	delay := f.Delay
	if delay == 0 {
		delay = time.Second
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-q.ctx.Done():
	case <-s.closed:
	}
}

// after is what goes wrong with the answer; true if none is to be written.
func (f *Fault) after(w http.ResponseWriter) bool {
	if f == nil {
		return false
	}
	switch f.Kind {
	case "cut-after":
		panic(http.ErrAbortHandler)
	case "garbage", "page":
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Code)
		_, _ = fmt.Fprintf(w, "<html><head><title>%d %s</title></head></html>", f.Code, http.StatusText(f.Code))
		return true
	case "odd":
		writeResult(w, []string{"something", "new"})
		return true
	}
	return false
}
