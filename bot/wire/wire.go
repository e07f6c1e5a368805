package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	jsonv1 "github.com/go-json-experiment/json/v1"
	tg "github.com/go-telegram/bot"
)

const (
	callTimeout = 30 * time.Second // of one call with JSON that has no deadline of its own
	fileTimeout = time.Minute      // of an upload or a download
	maxAnswer   = 64 << 20         // bytes
	maxKept     = 64 << 10         // bytes of a body whose buffer is used again
)

// transport carries requests: the standard one, called without http.Client.
type transport struct {
	*http.Transport
	buffers sync.Pool
}

func newTransport(dial dialing) *transport {
	return &transport{
		Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           dial,
			ForceAttemptHTTP2:     true,
			HTTP2:                 &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second},
			TLSHandshakeTimeout:   10 * time.Second,
			ExpectContinueTimeout: time.Second,
			MaxIdleConns:          256,
			MaxIdleConnsPerHost:   256,
			IdleConnTimeout:       50 * time.Second, // less than servers commonly keep one
		},
		buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }},
	}
}

// Do sends a request of the library. The library streams it through a pipe, of
// unknown length and gone once it was read; here it is read first, so that it goes
// in one piece and again when the connection turns out to be dead.
func (t *transport) Do(r *http.Request) (*http.Response, error) {
	body := t.body()
	defer body.release()
	_, err := body.buffer.ReadFrom(r.Body)
	if err == nil {
		err = r.Body.Close()
	}
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), fileTimeout)
	answer, err := t.exchange(r.WithContext(ctx), body)
	switch {
	case err != nil:
		cancel()
		return nil, err
	case answer.StatusCode >= 400 && strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html"):
		_ = answer.Body.Close()
		cancel()
		return nil, &Page{answer.StatusCode}
	}
	answer.Body = &cancelBody{answer.Body, cancel}
	return answer, nil
}

type cancelBody struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b *cancelBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != io.EOF {
		err = lost(err)
	}
	return n, err
}

func (b *cancelBody) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}

func (t *transport) exchange(r *http.Request, body *sharedBody) (*http.Response, error) {
	r.ContentLength = int64(body.buffer.Len())
	r.Body = body.reader()
	r.GetBody = func() (io.ReadCloser, error) { return body.reader(), nil }
	if !once(path.Base(r.URL.Path)) {
		// Not sent when empty. It allows the transport to repeat a call whose connection
		// died before an answer, as the courier would do anyway, only later.
		r.Header["Idempotency-Key"] = nil
	}
	var whole atomic.Bool
	trace := httptrace.ClientTrace{WroteRequest: func(w httptrace.WroteRequestInfo) { whole.Store(w.Err == nil) }}
	answer, err := t.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), &trace)))
	if err != nil && whole.Load() {
		err = lost(err)
	}
	return answer, err
}

// ErrLost is a call that was sent whole and whose answer did not come: nobody can tell
// whether it was done.
var ErrLost = errors.New("the answer was lost")

func lost(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrLost, err)
}

// once reports whether a method does something else when it is called twice.
func once(method string) bool { return strings.HasPrefix(method, "send") }

// Page is an answer that is not of the Bot API: a proxy's, mostly.
type Page struct{ Status int }

func (p *Page) Error() string { return fmt.Sprintf("status %d: an answer that is no JSON", p.Status) }

// ErrShape is a call that was done, with a result that is too new to be understood.
var ErrShape = errors.New("a result of an unknown shape")

// Call makes a call with JSON, without the library. A no of the Bot API is a [*Refusal].
func Call[T any](ctx context.Context, c *Client, method string, ask any) (result T, err error) {
	deadline, set := ctx.Deadline()
	if !set {
		deadline = time.Now().Add(callTimeout)
	}
	body := c.transport.body()
	defer body.release()
	encoder := json.NewEncoder(body.buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(ask); err != nil {
		return result, fmt.Errorf("%s: %w", method, err)
	}
	status, answer, err := c.post(ctx, deadline, method, body)
	if err != nil {
		return result, fmt.Errorf("%s: %w", method, err)
	}
	if result, err = understand[T](status, answer); err != nil {
		return result, fmt.Errorf("%s: %w", method, err)
	}
	return result, nil
}

// post makes a call on a connection of our own, unless a proxy stands between: then by the
// standard transport, which knows how to speak to one.
func (c *Client) post(ctx context.Context, deadline time.Time, method string, body *sharedBody) (status int, answer []byte, err error) {
	if c.conns != nil {
		return c.conns.post(ctx, deadline, c.base.EscapedPath()+method, body.buffer.Bytes(), once(method))
	}
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.String()+method, nil)
	if err != nil {
		return 0, nil, errors.New("the address of the Bot API is not one")
	}
	r.Header.Set("Content-Type", "application/json")
	a, err := c.transport.exchange(r, body)
	if err != nil {
		return 0, nil, err
	}
	defer a.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(a.Body, maxAnswer))
	return a.StatusCode, answer, lost(err)
}

// understand reads an answer. What it cannot read it does not show either: that may
// hold people's words.
func understand[T any](status int, raw []byte) (T, error) {
	var a struct {
		OK     bool `json:"ok"`
		Result T    `json:"result"`
		Refusal
	}
	err := jsonv1.Unmarshal(raw, &a)
	var mismatch *jsonv1.UnmarshalTypeError
	switch {
	case err != nil && !errors.As(err, &mismatch):
		return a.Result, &Page{status}
	case !a.OK:
		return a.Result, &a.Refusal
	case err != nil:
		return a.Result, ErrShape
	}
	return a.Result, nil
}

// Refusal is an answer of the Bot API that says no.
type Refusal struct {
	Code        int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

func (r *Refusal) Error() string { return r.Description }

// Unwrap returns the library's error for the code, if it has one.
func (r *Refusal) Unwrap() error {
	switch r.Code {
	case http.StatusBadRequest:
		return tg.ErrorBadRequest
	case http.StatusUnauthorized:
		return tg.ErrorUnauthorized
	case http.StatusForbidden:
		return tg.ErrorForbidden
	case http.StatusNotFound:
		return tg.ErrorNotFound
	case http.StatusConflict:
		return tg.ErrorConflict
	}
	return nil
}

func (t *transport) body() *sharedBody {
	b := &sharedBody{buffer: t.buffers.Get().(*bytes.Buffer), pool: &t.buffers}
	b.users.Store(1)
	return b
}

// sharedBody is a buffered request. The transport may still read it when the answer
// is there already, so its buffer is used again only when all readers are closed.
type sharedBody struct {
	buffer *bytes.Buffer
	pool   *sync.Pool
	users  atomic.Int32
}

func (b *sharedBody) release() {
	if b.users.Add(-1) > 0 || b.buffer.Cap() > maxKept {
		return
	}
	b.buffer.Reset()
	b.pool.Put(b.buffer)
}

func (b *sharedBody) reader() io.ReadCloser {
	b.users.Add(1)
	return &bodyReader{Reader: bytes.NewReader(b.buffer.Bytes()), body: b}
}

type bodyReader struct {
	*bytes.Reader
	body   *sharedBody
	closed atomic.Bool
}

func (r *bodyReader) Close() error {
	if r.closed.CompareAndSwap(false, true) {
		r.body.release()
	}
	return nil
}
