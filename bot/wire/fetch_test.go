package wire

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// depotOf is a server that has one file; spoil, where it wants to, answers instead.
func depotOf(t *testing.T, file []byte, spoil func(n int64, w http.ResponseWriter, r *http.Request) bool) *Client {
	t.Helper()
	var calls atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case spoil != nil && spoil(calls.Add(1), w, r):
		case strings.HasSuffix(r.URL.Path, "/getFile"):
			_, _ = io.WriteString(w, `{"ok":true,"result":{"file_id":"a","file_unique_id":"b","file_path":"photos/file_1.jpg"}}`)
		case r.URL.Path == "/file/bot"+testToken+"/photos/file_1.jpg":
			_, _ = w.Write(file)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	c, err := New(server.URL, testToken)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestFetch(t *testing.T) {
	for name, tt := range map[string]struct {
		file  []byte
		spoil func(n int64, w http.ResponseWriter, r *http.Request) bool
		fails bool
	}{
		"a file":             {file: []byte("picture")},
		"as large as may be": {file: bytes.Repeat([]byte{7}, maxFile)},
		"too large":          {file: bytes.Repeat([]byte{7}, maxFile+1), fails: true},
		"after trouble": {file: []byte("picture"), spoil: func(n int64, w http.ResponseWriter, _ *http.Request) bool {
			if n == 1 || n == 3 { // the first call, then the first download
				w.WriteHeader(http.StatusBadGateway)
			}
			return n == 1 || n == 3
		}},
		"an id that is none": {fails: true, spoil: func(n int64, w http.ResponseWriter, _ *http.Request) bool {
			if n > 1 {
				t.Error("what was refused is asked for again")
			}
			_, _ = io.WriteString(w, `{"ok":false,"error_code":400,"description":"Bad Request: invalid file_id"}`)
			return true
		}},
		"too large for Telegram": {fails: true, spoil: func(_ int64, w http.ResponseWriter, _ *http.Request) bool {
			_, _ = io.WriteString(w, `{"ok":true,"result":{"file_id":"a","file_size":30000000}}`)
			return true
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := depotOf(t, tt.file, tt.spoil).Fetch(t.Context(), "a")
			if (err != nil) != tt.fails || err == nil && !bytes.Equal(got, tt.file) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if err != nil && strings.Contains(err.Error(), testToken) {
				t.Error("the error shows the token")
			}
		})
	}
}

// No trouble on the way shows the token, and a stop ends the tries.
func TestFetchStops(t *testing.T) {
	c := depotOf(t, nil, func(_ int64, w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/getFile") {
			return false
		}
		panic(http.ErrAbortHandler)
	})
	if _, err := c.fetchOnce(t.Context(), "a"); err == nil || strings.Contains(err.Error(), testToken) {
		t.Errorf("a download that is cut: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Fetch(ctx, "a"); err == nil {
		t.Error("it goes on after a stop")
	}
}

// A server that is ill for good does not keep a job: it learns within a minute that
// there is no file.
func TestFetchGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, calls := saying(t, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
		start := time.Now()
		if _, err := c.Fetch(t.Context(), "a"); err == nil || calls.Load() != fetchTries {
			t.Errorf("after %d calls: %v", calls.Load(), err)
		}
		if took := time.Since(start); took < 10*time.Second || took > time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}
