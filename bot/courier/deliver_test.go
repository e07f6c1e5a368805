package courier

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"veche/storage"
)

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
				o.Put(row(i+1, tt.chat, storage.Reply, fmt.Sprint(i)))
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
			o.Put(row(i+1, storage.ChatID(1000+i), storage.Push, "x"))
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
			o.Put(row(i+1, storage.ChatID(1000+i), storage.Push, "push"))
		}
		pass(3 * time.Second)
		asked := time.Since(o.mail.start)
		o.Put(row(301, 5, storage.Reply, "reply"), row(302, 6, storage.Alarm, "alarm"))
		pass(time.Minute)
		for _, text := range []string{"reply", "alarm"} {
			at := o.mail.log[slices.Index(o.mail.texts(), text)].at
			if at-asked > time.Second/4 {
				t.Errorf("the %s waited %v behind pushes", text, at-asked)
			}
		}
	})
}

// However many are being told something, a reply leaves at once.
func TestPushesLeaveRoomForReplies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		for i := range uint64(300) {
			o.Put(row(i+1, storage.ChatID(1000+i), storage.Push, "push"))
		}
		asked := map[string]time.Duration{}
		for i := range uint64(50) {
			pass(91 * time.Millisecond)
			reply := fmt.Sprint("reply ", i)
			asked[reply] = time.Since(o.mail.start)
			o.Put(row(301+i, storage.ChatID(1+i), storage.Reply, reply))
		}
		pass(time.Minute)
		for _, a := range o.mail.log {
			if at, ok := asked[a.text]; ok && a.at-at != 50*time.Millisecond {
				t.Errorf("the %s had to wait for pushes", a.text)
			}
		}
		if len(o.mail.log) != 350 {
			t.Errorf("%d of 350 arrived", len(o.mail.log))
		}
	})
}

func TestAReplyMovesItsChatForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		for i := range uint64(100) {
			o.Put(row(i+1, storage.ChatID(1000+i), storage.Push, "push"))
		}
		o.Put(row(101, 1099, storage.Reply, "reply"))
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
		o := newDepot(t, func(c *Options) { c.Quiet = func(time.Time) bool { return night } })
		o.lives["stands"] = storage.Live{ID: 7, Wanted: storage.Message{Text: "card changed"}}
		o.lives["new"] = storage.Live{Wanted: storage.Message{Text: "new card"}}
		edit := row(4, 501, storage.Push, "edit")
		edit.Message.Edit = 9
		o.Put(row(1, 501, storage.Push, "reminder"), row(2, 501, storage.Reply, "reply"), row(3, 502, storage.Alarm, "alarm"), edit,
			storage.Outgoing{ID: 5, Chat: 501, Lane: storage.Push, Live: "stands"},
			storage.Outgoing{ID: 6, Chat: 501, Lane: storage.Push, Live: "new"},
			row(7, 501, storage.Push, "second reminder"))
		pass(time.Hour)
		got := o.mail.texts()
		slices.Sort(got)
		want(t, "at night", got, []string{"alarm", "card changed", "edit", "reply"})
		if rows, putOff := o.depth(); rows != 3 || putOff != 3 {
			t.Errorf("%d rows, %d put off, want 3 and 3", rows, putOff)
		}
		night = false
		o.Wake()
		pass(10 * time.Second)
		want(t, "in the morning", o.mail.texts()[4:], []string{"reminder", "new card", "second reminder"})
	})
}

func TestMorningIsNoticedByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dawn := time.Now().Add(12 * time.Hour)
		o := newDepot(t, func(c *Options) { c.Quiet = dawn.After })
		o.Put(row(1, 501, storage.Push, "reminder"))
		pass(12*time.Hour + 2*time.Minute)
		want(t, "in the morning", o.mail.texts(), []string{"reminder"})
	})
}

func TestPressesAreUnpacedAndGoStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		for i := range 100 {
			o.Answer(fmt.Sprint(i), "", false)
		}
		pass(time.Second)
		if n := len(o.mail.log); n != 100 {
			t.Errorf("%d of 100 presses answered within a second", n)
		}
		o.presses.answer(press{query: "old", at: time.Now().Add(-11 * time.Second)})
		if o.mail.made() != 100 {
			t.Error("a press of 11 seconds ago was answered")
		}
	})
}

func TestCloseFinishesWhatIsInHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.Put(row(1, 501, storage.Reply, "in hand"), row(2, 501, storage.Reply, "left"))
		synctest.Wait()
		o.Close(t.Context())
		want(t, "texts", o.mail.texts(), []string{"in hand"})
		want(t, "receipts", o.outcomes(), []string{"1 delivered 1"})
		o.Put(row(3, 502, storage.Reply, "after"))
		o.Answer("1", "", false)
		pass(time.Second)
		want(t, "texts", o.mail.texts(), []string{"in hand"})
	})
}

func TestCloseDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newDepot(t, nil)
		o.Put(row(1, 501, storage.Reply, "slow"))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		o.Close(ctx)
		if len(o.outcomes()) != 0 {
			t.Error("a call that was cut has a receipt")
		}
	})
}

func TestNoGoroutineIsLeft(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	c := newCourier(&mail{}, Options{Receipts: func(Receipt) {}})
	c.Put(row(1, 501, storage.Reply, "a"))
	c.Close(t.Context())
}
