package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"veche/bot/wire"
)

const (
	pollWait    = 50 * time.Second // the longest that Telegram allows
	pollTimeout = pollWait + 15*time.Second
	pollLimit   = 100
	pollPause   = 200 * time.Millisecond // between empty answers of a server that does not wait
)

// allowed are the kinds of update that are asked for.
var allowed = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// poller fetches updates as they are. It does not use the library's poller, which
// confirms updates before they are handled and stands still at one it cannot decode.
type poller struct {
	client *wire.Client // not that of the sends, so that a poll is on a connection of its own
	log    *slog.Logger
	polled atomic.Int64 // when a poll last succeeded, Unix nanoseconds
	offset int64
	fails  int  // polls in a row
	freed  bool // from a webhook, once
}

func newPoller(api, token string, log *slog.Logger) (*poller, error) {
	client, err := wire.New(api, token)
	return &poller{client: client, log: log}, err
}

// lastPoll is when a poll last succeeded; zero if none has.
func (p *poller) lastPoll() time.Time {
	at := p.polled.Load()
	if at == 0 {
		return time.Time{}
	}
	return time.Unix(0, at)
}

// run polls until the context ends, which is no error, or Telegram does not know the
// token. offset is that of the first poll. accept keeps what came for good, and returns
// the offset of the next poll: that confirms what was kept. Its error ends the run.
func (p *poller) run(ctx context.Context, offset int64, accept func(context.Context, []update) (int64, error)) error {
	defer p.client.Close()
	for p.offset = offset; ctx.Err() == nil; {
		asked := time.Now()
		updates, err := p.poll(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			if err := p.recover(ctx, err); err != nil {
				return err
			}
		case len(updates) > 0:
			p.succeeded()
			if p.offset, err = accept(ctx, updates); err != nil && ctx.Err() == nil {
				return fmt.Errorf("accept updates: %w", err)
			}
		default:
			p.succeeded()
			if time.Since(asked) < pollPause {
				sleep(ctx, pollPause)
			}
		}
	}
	return nil
}

func (p *poller) succeeded() {
	if p.fails > 0 {
		p.log.Info("polling works again", "failures", p.fails)
	}
	p.fails = 0
	p.polled.Store(time.Now().UnixNano())
}

// recover waits as an error of a poll asks for. It returns the error when there is
// no use in waiting.
func (p *poller) recover(ctx context.Context, err error) error {
	p.fails++
	wait := wire.Backoff(p.fails, 300*time.Millisecond, 30*time.Second)
	var told *wire.Refusal
	errors.As(err, &told)
	switch {
	case told == nil:
		p.log.Warn("poll failed", "error", err, "again_in", wait)
	case told.Code == http.StatusUnauthorized:
		return wire.ErrToken
	case told.Code == http.StatusConflict:
		return p.conflict(ctx, told)
	case told.Code == http.StatusTooManyRequests:
		wait = time.Duration(max(told.Parameters.RetryAfter, 1)) * time.Second
		p.log.Warn("Telegram asks to poll less", "again_in", wait)
	default:
		p.log.Warn("poll refused", "code", told.Code, "description", told.Description, "again_in", wait)
	}
	sleep(ctx, wait)
	return nil
}

// conflict is two bots on one token, or a webhook, which is removed once: if it
// comes back, somebody else wants it.
func (p *poller) conflict(ctx context.Context, told *wire.Refusal) error {
	wait := 3*time.Second + rand.N(7*time.Second)
	switch {
	case !strings.Contains(told.Description, "webhook"):
		p.log.Error("another program polls with the same token: stop one of the two", "again_in", wait)
	case p.freed:
		p.log.Error("a webhook is set with the same token, again: stop the program that sets it", "again_in", wait)
	default:
		p.freed = true
		if _, err := wire.Call[bool](ctx, p.client, "deleteWebhook", struct{}{}); err == nil {
			p.log.Warn("a webhook was set for this bot: removed, so that it can poll")
			return nil
		}
	}
	sleep(ctx, wait)
	return nil
}

func (p *poller) poll(ctx context.Context) ([]update, error) {
	ask := struct {
		Offset  int64    `json:"offset,omitempty"`
		Limit   int      `json:"limit"`
		Timeout int      `json:"timeout"`
		Allowed []string `json:"allowed_updates"`
	}{p.offset, pollLimit, int(pollWait / time.Second), allowed}
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	raws, err := wire.Call[[]json.RawMessage](ctx, p.client, "getUpdates", ask)
	if err != nil {
		return nil, err
	}
	updates := make([]update, len(raws))
	next := p.offset
	for i, raw := range raws {
		updates[i] = update{id: idIn(raw, next), raw: raw}
		next = updates[i].id + 1
	}
	return updates, nil
}

// idIn reads the id of an update. One that has none that can be read gets the id
// that comes next, so that it is not fetched for ever.
func idIn(raw json.RawMessage, next int64) int64 {
	if id, ok := idFirst(raw); ok {
		return id
	}
	var u struct {
		ID *int64 `json:"update_id"`
	}
	if json.Unmarshal(raw, &u) != nil || u.ID == nil {
		return next
	}
	return *u.ID
}

// idFirst reads the id where Telegram writes it, before all else: the rest is not read.
func idFirst(raw json.RawMessage) (int64, bool) {
	rest, ok := bytes.CutPrefix(raw, []byte(`{"update_id":`))
	end := bytes.IndexByte(rest, ',')
	if !ok || end < 0 {
		return 0, false
	}
	id, err := strconv.ParseInt(string(rest[:end]), 10, 64)
	return id, err == nil
}

// sleep waits, or not when the context ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
