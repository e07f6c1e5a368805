package courier

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

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
	_, err := m.send(ctx, letter{text: "press " + query, message: &storage.Message{}})
	return err
}

// member says that we are in no group.
func (m *mail) member(context.Context, storage.ChatID) (bool, error) { return false, nil }

// made is how many calls were made, for better or worse.
func (m *mail) made() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.calls
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
	*Courier
	mail  *mail
	lives map[string]storage.Live
	got   []Receipt
}

func newDepot(t *testing.T, set func(*Options)) *depot {
	o := &depot{mail: &mail{start: time.Now()}, lives: map[string]storage.Live{}}
	options := Options{
		Load: func(_ storage.ChatID, name string) (storage.Live, bool, error) {
			o.mail.mu.Lock()
			defer o.mail.mu.Unlock()
			live, ok := o.lives[name]
			return live, ok, nil
		},
		Receipts: func(r Receipt) {
			o.mail.mu.Lock()
			defer o.mail.mu.Unlock()
			o.got = append(o.got, r)
		},
	}
	if set != nil {
		set(&options)
	}
	o.Courier = newCourier(o.mail, options)
	t.Cleanup(func() { o.Close(t.Context()) })
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
