package sandbox

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

// pace holds the bot to Telegram's rates, in real time, when Options.Rates asks for it: about 30 messages a second
// in all, one a second in a private chat with a small burst, 20 a minute in a group. nil lets everything through.
// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
type pace struct {
	all   *rate.Limiter
	chats map[int64]*rate.Limiter
}

func newPace() *pace {
	return &pace{all: rate.NewLimiter(30, 30), chats: map[int64]*rate.Limiter{}}
}

// take lets a message into the chat or refuses with the seconds to wait. The sandbox's lock is held.
func (p *pace) take(c *chat) error {
	if p == nil {
		return nil
	}
	one := p.chats[c.id]
	if one == nil {
		one = rate.NewLimiter(1, 5)
		if c.person == 0 {
			one = rate.NewLimiter(rate.Every(3*time.Second), 20)
		}
		p.chats[c.id] = one
	}
	now := time.Now()
	for _, l := range []*rate.Limiter{one, p.all} {
		r := l.ReserveN(now, 1)
		if wait := r.DelayFrom(now); wait > 0 {
			r.CancelAt(now)
			return tooMany(int(math.Ceil(wait.Seconds())))
		}
	}
	return nil
}
