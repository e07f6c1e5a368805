package courier

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"

	"veche/storage"
)

func TestSlowDownWaitsAsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.mail.fails = func(n int, _ letter) error {
			if n == 1 {
				return &tg.TooManyRequestsError{RetryAfter: 20}
			}
			return nil
		}
		o.Put(row(1, 501, storage.Reply, "a"), row(2, 501, storage.Reply, "b"))
		pass(time.Second)
		o.Put(row(3, 502, storage.Reply, "other chat"))
		pass(time.Minute)
		want(t, "order", o.mail.texts(), []string{"other chat", "a", "b"})
		if at := o.mail.log[1].at; at < 20*time.Second || at > 21*time.Second {
			t.Errorf("told to wait 20 s, left after %v", at)
		}
	})
}

func TestSlowDownOfSeveralChatsStopsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.mail.fails = func(n int, _ letter) error {
			if n <= 3 {
				return &tg.TooManyRequestsError{RetryAfter: 20}
			}
			return nil
		}
		o.Put(row(1, 501, storage.Reply, "a"), row(2, 502, storage.Reply, "b"), row(3, 503, storage.Reply, "c"))
		pass(time.Second)
		o.Put(row(4, 504, storage.Reply, "d"))
		pass(time.Minute)
		if len(o.mail.log) != 4 || o.mail.log[0].at < 20*time.Second {
			t.Errorf("arrived %v, the first after %v", o.mail.texts(), o.mail.log[0].at)
		}
	})
}

// A long outage costs few calls, and ends within a minute of the end.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		back := time.Now().Add(time.Hour)
		o.mail.fails = func(int, letter) error {
			if time.Now().Before(back) {
				return errors.New("error do request for method sendMessage, connection refused")
			}
			return nil
		}
		for i := range uint64(2000) {
			o.Put(row(i+1, storage.ChatID(1000+i/2), storage.Reply, "x"))
		}
		pass(time.Hour)
		if n := o.mail.made(); n > 40_000 {
			t.Errorf("%d calls in an hour without a net", n)
		}
		pass(3 * time.Minute)
		if n := len(o.mail.log); n != 2000 {
			t.Errorf("%d of 2000 arrived three minutes after the outage", n)
		}
	})
}

func TestUnreachableDropsWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.mail.fails = func(_ int, l letter) error {
			if l.chat == 501 {
				return fmt.Errorf("%w, Forbidden: bot was blocked by the user", tg.ErrorForbidden)
			}
			return nil
		}
		o.Put(row(1, 501, storage.Reply, "a"), row(2, 501, storage.Reply, "b"), row(3, 502, storage.Reply, "c"))
		pass(time.Second)
		got := o.outcomes()
		slices.Sort(got)
		want(t, "receipts", got, []string{"1 unreachable 0", "2 unreachable 0", "3 delivered 1"})
	})
}

func TestRefusedGoesOnWithTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.mail.fails = func(n int, _ letter) error {
			if n == 1 {
				return fmt.Errorf("%w, Bad Request: BUTTON_DATA_INVALID", tg.ErrorBadRequest)
			}
			return nil
		}
		o.Put(row(1, 501, storage.Reply, "a"), row(2, 501, storage.Reply, "b"))
		pass(time.Second)
		want(t, "receipts", o.outcomes(), []string{"1 refused 0", "2 delivered 1"})
	})
}

// What follows a new card finds it, though its receipt is not in the store yet.
func TestAnswerToACardJustSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		card := storage.Message{Text: "card", Thread: 7, Answers: "report/1"}
		o.lives["report/1"] = storage.Live{ID: 5}
		o.lives["report/1/card"] = storage.Live{Wanted: card}
		note := row(2, 501, storage.Reply, "look")
		note.Message.Answers = "report/1/card"
		o.Put(storage.Outgoing{ID: 1, Chat: 501, Live: "report/1/card"}, note)
		pass(time.Second)
		want(t, "receipts", o.outcomes(), []string{"1 delivered 1", "2 delivered 2"})
		if to := o.mail.log[1].message.ReplyTo; to != 1 {
			t.Errorf("the note replies to %d, want the card", to)
		}
		// What was shown is compared with what is wanted, so nothing may be added to it.
		if !reflect.DeepEqual(o.got[0].Shown, card) {
			t.Errorf("the receipt says that %+v is shown", o.got[0].Shown)
		}
	})
}

// The part of a message that arrived is not sent again.
func TestAlbumIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.mail.fails = func(n int, _ letter) error {
			if n == 2 {
				return &tg.TooManyRequestsError{RetryAfter: 3}
			}
			return nil
		}
		r := row(1, 501, storage.Reply, "three photos")
		r.Message.Photos = []string{"a", "b", "c"}
		o.Put(r)
		pass(time.Minute)
		want(t, "texts", o.mail.texts(), []string{"", "three photos"})
		want(t, "receipts", o.outcomes(), []string{"1 delivered 2"})
	})
}

// What was begun is finished as it was, whatever the card should show by then.
func TestCardThatChangesHalfway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.lives["card"] = storage.Live{Wanted: storage.Message{Text: "with photo", Photos: []string{"a"}}}
		o.mail.fails = func(n int, _ letter) error {
			if n != 2 {
				return nil
			}
			o.lives["card"] = storage.Live{Wanted: storage.Message{Text: "without"}}
			return &tg.TooManyRequestsError{RetryAfter: 3}
		}
		o.Put(storage.Outgoing{ID: 1, Chat: 501, Live: "card"})
		pass(time.Minute)
		want(t, "texts", o.mail.texts(), []string{"", "with photo"})
		if shown := o.got[0].Shown.Text; shown != "with photo" {
			t.Errorf("the receipt says that %q is shown", shown)
		}
	})
}

func TestAnAlbumCountsAsItsPhotosAndSoundsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		album := row(1, 501, storage.Reply, "ten photos")
		album.Message.Photos = make([]string, 10)
		o.Put(album, row(2, 501, storage.Reply, "next"))
		pass(time.Minute)
		want(t, "texts", o.mail.texts(), []string{"", "ten photos", "next"})
		if at := o.mail.log[2].at.Truncate(time.Second); at != 9*time.Second {
			t.Errorf("after eleven messages the next left after %v, want 9 s", at)
		}
		if o.mail.log[0].silent() || !o.mail.log[1].silent() || o.mail.log[2].silent() {
			t.Error("an album and its text should make one sound")
		}
	})
}

func TestChatsSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, func(c *Options) { c.Free = true })
		var rows []storage.Outgoing
		for i := range uint64(2 * sendsAtOnce) {
			rows = append(rows, row(i+1, storage.ChatID(1000+i), storage.Reply, "x"))
		}
		synctest.Wait() // all workers have nothing to do
		o.Put(rows...)
		pass(100 * time.Millisecond)
		if n := len(o.mail.log); n != 2*sendsAtOnce {
			t.Errorf("%d of %d arrived in the time of two calls", n, 2*sendsAtOnce)
		}
	})
}

func TestPausesBeginAnewAfterSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.mail.fails = func(n int, _ letter) error {
			if n <= 6 || n == 8 {
				return errors.New("error response from telegram for method sendMessage, 500 Internal Server Error")
			}
			return nil
		}
		o.Put(row(1, 501, storage.Reply, "a"), row(2, 501, storage.Reply, "b"))
		pass(time.Minute)
		want(t, "texts", o.mail.texts(), []string{"a", "b"})
		if first := o.mail.log[0].at; first < 9*time.Second || first > 20*time.Second {
			t.Errorf("six failures took %v", first)
		}
		if again := o.mail.log[1].at - o.mail.log[0].at; again > time.Second {
			t.Errorf("one failure took %v", again)
		}
	})
}
