package courier

import (
	"time"

	"veche/storage"
)

// pace is how often calls may leave: a burst at once, then one every so long. The
// zero pace holds nothing back.
type pace struct {
	every time.Duration
	burst int
}

// kept is how many calls of the burst over all chats pushes leave to replies: those
// go at once, however many people are being told something meanwhile.
const kept = 5

// paces are the limits of Telegram, which it states for messages and applies to
// edits as well: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
type paces struct{ all, person, group pace }

func telegramPaces() paces {
	return paces{
		all:    pace{time.Second / 30, 10},
		person: pace{time.Second, 3},
		group:  pace{time.Minute / 20, 5},
	}
}

func (p paces) in(chat storage.ChatID) pace {
	if chat < 0 {
		return p.group
	}
	return p.person
}

// meter measures calls against a pace (as the generic cell rate algorithm does). It
// may be overdrawn: an album counts as its photos, and what follows waits longer.
type meter struct {
	rested time.Time // when the whole burst is there again
}

// ready is the earliest time for the next call.
func (m meter) ready(p pace) time.Time {
	return m.rested.Add(-p.every * time.Duration(p.burst-1))
}

// spend takes note of n calls.
func (m *meter) spend(p pace, now time.Time, n int) {
	if p.every == 0 {
		return
	}
	if m.rested.Before(now) {
		m.rested = now
	}
	m.rested = m.rested.Add(p.every * time.Duration(n))
}
