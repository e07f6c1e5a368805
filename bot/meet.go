package bot

import (
	"context"
	"errors"
	"net/http"
	"time"

	"veche/bot/wire"
)

// nameEvery is how often the bot asks for its name: it can be changed at BotFather, and
// then links with the old one lead nowhere.
const nameEvery = 24 * time.Hour

// Meet asks Telegram who the bot is, with pauses until there is an answer: after a power
// cut the network comes later than the bot. It fails where the token is not good, or when
// the context ends.
func (b *Bot) Meet(ctx context.Context) error {
	for tries := 1; ; tries++ {
		err := b.ask(ctx)
		if err == nil || ctx.Err() != nil || errors.Is(err, wire.ErrToken) {
			return err
		}
		wait := wire.Backoff(tries, time.Second, 30*time.Second)
		if told := (*wire.Refusal)(nil); errors.As(err, &told) && told.Code == http.StatusTooManyRequests {
			wait = time.Duration(max(told.Parameters.RetryAfter, 1)) * time.Second
		}
		b.log.Warn("Telegram cannot be reached, and the bot waits", "error", err, "again_in", wait)
		sleep(ctx, wait)
	}
}

func (b *Bot) ask(ctx context.Context) error {
	me, err := b.client.Me(ctx)
	if err == nil {
		b.met.Store(&identity{ID: me.ID, Username: me.Username})
	}
	return err
}

// me is who the bot is, as it was told last.
func (b *Bot) me() identity {
	if me := b.met.Load(); me != nil {
		return *me
	}
	return identity{}
}

// Name is the bot's username, once it was met.
func (b *Bot) Name() string { return b.me().Username }

// keepName asks for it again now and then, until the bot stops.
func (b *Bot) keepName() {
	for b.pause(b.working, nameEvery) {
		was := b.Name()
		switch err := b.ask(b.working); {
		case b.working.Err() != nil:
		case err != nil:
			b.log.Warn("the bot's name could not be asked for", "error", err)
		case b.Name() != was:
			b.log.Info("the bot has another name", "was", was, "is", b.Name())
		}
	}
}
