package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// notByDefault are the kinds of update that a bot gets only when it asks for them.
var notByDefault = []string{"chat_member", "message_reaction", "message_reaction_count"}

// pressLife is how long a press waits for the bot to fetch it.
const pressLife = 150 * time.Second

type update struct {
	id      int64
	kind    string
	chat    int64
	at      time.Time
	raw     json.RawMessage
	repeats bool // was delivered again on purpose
}

// queue keeps updates until a poll with a higher offset confirms them.
type queue struct {
	waiting []*update
	last    int64
	allowed []string      // nil: the default
	poll    *poll         // the poll that stands now
	came    chan struct{} // nil while no poll waits
	held    bool          // polls get nothing
}

// poll is a getUpdates that waits; displaced gets the reason why it may no longer.
type poll struct{ displaced chan *apiError }

func (u *queue) init() {
	u.last = 700_000_000
}

func (u *queue) wanted(kind string) bool {
	if len(u.allowed) == 0 {
		return !slices.Contains(notByDefault, kind)
	}
	return slices.Contains(u.allowed, kind)
}

func (u *queue) add(kind string, chat int64, at time.Time, object any) {
	if !u.wanted(kind) {
		return
	}
	body, err := json.Marshal(object)
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	u.last++
	raw := make([]byte, 0, len(body)+len(kind)+40)
	raw = append(raw, `{"update_id":`...)
	raw = strconv.AppendInt(raw, u.last, 10)
	raw = append(raw, `,"`+kind+`":`...)
	raw = append(append(raw, body...), '}')
	u.push(&update{id: u.last, kind: kind, chat: chat, at: at, raw: raw})
}

func (u *queue) push(next *update) {
	u.waiting = append(u.waiting, next)
	u.wake()
}

// wake lets a poll that waits look again.
func (u *queue) wake() {
	if u.came != nil {
		close(u.came)
		u.came = nil
	}
}

// Hold keeps updates from the bot until they are let go: for people who act at the same
// moment.
func (s *Sandbox) Hold(held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.held = held
	s.queue.wake()
}

// coming is closed when the next update comes.
func (u *queue) coming() <-chan struct{} {
	if u.came == nil {
		u.came = make(chan struct{})
	}
	return u.came
}

func (u *queue) expire(now time.Time) {
	if len(u.waiting) == 0 || now.Sub(u.waiting[0].at) <= pressLife {
		return // the others are younger
	}
	u.waiting = slices.DeleteFunc(u.waiting, func(one *update) bool {
		life := 24 * time.Hour
		if one.kind == "callback_query" {
			life = pressLife
		}
		return now.Sub(one.at) > life
	})
}

// confirm drops what lies before offset. One that is far beyond the last update is not believed, one below zero
// keeps only the last updates. again tells of an update whether it is to be delivered once more.
func (u *queue) confirm(offset int64, again func(*update) bool) {
	if offset < 0 {
		all := int64(len(u.waiting))
		u.waiting = u.waiting[max(0, all+max(offset, -all)):]
		return
	}
	if offset == 0 || offset > u.last+10 {
		return
	}
	n := 0
	for n < len(u.waiting) && u.waiting[n].id < offset {
		n++
	}
	var repeated []*update
	for _, one := range u.waiting[:n] {
		if !one.repeats && again(one) {
			one.repeats = true
			repeated = append(repeated, one)
		}
	}
	u.waiting = u.waiting[n:]
	if len(repeated) > 0 {
		u.waiting = append(repeated, u.waiting...)
	}
}

func (u *queue) head(limit int) []json.RawMessage {
	if u.held {
		return []json.RawMessage{}
	}
	batch := make([]json.RawMessage, 0, min(limit, len(u.waiting)))
	for _, one := range u.waiting[:min(limit, len(u.waiting))] {
		batch = append(batch, one.raw)
	}
	return batch
}

var (
	errTwoPolls = &apiError{code: 409, description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
	errWebhook  = &apiError{code: 409, description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	errHooked   = &apiError{code: 409, description: "Conflict: terminated by setWebhook request"}
)

func getUpdates(s *Sandbox, q *request) (any, error) {
	limit := int(q.integer("limit"))
	if limit < 1 || limit > 100 {
		limit = 100
	}
	wait := time.Duration(min(max(q.integer("timeout"), 0), 50)) * time.Second
	var allowed []string
	if err := q.object("allowed_updates", "allowed_updates", &allowed); err != nil {
		return nil, err
	}
	me, err := s.startPoll(q, allowed)
	if err != nil {
		return nil, err
	}
	return s.await(q, me, limit, wait)
}

// startPoll displaces the poll that stands, then confirms.
func (s *Sandbox) startPoll(q *request, allowed []string) (*poll, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook != "" {
		return nil, errWebhook
	}
	s.queue.displace(errTwoPolls)
	me := &poll{displaced: make(chan *apiError, 1)}
	s.queue.poll = me
	if q.has("allowed_updates") {
		s.queue.allowed = allowed
	}
	before := len(s.queue.waiting)
	s.queue.expire(s.clock.Now())
	s.queue.confirm(q.integer("offset"), s.takeTwice)
	if len(s.queue.waiting) != before {
		defer s.tell("state", 0)
	}
	return me, nil
}

func (s *Sandbox) await(q *request, me *poll, limit int, wait time.Duration) (any, error) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	defer s.endPoll(me)
	for {
		s.mu.Lock()
		batch, came := s.queue.head(limit), s.queue.coming()
		s.mu.Unlock()
		if len(batch) > 0 || wait == 0 {
			return batch, nil
		}
		select {
		case <-came:
		case <-timer.C:
			return batch, nil
		case why := <-me.displaced:
			return nil, why
		case <-q.ctx.Done():
			return batch, nil
		case <-s.closed:
			return nil, &apiError{code: 500, description: "Internal Server Error: restart"}
		}
	}
}

func (u *queue) displace(why *apiError) {
	if u.poll != nil {
		u.poll.displaced <- why
		u.poll = nil
	}
}

func (s *Sandbox) endPoll(me *poll) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.poll == me {
		s.queue.poll = nil
	}
}

// Raw puts an update into the queue as it is, but for its update_id, whatever the bot asked for and whether it can
// be read or not. What is JSON but no object is queued as it stands. It returns the id, and panics if body is no JSON:
// Telegram never sends such a thing.
func (s *Sandbox) Raw(body []byte) int64 {
	if !json.Valid(body) {
		panic("sandbox: a raw update must be JSON")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.last++
	id := s.queue.last
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) == nil && fields != nil {
		fields["update_id"] = strconv.AppendInt(nil, id, 10)
		body, _ = json.Marshal(fields)
	}
	s.queue.push(&update{id: id, kind: "raw", at: s.clock.Now(), raw: body})
	s.tell("state", 0)
	return id
}
