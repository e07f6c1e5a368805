package courier

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"veche/bot/wire"
	"veche/storage"
)

// Outcome says what became of a call, or of a row of the outbox.
type Outcome uint8

// The outcomes that a receipt can carry. Two do not end their row. [Moved]: the group has
// another number now, and the row goes on there, as do all that wait for the group; their
// receipts name the new chat. [Waits]: Telegram said until when.
const (
	Delivered   Outcome = iota
	Unreachable         // they do not want us there: nothing more leaves for that chat
	Refused             // Telegram will never take it
	Stuck               // it fails again and again, while others get through
	Waits
	Moved
)

// The outcomes that the courier deals with itself.
const (
	gone      Outcome = iota + Moved + 1 // the message to change is not there: send it anew
	homeless                             // the topic is not there: send it to the group itself
	slowDown                             // wait as told
	later                                // the net or the server is not well: try again
	lost                                 // it may have arrived: try again, but seldom
	disowned                             // Telegram does not know the bot: all wait
	outdated                             // the press was too long ago to be answered
	cancelled                            // we are stopping
	overnight                            // it would make a sound in quiet hours
)

var outcomeNames = [...]string{
	Delivered: "delivered", Unreachable: "unreachable", Refused: "refused", Stuck: "stuck", Waits: "waits", Moved: "moved", gone: "gone",
	homeless: "homeless", slowDown: "slow_down", later: "later", lost: "lost", disowned: "disowned", outdated: "outdated", cancelled: "cancelled", overnight: "overnight",
}

func (o Outcome) String() string { return outcomeNames[o] }

// Outcomes lists them all, for metrics.
func Outcomes() []Outcome {
	all := make([]Outcome, len(outcomeNames))
	for i := range all {
		all[i] = Outcome(i)
	}
	return all
}

// ending is the outcome of a call with what belongs to it.
type ending struct {
	outcome Outcome
	wait    time.Duration  // of slowDown
	to      storage.ChatID // of moved
	was     Outcome        // of stuck
	err     error
}

// endings says what an error means: the first line that fits. The words are
// Telegram's (tdlib/telegram-bot-api, Client.cpp) or the library's.
var endings = []struct {
	kind  error // nil: any
	words string
	is    Outcome
}{
	{wire.ErrShape, "", Delivered},
	{nil, "error decode response result", Delivered}, // the same, in the library's words
	{context.Canceled, "", cancelled},
	{wire.ErrLost, "", lost},
	{nil, "Logged out", disowned}, // of a local server

	{tg.ErrorBadRequest, "message is not modified", Delivered},
	{tg.ErrorBadRequest, "message to edit not found", gone},
	{tg.ErrorBadRequest, "message can't be edited", gone},
	{tg.ErrorBadRequest, "there is no text in the message to edit", gone},
	{tg.ErrorBadRequest, "there is no caption in the message to edit", gone},
	{tg.ErrorBadRequest, "message to delete not found", Delivered},
	{tg.ErrorBadRequest, "message can't be deleted", gone},
	{tg.ErrorBadRequest, "MESSAGE_ID_INVALID", gone},
	{tg.ErrorBadRequest, "query is too old", outdated},
	{tg.ErrorBadRequest, "message thread not found", homeless},
	{tg.ErrorBadRequest, "TOPIC_DELETED", homeless},
	{tg.ErrorBadRequest, "TOPIC_CLOSED", homeless},
	{tg.ErrorBadRequest, "chat not found", Unreachable},
	{tg.ErrorBadRequest, "not enough rights to send text", Unreachable},
	{tg.ErrorBadRequest, "have no rights to send", Unreachable},
	{tg.ErrorBadRequest, "CHAT_WRITE_FORBIDDEN", Unreachable},
	{tg.ErrorBadRequest, "", Refused},

	{tg.ErrorForbidden, "", Unreachable},
	{tg.ErrorNotFound, "method not found", Refused},
	{tg.ErrorNotFound, "", disowned}, // no fault of the message: the token or the server is wrong
	{tg.ErrorUnauthorized, "", disowned},
	{tg.ErrorConflict, "", later},
	{nil, "error build request form", Refused},
}

// judge says what the error of a call means.
func judge(err error) ending {
	if err == nil {
		return ending{outcome: Delivered}
	}
	e := ending{err: err}
	var wait int
	if wait, e.to = told(err); wait > 0 {
		e.outcome, e.wait = slowDown, time.Duration(wait)*time.Second
		return e
	}
	if e.to != 0 {
		e.outcome = Moved
		return e
	}
	text := err.Error()
	if found := wrapped.FindStringSubmatch(text); found != nil && errors.Is(err, tg.ErrorBadRequest) {
		seconds, _ := strconv.Atoi(found[1])
		e.outcome, e.wait = slowDown, time.Duration(max(seconds, 1))*time.Second
		return e
	}
	for _, row := range endings {
		if (row.kind == nil || errors.Is(err, row.kind)) && strings.Contains(text, row.words) {
			e.outcome = row.is
			return e
		}
	}
	e.outcome = later
	if code := codeOf(err); code >= 400 && code < 500 {
		e.outcome = Refused
	}
	return e
}

// told reads what an error says besides words: the seconds to wait, at least 1 if it
// says so at all, and the new number of a group.
func told(err error) (wait int, to storage.ChatID) {
	var no *wire.Refusal
	var slow *tg.TooManyRequestsError
	var group *tg.MigrateError
	switch {
	case errors.As(err, &no) && no.Code == http.StatusTooManyRequests:
		return max(no.Parameters.RetryAfter, 1), 0
	case no != nil:
		return 0, storage.ChatID(no.Parameters.MigrateTo)
	case errors.As(err, &slow):
		return max(slow.RetryAfter, 1), 0
	case errors.As(err, &group):
		return 0, storage.ChatID(group.MigrateToChatID)
	}
	return 0, 0
}

// wrapped is a 429 within a 400: of an attachment that Telegram fetched from itself.
var wrapped = regexp.MustCompile(`Too Many Requests: retry after (\d+)`)

var otherCode = regexp.MustCompile(`^error response from telegram for method \w+, (\d+) `)

// codeOf finds the code of an error that the library has no name for; 0 where there
// is none.
func codeOf(err error) int {
	var no *wire.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	found := otherCode.FindStringSubmatch(err.Error())
	if found == nil {
		return 0
	}
	code, _ := strconv.Atoi(found[1])
	return code
}
