package courier

import "veche/storage"

// attempt makes the calls that a parcel still needs. It holds the line, not the lock.
func (c *Courier) attempt(l *line, p *parcel) ending {
	if e := c.prepare(l, p); e.outcome != Delivered || p.message == nil {
		return e
	}
	for p.weight = 0; ; {
		letters := plan(l.chat, p.message, p.row.Live != "", p.albums)
		if p.done >= len(letters) {
			return ending{outcome: Delivered}
		}
		next := letters[p.done]
		p.trying = next
		p.weight += next.weight()
		id, e := c.call(next)
		switch {
		case e.outcome == Delivered:
			p.arrived(next, id)
		case e.outcome == gone && next.kind.edits():
			// An edit makes no sound, and neither does what comes in its place.
			p.message.Edit, p.message.Shows, p.message.Silent = 0, "", true
		case e.outcome == gone && next.kind == removeMessage:
			p.message.Remove, p.message.Picture = false, cover(p.message) // too old to be taken away
		case e.outcome == homeless && p.message.Thread != 0:
			p.message.Thread = 0
		case e.outcome == gone || e.outcome == homeless || e.outcome == Moved && e.to == l.chat:
			e.outcome = Refused
			return e
		case e.outcome == Refused && p.shed(next):
		default:
			return e
		}
	}
}

func (p *parcel) arrived(l letter, id int) {
	p.done++
	switch {
	case l.kind.edits():
		p.id, p.shows = p.message.Edit, p.message.Shows
	case l.main:
		p.id = id
	}
	if l.kind == sendPicture || l.kind == editPicture {
		p.shows = p.message.Picture.Key
	}
}

func (c *Courier) call(l letter) (int, ending) {
	id, err := c.sender.send(c.ctx, l)
	e := judge(err)
	if e.outcome == lost && !l.kind.sends() {
		e.outcome = later // it does the same when it is done twice
	}
	c.options.Counter.Sent(e.outcome)
	return id, e
}

// prepare finds out what to send. What has arrived in part, or cannot arrive
// whole, is finished as it began.
func (c *Courier) prepare(l *line, p *parcel) ending {
	if p.done > 0 || p.pared {
		return ending{outcome: Delivered}
	}
	m := p.row.Message
	if p.row.Live != "" {
		live, ok, err := c.live(l, p.row.Live)
		if err != nil {
			return ending{outcome: later, err: err}
		}
		if !ok {
			return ending{outcome: Delivered} // forgotten meanwhile
		}
		p.wanted, m = live.Wanted, live.Wanted
		m.Edit, m.Shows = live.ID, live.Shows
		if (m.Edit == 0 || !editable(&m, true)) && p.row.Lane == storage.Push && c.options.Quiet(c.options.Now()) {
			return ending{outcome: overnight}
		}
	}
	if m.Answers != "" {
		live, _, err := c.live(l, m.Answers)
		if err != nil {
			return ending{outcome: later, err: err}
		}
		m.ReplyTo = live.ID
	}
	p.message = &m
	return ending{outcome: Delivered}
}

// live reads a live message. Where it stands may be known here before it is there.
func (c *Courier) live(l *line, name string) (storage.Live, bool, error) {
	live, ok, err := c.options.Load(l.chat, name)
	if err == nil && !ok {
		if old := c.formerly(l.chat); old != 0 {
			live, ok, err = c.options.Load(old, name)
			live.ID = 0 // messages have other ids in the new chat
		}
	}
	if live.ID == 0 {
		live.ID = l.sent[name]
	}
	return live, ok, err
}

// formerly is the number that a group had before it moved, or 0.
func (c *Courier) formerly(chat storage.ChatID) storage.ChatID {
	c.mu.Lock()
	defer c.mu.Unlock()
	for from, to := range c.renumbered {
		if to == chat {
			return from
		}
	}
	return 0
}
