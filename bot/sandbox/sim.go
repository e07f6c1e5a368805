package sandbox

import "net/http"

// routes is the control that the chat page and other programs use.
func (s *Sandbox) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.Handle("GET /", page())
	return m
}
