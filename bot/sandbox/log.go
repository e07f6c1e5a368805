package sandbox

import (
	"encoding/json"
	"maps"
	"time"
)

// Call is one call of the Bot API, as /sim/calls shows it.
type Call struct {
	N           int64             `json:"n"`
	At          time.Time         `json:"at"`
	Method      string            `json:"method"`
	Chat        int64             `json:"chat,omitempty"`
	Params      map[string]string `json:"params"`
	OK          bool              `json:"ok"`
	Code        int               `json:"code,omitempty"`
	Description string            `json:"description,omitempty"`
	Result      any               `json:"result,omitempty"`
}

// Problem is a request that Telegram would refuse whatever the chats hold, or that its description does not know. N is
// the number of its call in the log.
type Problem struct {
	N      int64  `json:"n"`
	Method string `json:"method"`
	Text   string `json:"text"`
}

// ring keeps the newest entries; entry n (from 1) stands at (n-1) % size.
type ring[T any] struct {
	kept []T
	n    int64
}

func newRing[T any](size int) ring[T] { return ring[T]{kept: make([]T, 0, size)} }

func (r *ring[T]) add(make func(n int64) T) {
	r.n++
	if len(r.kept) < cap(r.kept) {
		r.kept = append(r.kept, make(r.n))
		return
	}
	r.kept[(r.n-1)%int64(cap(r.kept))] = make(r.n)
}

// since lists what is kept of the entries above n, oldest first.
func (r *ring[T]) since(n int64) []T {
	out := []T{}
	for i := max(n, r.n-int64(len(r.kept))); i < r.n; i++ {
		out = append(out, r.kept[i%int64(cap(r.kept))])
	}
	return out
}

// Calls lists the calls after number since, the newest 2,000 at most. Polls that brought nothing are left out.
func (s *Sandbox) Calls(since int64) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls.since(since)
}

// Problems lists the faulty requests so far, the newest 500 at most.
func (s *Sandbox) Problems() []Problem {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.problems.since(0)
}

func (s *Sandbox) record(q *request, result any, e *apiError) {
	if batch, ok := result.([]json.RawMessage); ok && len(batch) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := Call{At: s.clock.Now(), Method: q.method, Chat: q.integer("chat_id"), Params: q.shown(), OK: e == nil, Result: result}
	if e != nil {
		c.Code, c.Description = e.code, e.description
	}
	s.calls.add(func(n int64) Call { c.N = n; return c })
	call := s.calls.n
	if e != nil && e.faulty {
		q.find(e.description)
	}
	for _, text := range q.findings {
		s.problems.add(func(int64) Problem { return Problem{N: call, Method: q.method, Text: text} })
	}
	s.tell("call", c.Chat)
}

// shown is the request's parameters, an upload as its name.
func (q *request) shown() map[string]string {
	if len(q.files) == 0 {
		return q.params
	}
	shown := maps.Clone(q.params)
	for name, file := range q.files {
		shown[name] = "upload " + file.name
	}
	return shown
}
