package bot

import "veche/storage"

// attempt makes the calls that a job still needs. It holds the line, not the lock.
func (c *courier) attempt(l *line, j *job) verdict {
	if v := c.prepare(l, j); v.outcome != delivered || j.message == nil {
		return v
	}
	for j.weight = 0; ; {
		parts := plan(j.message, j.row.Live != "")
		if j.step >= len(parts) {
			return verdict{outcome: delivered}
		}
		p := parts[j.step]
		j.weight += p.weight()
		id, v := c.call(letter{part: p, chat: l.chat, message: j.message})
		switch {
		case v.outcome == delivered:
			j.arrived(p, id)
		case v.outcome == gone && p.kind.edits():
			// An edit makes no sound, and neither does what comes in its place.
			j.message.Edit, j.message.Shows, j.message.Silent = 0, "", true
		case v.outcome == gone && p.kind == removeMessage:
			j.message.Remove, j.message.Picture = false, cover(j.message) // too old to be taken away
		case v.outcome == homeless && j.message.Thread != 0:
			j.message.Thread = 0
		case v.outcome == gone || v.outcome == homeless || v.outcome == moved && v.to == l.chat:
			v.outcome = refused
			return v
		default:
			return v
		}
	}
}

func (j *job) arrived(p part, id int) {
	j.step++
	switch {
	case p.kind.edits():
		j.id, j.shows = j.message.Edit, j.message.Shows
	case p.main:
		j.id = id
	}
	if p.kind == sendPicture || p.kind == editPicture {
		j.shows = j.message.Picture.Key
	}
}

func (c *courier) call(l letter) (int, verdict) {
	id, err := c.sender.send(c.ctx, l)
	v := judge(err)
	c.metrics.sent(v.outcome)
	return id, v
}

// prepare finds out what to send. What has arrived in part is finished as it began.
func (c *courier) prepare(l *line, j *job) verdict {
	if j.step > 0 {
		return verdict{outcome: delivered}
	}
	m := j.row.Message
	if j.row.Live != "" {
		live, ok, err := c.live(l, j.row.Live)
		if err != nil {
			return verdict{outcome: later, err: err}
		}
		if !ok {
			return verdict{outcome: delivered} // forgotten meanwhile
		}
		j.wanted, m = live.Wanted, live.Wanted
		m.Edit, m.Shows = live.ID, live.Shows
		if (m.Edit == 0 || !editable(&m, true)) && j.row.Lane == storage.Push && c.quiet(c.now()) {
			return verdict{outcome: overnight}
		}
	}
	if m.Answers != "" {
		live, _, err := c.live(l, m.Answers)
		if err != nil {
			return verdict{outcome: later, err: err}
		}
		m.ReplyTo = live.ID
	}
	j.message = &m
	return verdict{outcome: delivered}
}

// live reads a live message. Where it stands may be known here before it is there.
func (c *courier) live(l *line, name string) (storage.Live, bool, error) {
	live, ok, err := c.load(l.chat, name)
	if err == nil && !ok {
		if old := c.formerly(l.chat); old != 0 {
			live, ok, err = c.load(old, name)
			live.ID = 0 // messages have other ids in the new chat
		}
	}
	if live.ID == 0 {
		live.ID = l.sent[name]
	}
	return live, ok, err
}

// formerly is the number that a group had before it moved, or 0.
func (c *courier) formerly(chat storage.ChatID) storage.ChatID {
	c.mu.Lock()
	defer c.mu.Unlock()
	for from, to := range c.moved {
		if to == chat {
			return from
		}
	}
	return 0
}
