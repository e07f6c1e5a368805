package courier

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"veche/bot/wire"
	"veche/storage"
)

// passage is a chat that got something.
type passage struct {
	chat storage.ChatID
	at   time.Time
}

// pass takes note that a chat got something.
func (c *Courier) pass(chat storage.ChatID) {
	if c.passed[0].chat != chat {
		c.passed[1] = c.passed[0]
	}
	c.passed[0] = passage{chat, time.Now()}
}

// patience ends for a parcel that failed again and again while other chats got theirs: it
// must not hold up its chat for ever. Where nobody gets anything, or the bot is not known,
// it is no fault of the parcel. If it is an attachment that fails, the rest goes on.
func (c *Courier) patience(l *line, p *parcel, e ending) ending {
	if e.outcome != later && e.outcome != lost {
		return e
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	others := slices.ContainsFunc(c.passed[:], func(p passage) bool { return p.chat != l.chat && now.Sub(p.at) < othersPass })
	switch {
	case !others || l.tries+1 < triesOfStuck || now.Sub(l.failing) < ageOfStuck:
	case p.message != nil && p.shed(p.trying): // the next attachment that fails goes at once
	default:
		e.was, e.outcome = e.outcome, Stuck
	}
	return e
}

// The reasons for which a message does not arrive.
const (
	noAnswer = "no_answer"
	tooLarge = "too_large"
	failure  = "failure" // at Telegram's
	noRights = "no_rights"
	closed   = "closed" // the topic
	unknown  = "unknown"
)

// Reasons lists them, for the tests of what is said.
func Reasons() []string { return []string{noAnswer, tooLarge, failure, noRights, closed, unknown} }

// reason tells why a parcel is given up.
func reason(e ending) string {
	var page *wire.Page
	switch {
	case e.was == lost:
		return noAnswer
	case errors.As(e.err, &page) && page.Status == http.StatusRequestEntityTooLarge, codeOf(e.err) == http.StatusRequestEntityTooLarge:
		return tooLarge
	case e.outcome == Stuck:
		return failure
	}
	for _, r := range refusals {
		if strings.Contains(e.err.Error(), r.words) {
			return r.why
		}
	}
	return unknown
}

// refusals are what Telegram says, and what it comes to.
var refusals = []struct{ words, why string }{
	{"CHAT_RESTRICTED", noRights}, {"need administrator rights", noRights}, {"not enough rights", noRights},
	{"have no rights", noRights}, {"CHAT_ADMIN_REQUIRED", noRights}, {"CHAT_WRITE_FORBIDDEN", noRights},
	{"TOPIC_CLOSED", closed}, {"TOPIC_DELETED", closed},
}
