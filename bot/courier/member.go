package courier

import (
	"context"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"veche/storage"
)

// confirm asks whether we are really out of a group that refuses a message: many a refusal
// is of this message alone, or of what may be written there. While it may be that the group
// has moved and we do not know it yet, it waits.
func (c *Courier) confirm(l *line, e ending) ending {
	if e.outcome != Unreachable || l.chat >= 0 {
		return e
	}
	in, err := c.sender.member(c.ctx, l.chat)
	if err == nil {
		if in {
			e.outcome = Refused
		}
		return e
	}
	switch asked := judge(err); asked.outcome {
	case Unreachable:
		if strings.Contains(err.Error(), "deleted") && (l.tries == 0 || time.Since(l.failing) < renumbering) {
			e.outcome = later
		}
	case later, lost, slowDown, disowned, Moved, cancelled:
		return asked
	default:
		e.outcome = Refused
	}
	return e
}

// renumbering is how long a group that became a supergroup may seem to be deleted.
const renumbering = time.Minute

// member asks for our own part in a chat.
func (p postman) member(ctx context.Context, chat storage.ChatID) (bool, error) {
	m, err := p.GetChatMember(ctx, &tg.GetChatMemberParams{ChatID: int64(chat), UserID: p.ID()})
	if err != nil {
		return false, err
	}
	switch m.Type {
	case models.ChatMemberTypeLeft, models.ChatMemberTypeBanned:
		return false, nil
	case models.ChatMemberTypeRestricted:
		return m.Restricted.IsMember, nil
	}
	return true, nil
}
