package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	telegramAPI = "https://api.telegram.org"
	callTimeout = time.Minute // of one call, an upload included
	maxKept     = 64 << 10    // bytes of a body whose buffer is used again
)

// client is the typed client for everything that is sent.
type client struct {
	*tg.Bot
	wire *wire
}

var tokenShape = regexp.MustCompile(`^\d+:[A-Za-z0-9_-]+$`)

// newClient calls the Bot API at api, Telegram's own when empty. It calls nothing
// yet.
func newClient(api, token string) (*client, error) {
	if api == "" {
		api = telegramAPI
	}
	// What the shapes let through cannot fail inside the library, which would leak.
	if !tokenShape.MatchString(token) {
		return nil, errors.New("the token has not the shape 123456:ABC…: copy it from BotFather")
	}
	at, err := url.Parse(api)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return nil, fmt.Errorf("the address of the Bot API has to be like %s", telegramAPI)
	}
	c := &client{wire: newWire()}
	c.Bot, err = tg.New(token,
		tg.WithServerURL(strings.TrimRight(api, "/")),
		tg.WithHTTPClient(time.Minute, c.wire),
		tg.WithSkipGetMe(),
		// The library would log the words of residents.
		tg.WithDefaultHandler(func(context.Context, *tg.Bot, *models.Update) {}),
		tg.WithErrorsHandler(func(error) {}),
		tg.WithDebugHandler(func(string, ...any) {}))
	return c, err
}

// me asks Telegram who the bot is.
func (c *client) me(ctx context.Context) (identity, error) {
	me, err := c.GetMe(ctx)
	if err != nil {
		return identity{}, err
	}
	return identity{ID: me.ID, Username: me.Username}, nil
}

// close lets go of idle connections.
func (c *client) close() { c.wire.transport.CloseIdleConnections() }

// wire carries requests. It calls the transport itself, because errors of
// http.Client hold the address, and the address holds the token.
type wire struct {
	transport *http.Transport
	buffers   sync.Pool
}

func newWire() *wire {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}
	return &wire{
		transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           dialer.DialContext,
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
func (w *wire) Do(r *http.Request) (*http.Response, error) {
	body := &sharedBody{buffer: w.buffers.Get().(*bytes.Buffer), pool: &w.buffers}
	body.users.Store(1)
	defer body.release()
	_, err := body.buffer.ReadFrom(r.Body)
	if err == nil {
		err = r.Body.Close()
	}
	if err != nil {
		return nil, err
	}
	r.ContentLength = int64(body.buffer.Len())
	r.Body = body.reader()
	r.GetBody = func() (io.ReadCloser, error) { return body.reader(), nil }
	// Not sent when empty. It allows the transport to repeat a call whose connection
	// died before an answer, as the courier would do anyway, only later.
	r.Header["Idempotency-Key"] = nil
	ctx, cancel := context.WithTimeout(r.Context(), callTimeout)
	return w.roundTrip(r.WithContext(ctx), cancel)
}

// roundTrip sends a request; cancel is called when the answer is closed.
func (w *wire) roundTrip(r *http.Request, cancel context.CancelFunc) (*http.Response, error) {
	answer, err := w.transport.RoundTrip(r)
	if err != nil {
		cancel()
		return nil, err
	}
	answer.Body = &cancelBody{answer.Body, cancel}
	return answer, nil
}

type cancelBody struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b *cancelBody) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
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
