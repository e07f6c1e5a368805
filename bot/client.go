package bot

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const telegramAPI = "https://api.telegram.org"

// client is the typed client for everything that is sent: the library's, but that
// the calls which are made all the time take a shorter way with the library's types
// (see [client.quick]). The library sends multipart through a pipe, which costs about
// twice the processor time of JSON.
type client struct {
	*tg.Bot
	wire    *wire
	address string // ends in the token and a slash: for no eye
	files   string // so does this; a file's path follows
	fetches chan struct{}
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
	api = strings.TrimRight(api, "/")
	c := &client{wire: newWire(), address: api + "/bot" + token + "/", files: api + "/file/bot" + token + "/",
		fetches: make(chan struct{}, fetchesAtOnce)}
	c.Bot, err = tg.New(token,
		tg.WithServerURL(api),
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
	if errors.Is(err, tg.ErrorUnauthorized) {
		err = errToken
	}
	if err != nil {
		return identity{}, fmt.Errorf("ask Telegram who the bot is: %w", err)
	}
	return identity{ID: me.ID, Username: me.Username}, nil
}

// quick makes a call whose result is a message, as JSON. Of the result it wants the id.
func (c *client) quick(ctx context.Context, method string, ask any) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	m, err := call[struct {
		ID int `json:"message_id"`
	}](ctx, c.wire, c.address, method, ask)
	return m.ID, err
}

// close lets go of idle connections.
func (c *client) close() { c.wire.transport.CloseIdleConnections() }
