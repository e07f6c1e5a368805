package courier

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"
	"pgregory.net/rapid"

	"veche/storage"
)

// errLost is a call that was carried out and whose answer was lost.
var errLost = errors.New("error do request for method sendMessage, EOF")

// trouble is what can happen to a call, in the order of draws.
func trouble(kind int) error {
	switch kind {
	case 1:
		return &tg.TooManyRequestsError{RetryAfter: 3}
	case 2:
		return errors.New("error response from telegram for method sendMessage, 500 Internal Server Error")
	case 3:
		return errors.New("error decode response body for method sendMessage, <html>, invalid character '<'")
	case 4:
		return errLost
	}
	return nil
}

// Whatever goes wrong on the way, each chat reads its rows in their order, each at
// least once, and each has one receipt.
func TestOrderWithinAChat(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		chats := rapid.SliceOfN(rapid.SampledFrom([]storage.ChatID{501, 502, 503, -100501}), 1, 60).Draw(rt, "chats")
		lanes := rapid.SliceOfN(rapid.SampledFrom([]storage.Lane{storage.Reply, storage.Push, storage.Alarm}), len(chats), len(chats)).Draw(rt, "lanes")
		kinds := rapid.SliceOfN(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3, 4}), 0, 80).Draw(rt, "trouble")
		batch := rapid.IntRange(1, 20).Draw(rt, "batch")
		free := rapid.Bool().Draw(rt, "free")
		var wrong error
		synctest.Test(t, func(t *testing.T) { wrong = deliverThrough(t, chats, lanes, kinds, batch, free) })
		if wrong != nil {
			rt.Fatal(wrong)
		}
	})
}

func deliverThrough(t *testing.T, chats []storage.ChatID, lanes []storage.Lane, kinds []int, batch int, free bool) error {
	o := newDepot(t, func(c *Options) { c.Free = free })
	o.mail.fails = func(n int, l letter) error {
		if n > len(kinds) {
			return nil
		}
		err := trouble(kinds[n-1])
		if errors.Is(err, errLost) {
			o.mail.log = append(o.mail.log, arrival{chat: l.chat, text: l.text})
		}
		return err
	}
	var rows []storage.Outgoing
	for i, chat := range chats {
		rows = append(rows, row(uint64(i+1), chat, lanes[i], fmt.Sprint(i+1)))
	}
	for some := range slices.Chunk(rows, batch) {
		o.Put(some...)
		pass(time.Second)
	}
	pass(time.Hour)
	return o.inOrder(rows)
}

func (o *depot) inOrder(rows []storage.Outgoing) error {
	wanted, read, told := map[storage.ChatID][]string{}, map[storage.ChatID][]string{}, map[storage.ChatID][]string{}
	for _, r := range rows {
		wanted[r.Chat] = append(wanted[r.Chat], r.Message.Text)
	}
	for _, a := range o.mail.log {
		read[a.chat] = append(read[a.chat], a.text)
	}
	for _, r := range o.got {
		if r.Outcome != Delivered {
			return fmt.Errorf("row %d is %v", r.Row.ID, r.Outcome)
		}
		told[r.Row.Chat] = append(told[r.Row.Chat], r.Row.Message.Text)
	}
	for chat, texts := range wanted {
		if got := slices.Compact(read[chat]); !slices.Equal(got, texts) {
			return fmt.Errorf("chat %d read %v, want %v", chat, got, texts)
		}
		if !slices.Equal(told[chat], texts) {
			return fmt.Errorf("receipts of chat %d for %v, want %v", chat, told[chat], texts)
		}
	}
	return nil
}
