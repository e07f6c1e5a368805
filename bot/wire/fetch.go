package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	maxFile       = 20 << 20 // bytes that the Bot API lets a bot fetch
	fetchesAtOnce = 4        // so that files do not fill the memory
	fetchTries    = 8        // with pauses between them: half a minute or so
	firstPause    = 300 * time.Millisecond
	longestPause  = time.Minute
)

// Fetch brings a file of Telegram's by its id. What Telegram refuses fails at once;
// otherwise it is tried again, as sends are. Errors tell neither address nor token.
func (c *Client) Fetch(ctx context.Context, id string) ([]byte, error) {
	select {
	case c.fetches <- struct{}{}:
		defer func() { <-c.fetches }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for tries := 1; ; tries++ {
		data, err := c.fetchOnce(ctx, id)
		if err == nil || tries == fetchTries || final(err) {
			return data, err
		}
		select {
		case <-time.After(untilAgain(err, tries)):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// final reports whether it is of no use to try again.
func final(err error) bool {
	var no *Refusal
	return errors.As(err, &no) && (no.Code == http.StatusBadRequest || no.Code == http.StatusForbidden)
}

func untilAgain(err error, tries int) time.Duration {
	var no *Refusal
	if errors.As(err, &no) && no.Code == http.StatusTooManyRequests {
		return time.Duration(max(no.Parameters.RetryAfter, 1)) * time.Second
	}
	return Backoff(tries, firstPause, longestPause)
}

func (c *Client) fetchOnce(ctx context.Context, id string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	defer cancel()
	file, err := Call[struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}](ctx, c, "getFile", map[string]string{"file_id": id})
	if err != nil {
		return nil, err
	}
	if file.Size > maxFile {
		return nil, tooBig()
	}
	return c.download(ctx, file.Path)
}

func (c *Client) download(ctx context.Context, path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.files+path, nil)
	if err != nil {
		return nil, errors.New("the path of a file is not one")
	}
	answer, err := c.transport.RoundTrip(r)
	if err != nil {
		return nil, fmt.Errorf("fetch a file: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		// The link is good for an hour: a new one may be better.
		return nil, fmt.Errorf("fetch a file: status %d", answer.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("fetch a file: %w", err)
	case len(data) > maxFile:
		return nil, tooBig()
	}
	return data, nil
}

func tooBig() error { return &Refusal{Code: http.StatusBadRequest, Description: "file is too big"} }
