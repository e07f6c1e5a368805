// Package wire makes calls of the Bot API.
//
// A [Client] is the library's typed one, over a transport that shows the token to nobody:
// errors of http.Client hold the address, and the address holds the token. What is called
// all the time takes the shorter way of [Call]: JSON with the library's types, on
// connections of our own (conns.go). The library sends multipart through a pipe, which
// costs many times the processor time.
package wire

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const telegramAPI = "https://api.telegram.org"

// MaxCaption is how many visible characters the words below a picture or a file may have.
const MaxCaption = 1024

// ErrToken is what a call fails with for good when the token is not good.
var ErrToken = errors.New("token refused (401): it is unknown to Telegram or was revoked; ask BotFather for it and set BOT_TOKEN")

// Client calls the Bot API for one bot.
type Client struct {
	*tg.Bot
	transport *transport
	conns     *conns   // nil where a proxy stands between
	base      *url.URL // ends in the token and a slash: for no eye
	files     string   // so does this; a file's path follows
	fetches   chan struct{}
}

var tokenShape = regexp.MustCompile(`^\d+:[A-Za-z0-9_-]+$`)

// New makes a client for the Bot API at api, Telegram's own when empty. It calls nothing
// yet.
func New(api, token string) (*Client, error) {
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
	api = strings.TrimRight(api, "/")
	dial := (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	c := &Client{transport: newTransport(dial), files: api + "/file/bot" + token + "/", fetches: make(chan struct{}, fetchesAtOnce)}
	if c.base, err = url.Parse(api + "/bot" + token + "/"); err != nil {
		return nil, errors.New("the address of the Bot API is not one")
	}
	if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: c.base}); proxy == nil && err == nil {
		c.conns = newConns(c.base, dial)
	}
	c.Bot, err = tg.New(token,
		tg.WithServerURL(api),
		tg.WithHTTPClient(time.Minute, c.transport),
		tg.WithSkipGetMe(),
		// The library would log the words of residents.
		tg.WithDefaultHandler(func(context.Context, *tg.Bot, *models.Update) {}),
		tg.WithErrorsHandler(func(error) {}),
		tg.WithDebugHandler(func(string, ...any) {}))
	return c, err
}

// Me asks Telegram who the bot is.
func (c *Client) Me(ctx context.Context) (*models.User, error) {
	me, err := Call[models.User](ctx, c, "getMe", struct{}{})
	switch {
	case errors.Is(err, tg.ErrorUnauthorized):
		err = ErrToken
	case err == nil && (me.ID == 0 || me.Username == ""):
		err = errors.New("the answer names nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("ask Telegram who the bot is: %w", err)
	}
	return &me, nil
}

// DialBy makes connections by dial: for tests without sockets.
func (c *Client) DialBy(dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	c.transport.DialContext = dial
	c.conns = newConns(c.base, dial)
}

// Close lets go of idle connections.
func (c *Client) Close() {
	c.transport.CloseIdleConnections()
	if c.conns != nil {
		c.conns.closeIdle()
	}
}

// Backoff is the pause after the n-th failure in a row, from 1: it doubles from
// first up to most, less up to a half so that not all try at the same moment.
func Backoff(n int, first, most time.Duration) time.Duration {
	d := most
	if n < 20 {
		d = min(first<<(n-1), most)
	}
	return d - rand.N(d/2)
}
