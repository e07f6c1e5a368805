package bot

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"veche/storage"
)

// outcome says what became of a call, or of a row of the outbox.
type outcome uint8

// The outcomes that a receipt can carry. [moved] alone does not end its row: the
// group has another number now, and the row goes on there, as do all that wait for
// the group. Their receipts name the new chat.
const (
	delivered   outcome = iota
	unreachable         // they do not want us there: nothing more leaves for that chat
	refused             // Telegram will never take it: a mistake of ours
	moved
)

// The outcomes that the courier deals with itself.
const (
	gone      outcome = iota + moved + 1 // the message to change is not there: send it anew
	homeless                             // the topic is not there: send it to the group itself
	slowDown                             // wait as told
	later                                // the net or the server is not well: try again
	outdated                             // the press was too long ago to be answered
	cancelled                            // we are stopping
	overnight                            // it would make a sound in quiet hours
)

var outcomeNames = [...]string{
	delivered: "delivered", unreachable: "unreachable", refused: "refused", moved: "moved", gone: "gone",
	homeless: "homeless", slowDown: "slow_down", later: "later", outdated: "outdated", cancelled: "cancelled", overnight: "overnight",
}

func (o outcome) String() string { return outcomeNames[o] }

// verdict is the outcome of a call with what belongs to it.
type verdict struct {
	outcome outcome
	wait    time.Duration  // of slowDown
	to      storage.ChatID // of moved
	err     error
}

// verdicts says what an error means: the first line that fits. The words are
// Telegram's (tdlib/telegram-bot-api, Client.cpp) or the library's.
var verdicts = []struct {
	kind  error // nil: any
	words string
	is    outcome
}{
	{errShape, "", delivered},
	{nil, "error decode response result", delivered}, // the same, in the library's words
	{context.Canceled, "", cancelled},

	{tg.ErrorBadRequest, "message is not modified", delivered},
	{tg.ErrorBadRequest, "message to edit not found", gone},
	{tg.ErrorBadRequest, "message can't be edited", gone},
	{tg.ErrorBadRequest, "there is no text in the message to edit", gone},
	{tg.ErrorBadRequest, "there is no caption in the message to edit", gone},
	{tg.ErrorBadRequest, "message to delete not found", delivered},
	{tg.ErrorBadRequest, "message can't be deleted", gone},
	{tg.ErrorBadRequest, "MESSAGE_ID_INVALID", gone},
	{tg.ErrorBadRequest, "query is too old", outdated},
	{tg.ErrorBadRequest, "message thread not found", homeless},
	{tg.ErrorBadRequest, "TOPIC_DELETED", homeless},
	{tg.ErrorBadRequest, "TOPIC_CLOSED", homeless},
	{tg.ErrorBadRequest, "chat not found", unreachable},
	{tg.ErrorBadRequest, "not enough rights to send", unreachable},
	{tg.ErrorBadRequest, "have no rights to send", unreachable},
	{tg.ErrorBadRequest, "CHAT_WRITE_FORBIDDEN", unreachable},
	{tg.ErrorBadRequest, "", refused},

	{tg.ErrorForbidden, "", unreachable},
	{tg.ErrorNotFound, "method not found", refused},
	{tg.ErrorNotFound, "", later}, // no fault of the message: the token or the server is wrong
	{tg.ErrorUnauthorized, "", later},
	{tg.ErrorConflict, "", later},
	{nil, "error build request form", refused},
}

// judge says what the error of a call means.
func judge(err error) verdict {
	if err == nil {
		return verdict{outcome: delivered}
	}
	v := verdict{err: err}
	var wait int
	if wait, v.to = told(err); wait > 0 {
		v.outcome, v.wait = slowDown, time.Duration(wait)*time.Second
		return v
	}
	if v.to != 0 {
		v.outcome = moved
		return v
	}
	text := err.Error()
	for _, row := range verdicts {
		if (row.kind == nil || errors.Is(err, row.kind)) && strings.Contains(text, row.words) {
			v.outcome = row.is
			return v
		}
	}
	v.outcome = later
	if code := codeOf(err); code >= 400 && code < 500 {
		v.outcome = refused
	}
	return v
}

// told reads what an error says besides words: the seconds to wait, at least 1 if it
// says so at all, and the new number of a group.
func told(err error) (wait int, to storage.ChatID) {
	var no *refusal
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

var otherCode = regexp.MustCompile(`^error response from telegram for method \w+, (\d+) `)

// codeOf finds the code of an error that the library has no name for; 0 where there
// is none.
func codeOf(err error) int {
	var no *refusal
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
