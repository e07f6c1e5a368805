package bot

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"
	"go.uber.org/goleak"

	"veche/storage"
)

// mail stands for the messenger where no socket is wanted: it takes 50 ms for a call
// and writes down what arrived.
type mail struct {
	mu    sync.Mutex
	start time.Time
	fails func(n int, l letter) error // nil: all goes well; n counts calls from 1
	calls int
	log   []arrival
	id    int
}

type arrival struct {
	at   time.Duration
	chat storage.ChatID
	text string
	letter
}

func (m *mail) send(ctx context.Context, l letter) (int, error) {
	select {
	case <-time.After(50 * time.Millisecond):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls++
	if m.fails != nil {
		if err := m.fails(m.calls, l); err != nil {
			return 0, err
		}
	}
	m.id++
	m.log = append(m.log, arrival{time.Since(m.start), l.chat, l.text, l})
	return m.id, nil
}

func (m *mail) press(ctx context.Context, query, text string, _ bool) error {
	_, err := m.send(ctx, letter{part: part{text: "press " + query}, message: &storage.Message{}})
	return err
}

func (m *mail) texts() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []string
	for _, a := range m.log {
		all = append(all, a.text)
	}
	return all
}

// depot is a courier with its mail, in a bubble of synctest.
type depot struct {
	*courier
	mail  *mail
	lives map[string]storage.Live
	got   []receipt
}

func newDepot(t *testing.T, set func(*courierOptions)) *depot {
	o := &depot{mail: &mail{start: time.Now()}, lives: map[string]storage.Live{}}
	options := courierOptions{
		load: func(_ storage.ChatID, name string) (storage.Live, bool, error) {
			o.mail.mu.Lock()
			defer o.mail.mu.Unlock()
			live, ok := o.lives[name]
			return live, ok, nil
		},
		receipts: func(r receipt) {
			o.mail.mu.Lock()
			defer o.mail.mu.Unlock()
			o.got = append(o.got, r)
		},
	}
	if set != nil {
		set(&options)
	}
	o.courier = newCourier(o.mail, options)
	t.Cleanup(func() { o.close(t.Context()) })
	return o
}

func (o *depot) outcomes() []string {
	o.mail.mu.Lock()
	defer o.mail.mu.Unlock()
	var all []string
	for _, r := range o.got {
		all = append(all, fmt.Sprint(r.Row.ID, " ", r.Outcome, " ", r.Message))
	}
	return all
}

func row(id uint64, chat storage.ChatID, lane storage.Lane, text string) storage.Outgoing {
	return storage.Outgoing{ID: id, Chat: chat, Lane: lane, Message: storage.Message{Text: text}}
}

// pass lets time go by in a bubble, and all that happens in it.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func want(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q\nwant %q", what, got, want)
	}
}

func TestPaceInAChat(t *testing.T) {
	for _, tt := range []struct {
		chat storage.ChatID
		last time.Duration // of ten messages
	}{
		{501, 7 * time.Second},      // three at once, then one a second
		{-100501, 15 * time.Second}, // five at once, then twenty a minute
	} {
		synctest.Test(t, func(t *testing.T) {
			o := newDepot(t, nil)
			for i := range uint64(10) {
				o.put(row(i+1, tt.chat, storage.Reply, fmt.Sprint(i)))
			}
			pass(time.Minute)
			want(t, "order", o.mail.texts(), []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})
			if last := o.mail.log[9].at.Truncate(time.Second); last != tt.last {
				t.Errorf("the tenth message to %d left after %v, want %v", tt.chat, last, tt.last)
			}
		})
	}
}

func TestPaceOverAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		for i := range uint64(310) {
			o.put(row(i+1, storage.ChatID(1000+i), storage.Push, "x"))
		}
		pass(time.Minute)
		if last := o.mail.log[309].at.Round(time.Second); last != 10*time.Second {
			t.Errorf("310 messages took %v, want 10 s at 30 a second", last)
		}
		synctest.Wait()
		if rows, _ := o.depth(); rows != 0 || len(o.queue.lines) != 0 || len(o.queue.later) != 0 {
			t.Errorf("%d rows, %d lines, %d waiting are left in memory", rows, len(o.queue.lines), len(o.queue.later))
		}
	})
}

func TestRepliesOvertakePushes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		for i := range uint64(300) {
			o.put(row(i+1, storage.ChatID(1000+i), storage.Push, "push"))
		}
		pass(3 * time.Second)
		asked := time.Since(o.mail.start)
		o.put(row(301, 5, storage.Reply, "reply"), row(302, 6, storage.Alarm, "alarm"))
		pass(time.Minute)
		for _, text := range []string{"reply", "alarm"} {
			at := o.mail.log[slices.Index(o.mail.texts(), text)].at
			if at-asked > time.Second/4 {
				t.Errorf("the %s waited %v behind pushes", text, at-asked)
			}
		}
	})
}

func TestAReplyMovesItsChatForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		for i := range uint64(100) {
			o.put(row(i+1, storage.ChatID(1000+i), storage.Push, "push"))
		}
		o.put(row(101, 1099, storage.Reply, "reply"))
		pass(time.Minute)
		at := slices.Index(o.mail.texts(), "reply")
		if before := o.mail.log[:at]; len(before) > 20 || !slices.ContainsFunc(before, func(a arrival) bool { return a.chat == 1099 }) {
			t.Errorf("the reply came after %d messages; what the chat had to get before: kept in order", len(before))
		}
	})
}

func TestQuietHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		night := true
		o := newDepot(t, func(c *courierOptions) { c.quiet = func(time.Time) bool { return night } })
		o.lives["stands"] = storage.Live{ID: 7, Wanted: storage.Message{Text: "card changed"}}
		o.lives["new"] = storage.Live{Wanted: storage.Message{Text: "new card"}}
		edit := row(4, 501, storage.Push, "edit")
		edit.Message.Edit = 9
		o.put(row(1, 501, storage.Push, "reminder"), row(2, 501, storage.Reply, "reply"), row(3, 502, storage.Alarm, "alarm"), edit,
			storage.Outgoing{ID: 5, Chat: 501, Lane: storage.Push, Live: "stands"},
			storage.Outgoing{ID: 6, Chat: 501, Lane: storage.Push, Live: "new"},
			row(7, 501, storage.Push, "second reminder"))
		pass(time.Hour)
		got := o.mail.texts()
		slices.Sort(got)
		want(t, "at night", got, []string{"alarm", "card changed", "edit", "reply"})
		if rows, held := o.depth(); rows != 3 || held != 3 {
			t.Errorf("%d rows, %d held, want 3 and 3", rows, held)
		}
		night = false
		o.wake()
		pass(10 * time.Second)
		want(t, "in the morning", o.mail.texts()[4:], []string{"reminder", "new card", "second reminder"})
	})
}

func TestMorningIsNoticedByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dawn := time.Now().Add(12 * time.Hour)
		o := newDepot(t, func(c *courierOptions) { c.quiet = dawn.After })
		o.put(row(1, 501, storage.Push, "reminder"))
		pass(12*time.Hour + 2*time.Minute)
		want(t, "in the morning", o.mail.texts(), []string{"reminder"})
	})
}

func TestSlowDownWaitsAsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.mail.fails = func(n int, _ letter) error {
			if n == 1 {
				return &tg.TooManyRequestsError{RetryAfter: 20}
			}
			return nil
		}
		o.put(row(1, 501, storage.Reply, "a"), row(2, 501, storage.Reply, "b"))
		pass(time.Second)
		o.put(row(3, 502, storage.Reply, "other chat"))
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
		o.put(row(1, 501, storage.Reply, "a"), row(2, 502, storage.Reply, "b"), row(3, 503, storage.Reply, "c"))
		pass(time.Second)
		o.put(row(4, 504, storage.Reply, "d"))
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
			o.put(row(i+1, storage.ChatID(1000+i/2), storage.Reply, "x"))
		}
		pass(time.Hour)
		if o.mail.calls > 40_000 {
			t.Errorf("%d calls in an hour without a net", o.mail.calls)
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
		o.put(row(1, 501, storage.Reply, "a"), row(2, 501, storage.Reply, "b"), row(3, 502, storage.Reply, "c"))
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
		o.put(row(1, 501, storage.Reply, "a"), row(2, 501, storage.Reply, "b"))
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
		o.put(storage.Outgoing{ID: 1, Chat: 501, Live: "report/1/card"}, note)
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
		o.put(r)
		pass(time.Minute)
		want(t, "texts", o.mail.texts(), []string{"", "three photos"})
		want(t, "receipts", o.outcomes(), []string{"1 delivered 2"})
	})
}

func TestPressesAreUnpacedAndGoStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		for i := range 100 {
			o.answer(fmt.Sprint(i), "", false)
		}
		pass(time.Second)
		if n := len(o.mail.log); n != 100 {
			t.Errorf("%d of 100 presses answered within a second", n)
		}
		o.presses.answer(press{query: "old", at: time.Now().Add(-11 * time.Second)})
		if o.mail.calls != 100 {
			t.Error("a press of 11 seconds ago was answered")
		}
	})
}

func TestCloseFinishesWhatIsInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.put(row(1, 501, storage.Reply, "in hand"), row(2, 501, storage.Reply, "left"))
		synctest.Wait()
		o.close(t.Context())
		want(t, "texts", o.mail.texts(), []string{"in hand"})
		want(t, "receipts", o.outcomes(), []string{"1 delivered 1"})
		o.put(row(3, 502, storage.Reply, "after"))
		o.answer("1", "", false)
		pass(time.Second)
		want(t, "texts", o.mail.texts(), []string{"in hand"})
	})
}

func TestCloseDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.put(row(1, 501, storage.Reply, "slow"))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		o.close(ctx)
		if len(o.outcomes()) != 0 {
			t.Error("a call that was cut has a receipt")
		}
	})
}

func TestNoGoroutineIsLeft(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	c := newCourier(&mail{}, courierOptions{receipts: func(receipt) {}})
	c.put(row(1, 501, storage.Reply, "a"))
	c.close(t.Context())
}
