package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"

	"veche/bot/wire"
	"veche/storage"
)

// failing is a depot that never brings the message "bad", for a reason; something for
// another chat comes every so often, for hours.
func failing(t *testing.T, err error, others time.Duration) *depot {
	o := newDepot(t, nil)
	o.mail.fails = func(_ int, l letter) error {
		if l.text == "bad" {
			return err
		}
		return nil
	}
	if others > 0 {
		ctx, stop := context.WithCancel(t.Context())
		t.Cleanup(stop)
		go func() {
			for id := uint64(1000); ctx.Err() == nil; id++ {
				o.Put(row(id, 502, storage.Reply, "other"))
				select {
				case <-time.After(others):
				case <-ctx.Done():
				}
			}
		}()
	}
	return o
}

var errServer = errors.New("error response from telegram for method sendMessage, 500 Internal Server Error")

func TestWhatNeverArrivesIsPutAside(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		others time.Duration
		why    string // "" if it waits
		calls  int    // at most
	}{
		{"a failure", errServer, 30 * time.Second, failure, 30},
		{"a page", &wire.Page{Status: 413}, 30 * time.Second, tooLarge, 30},
		{"another page", &wire.Page{Status: 404}, 30 * time.Second, failure, 30},
		{"a net that is cut", errors.New("dial: connection refused"), 30 * time.Second, failure, 30},
		{"lost answers", fmt.Errorf("sendMessage: %w", wire.ErrLost), 30 * time.Second, noAnswer, 6},
		{"nobody else gets anything", errServer, 0, "", 1000},
		{"the others got theirs long ago", errServer, 40 * time.Minute, "", 1000},
		{"the bot is not known", fmt.Errorf("%w, Unauthorized", tg.ErrorUnauthorized), 30 * time.Second, "", 1000},
		{"slow down", &tg.TooManyRequestsError{RetryAfter: 20}, 30 * time.Second, "", 1000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := failing(t, tt.err, tt.others)
				o.lives["card"] = storage.Live{Wanted: storage.Message{Text: "bad"}}
				o.Put(storage.Outgoing{ID: 1, Chat: 501, Live: "card"}, row(2, 501, storage.Reply, "next"))
				pass(9 * time.Minute)
				if slices.Contains(o.mail.texts(), "next") {
					t.Error("it was given up within nine minutes")
				}
				pass(21 * time.Minute)
				if passed := slices.Contains(o.mail.texts(), "next"); passed != (tt.why != "") {
					t.Errorf("what follows passed: %v", passed)
				}
				o.mail.mu.Lock()
				defer o.mail.mu.Unlock()
				if tried := o.mail.calls - len(o.mail.log); tried > tt.calls {
					t.Errorf("it was tried %d times", tried)
				}
				i := slices.IndexFunc(o.got, func(r Receipt) bool { return r.Row.ID == 1 && r.Outcome != Waits })
				if tt.why == "" && i >= 0 || tt.why != "" && (i < 0 || o.got[i].Outcome != Stuck || o.got[i].Why != tt.why || o.got[i].Shown.Text != "bad") {
					t.Errorf("receipt %d of %d", i, len(o.got))
				}
			})
		})
	}
}

// What comes later for a card that was put aside goes its way.
func TestACardGoesOnAfterItWasPutAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := failing(t, errServer, 30*time.Second)
		o.lives["card"] = storage.Live{Wanted: storage.Message{Text: "bad"}}
		o.Put(storage.Outgoing{ID: 1, Chat: 501, Live: "card"})
		pass(20 * time.Minute)
		o.mail.mu.Lock()
		o.lives["card"] = storage.Live{Wanted: storage.Message{Text: "good"}}
		o.mail.mu.Unlock()
		o.Put(storage.Outgoing{ID: 2, Chat: 501, Live: "card"})
		pass(time.Second)
		if !slices.Contains(o.mail.texts(), "good") {
			t.Error("the card does not go on")
		}
	})
}
