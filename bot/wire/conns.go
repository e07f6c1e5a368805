package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"time"
)

const (
	idleTimeout      = 50 * time.Second // less than servers commonly keep a connection
	handshakeTimeout = 10 * time.Second
	fresh            = time.Second // for so long no server ends an idle connection
)

// conns are connections on which calls take turns, each made by the goroutine that wants
// it. The standard transport has two goroutines for each connection, and to wake them costs
// as much as the rest of a call.
type conns struct {
	host    string // with the port, where the address says one
	address string
	tls     *tls.Config // nil: without
	dial    dialing

	mu   sync.Mutex
	idle []*conn // the one used last at the end
}

// dialing opens a connection.
type dialing = func(ctx context.Context, network, address string) (net.Conn, error)

type conn struct {
	net.Conn
	raw  net.Conn // below TLS
	in   *bufio.Reader
	out  []byte    // the request
	last time.Time // when it was used
}

func newConns(at *url.URL, dial dialing) *conns {
	p := &conns{host: at.Host, address: at.Host, dial: dial}
	port := "80"
	if at.Scheme == "https" {
		port = "443"
		p.tls = &tls.Config{ServerName: at.Hostname(), NextProtos: []string{"http/1.1"}, ClientSessionCache: tls.NewLRUClientSessionCache(0)}
	}
	if at.Port() == "" {
		p.address = net.JoinHostPort(at.Hostname(), port)
	}
	return p
}

// post sends JSON to a path and reads the whole answer. A connection that was used before
// may be dead without our knowing: then there is no answer, and it goes again on another.
// What must not be done twice does so only if it surely was not done.
func (p *conns) post(ctx context.Context, deadline time.Time, path string, body []byte, once bool) (status int, answer []byte, err error) {
	for {
		c, used, err := p.take(ctx, deadline)
		if err != nil {
			return 0, nil, err
		}
		c.request(p.host, path, body)
		status, answer, err = p.exchange(ctx, deadline, c)
		if !errors.Is(err, errDead) || !used || ctx.Err() != nil || once && errors.Is(err, ErrLost) {
			return status, answer, err
		}
	}
}

// request writes down what goes out next.
func (c *conn) request(host, path string, body []byte) {
	c.out = append(append(append(c.out[:0], "POST "...), path...), " HTTP/1.1\r\nHost: "...)
	c.out = append(append(c.out, host...), "\r\nContent-Type: application/json\r\nContent-Length: "...)
	c.out = append(strconv.AppendInt(c.out, int64(len(body)), 10), "\r\n\r\n"...)
	c.out = append(c.out, body...)
}

// errDead is a connection that ended before an answer began.
var errDead = errors.New("the connection was cut before an answer")

func (p *conns) exchange(ctx context.Context, deadline time.Time, c *conn) (status int, answer []byte, err error) {
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
	_ = c.SetDeadline(deadline)
	status, answer, keep, err := c.exchange()
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("%w: %w", err, ctx.Err())
	}
	if stop() && keep {
		p.put(c)
	} else {
		_ = c.Close()
	}
	return status, answer, err
}

func (c *conn) exchange() (status int, answer []byte, keep bool, err error) {
	if _, err = c.Write(c.out); err != nil {
		return 0, nil, false, dead(err)
	}
	if _, err = c.in.Peek(1); err != nil {
		return 0, nil, false, lost(dead(err))
	}
	r, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, nil, false, lost(err)
	}
	defer r.Body.Close()
	if r.ContentLength > maxAnswer {
		return 0, nil, false, errors.New("an answer that is too long")
	}
	answer, err = readBody(r)
	return r.StatusCode, answer, err == nil && !r.Close && len(answer) < maxAnswer, err
}

// dead says that the connection ended, unless it is time that did.
func dead(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", errDead, err)
}

func readBody(r *http.Response) ([]byte, error) {
	if r.ContentLength >= 0 {
		answer := make([]byte, r.ContentLength)
		_, err := io.ReadFull(r.Body, answer)
		return answer, lost(err)
	}
	answer, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	return answer, lost(err)
}

// take gets a connection; used says whether it was used before.
func (p *conns) take(ctx context.Context, deadline time.Time) (c *conn, used bool, err error) {
	if c := p.pop(); c != nil {
		return c, true, nil
	}
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	raw, err := p.dial(ctx, "tcp", p.address)
	if err != nil {
		return nil, false, err
	}
	over := raw
	if p.tls != nil {
		if over, err = p.secure(ctx, raw); err != nil {
			return nil, false, err
		}
	}
	return &conn{Conn: over, raw: raw, in: bufio.NewReader(over)}, false, nil
}

func (p *conns) secure(ctx context.Context, raw net.Conn) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	secure := tls.Client(raw, p.tls)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, err
	}
	return secure, nil
}

// pop takes the idle connection that was used last, and lets go of those that have been
// idle for long.
func (p *conns) pop() *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	old := time.Now().Add(-idleTimeout)
	for len(p.idle) > 0 && p.idle[0].last.Before(old) {
		_ = p.idle[0].Close()
		p.idle = p.idle[1:]
	}
	for len(p.idle) > 0 {
		last := len(p.idle) - 1
		c := p.idle[last]
		p.idle = p.idle[:last]
		if time.Since(c.last) < fresh || !ended(c.raw) {
			return c
		}
		_ = c.Close()
	}
	return nil
}

func (p *conns) put(c *conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c.last = time.Now()
	if cap(c.out) > maxKept {
		c.out = nil
	}
	p.idle = append(p.idle, c)
}

// closeIdle lets go of all connections that are not in use.
func (p *conns) closeIdle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.idle {
		_ = c.Close()
	}
	p.idle = nil
}
