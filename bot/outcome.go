package bot

import (
	"context"
	"errors"
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
	{nil, "error decode response result", delivered}, // it was done, in a shape too new for the library

	{tg.ErrorBadRequest, "message is not modified", delivered},
	{tg.ErrorBadRequest, "message to edit not found", gone},
	{tg.ErrorBadRequest, "message can't be edited", gone},
	{tg.ErrorBadRequest, "there is no text in the message to edit", gone},
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
	var slow *tg.TooManyRequestsError
	var group *tg.MigrateError
	switch {
	case err == nil:
		return verdict{outcome: delivered}
	case errors.As(err, &slow):
		return verdict{outcome: slowDown, wait: time.Duration(max(slow.RetryAfter, 1)) * time.Second, err: err}
	case errors.As(err, &group):
		return verdict{outcome: moved, to: storage.ChatID(group.MigrateToChatID), err: err}
	case errors.Is(err, context.Canceled):
		return verdict{outcome: cancelled, err: err}
	}
	text := err.Error()
	for _, v := range verdicts {
		if (v.kind == nil || errors.Is(err, v.kind)) && strings.Contains(text, v.words) {
			return verdict{outcome: v.is, err: err}
		}
	}
	if code := codeOf(text); code >= 400 && code < 500 {
		return verdict{outcome: refused, err: err}
	}
	return verdict{outcome: later, err: err}
}

var otherCode = regexp.MustCompile(`^error response from telegram for method \w+, (\d+) `)

// codeOf finds the code in the text by which the library tells of one that it has no
// error for; 0 where there is none.
func codeOf(text string) int {
	found := otherCode.FindStringSubmatch(text)
	if found == nil {
		return 0
	}
	code, _ := strconv.Atoi(found[1])
	return code
}
