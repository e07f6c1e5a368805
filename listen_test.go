package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
)

// Whoever holds a connection to health and metrics without using it loses it.
func TestIdleConnectionsEnd(t *testing.T) {
	for _, c := range []struct{ does, sends string }{
		{"says nothing", ""},
		{"begins to ask", "GET /healthz HT"},
		{"begins to send", "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"},
		{"stays after the answer", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"},
	} {
		t.Run(c.does, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				line := newLine()
				s := watched(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, _ = io.Copy(w, r.Body)
				}))
				go func() { _ = s.Serve(line) }()
				defer s.Close()
				conn := line.call()
				defer conn.Close()
				go func() { _, _ = io.WriteString(conn, c.sends) }()
				// In a bubble nothing waits for ever: a connection that never ended would be reported.
				if _, err := io.Copy(io.Discard, bufio.NewReader(conn)); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// line is a listener without a network.
type line struct {
	conns chan net.Conn
	ended chan struct{}
}

func newLine() *line { return &line{make(chan net.Conn), make(chan struct{})} }

func (l *line) call() net.Conn {
	here, there := net.Pipe()
	l.conns <- there
	return here
}

func (l *line) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.ended:
		return nil, net.ErrClosed
	}
}

func (l *line) Close() error {
	select {
	case <-l.ended:
	default:
		close(l.ended)
	}
	return nil
}

func (*line) Addr() net.Addr { return &net.TCPAddr{} }
