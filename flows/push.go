package flows

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// OfDigest is the topic of the digest of the week.
const OfDigest civic.Topic = "digest"

// Push says something that a person did not ask for now, unless they muted its topic,
// have had enough of it for today, or cannot be reached. It reports whether it was said. A
// button below mutes the topic.
func (t *Turn) Push(p civic.Person, topic civic.Topic, m Message) (bool, error) {
	k, known := t.engine.topics[topic]
	switch {
	case !known:
		return false, fmt.Errorf("say %s: no conversation has the topic %q", m.Key, topic)
	case p.Unreachable || p.Mutes(topic):
		return false, nil
	case k.Capped:
		if counted, err := t.count(p); !counted || err != nil {
			return false, err
		}
	}
	m.Rows = append(m.Rows[:len(m.Rows):len(m.Rows)], Row(Mute.Button("key.mute", topic)))
	t.Say(To(p.ID), m)
	return true, nil
}

// Topics lists what can be muted, in the order of the conversations.
func (t *Turn) Topics() (all []civic.Topic) {
	for _, c := range t.engine.all {
		for _, k := range c.Topics {
			all = append(all, k.Name)
		}
	}
	return append(all, OfDigest)
}

// count takes note of one more message of today about a capped topic; false where they
// have had enough. What is held back comes in the digest.
func (t *Turn) count(p civic.Person) (bool, error) {
	today := t.Now.Format("2006-01-02")
	if p.Pushes.Day != today {
		p.Pushes = civic.Pushes{Day: today}
	}
	if p.Pushes.Count >= civic.MaxPushes {
		return false, nil
	}
	p.Pushes.Count++
	if t.Person != nil && t.Person.ID == p.ID {
		t.Person.Pushes = p.Pushes
	}
	return true, storage.People.Put(t.Tx, p.ID, p)
}

// Digest is the part of a conversation in the digest of the week. What happened is looked
// for once, beside the rounds; what somebody reads is worded when their turn comes.
type Digest struct {
	// Name is that by which it is kept what was found, for as long as the digest is on its way.
	Name string
	// Look finds what happened in a district since then; nil for nothing.
	Look func(tx *storage.Tx, d civic.DistrictID, since time.Time) any
	// Say words what is new of what somebody cares about, a line each, and what happened
	// around them.
	Say func(t *Turn, p civic.Person, w Week) (lines []Term, around Term, err error)
}

// Week is what a part of the digest is worded of.
type Week struct {
	Since time.Time
	found json.RawMessage
}

// Found reads what [Digest.Look] found in the district of the reader. Where that is nothing
// into stays as it is.
func (w Week) Found(into any) error {
	if w.found == nil {
		return nil
	}
	return json.Unmarshal(w.found, into)
}

// How the digest comes.
const (
	digestName  = "digest" // of the timer, the job and the broadcast
	digestSince = "since"  // stands beside the parts
	digestDay   = time.Friday
	digestBack  = 7 * 24 * time.Hour
	digestLines = 10
)

// startDigest begins the digest on its day.
func startDigest(t *Turn) error {
	if t.Now.Weekday() != digestDay {
		return nil
	}
	var districts []civic.DistrictID
	for _, d := range t.Region.Districts {
		districts = append(districts, d.ID)
	}
	return t.Later(digestName, lookingBack{Since: t.Now.Add(-digestBack), Districts: districts})
}

type lookingBack struct {
	Since     time.Time          `json:"since"`
	Districts []civic.DistrictID `json:"districts"`
}

// lookBack finds what everybody's digest has in common, by part and district.
func (e *Engine) lookBack(ctx context.Context, w Work) (any, error) {
	var of lookingBack
	if err := json.Unmarshal(w.Args, &of); err != nil {
		return nil, err
	}
	found := map[string]any{digestSince: of.Since}
	for _, part := range e.digests {
		in := map[civic.DistrictID]any{}
		for _, d := range of.Districts {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			err := w.View(func(tx *storage.Tx) error {
				if f := part.Look(tx, d, of.Since); f != nil {
					in[d] = f
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		found[part.Name] = in
	}
	return found, nil
}

// giveDigest tells somebody what is new. Where there is nothing, nothing comes.
func (e *Engine) giveDigest(t *Turn, p civic.Person) error {
	var found map[string]json.RawMessage
	if err := t.Args(&found); err != nil {
		return err
	}
	var lines, around []Term
	for _, part := range values(e.digests) {
		w, err := weekOf(found, part.Name, p.District)
		if err != nil {
			return err
		}
		its, near, err := part.Say(t, p, w)
		if err != nil {
			return err
		}
		if lines = append(lines, its...); near.Key != "" {
			around = append(around, near)
		}
	}
	if len(lines) == 0 && len(around) == 0 {
		return nil
	}
	_, err := t.Push(p, OfDigest, Message{Key: "digest.title", Args: Args{"Lines": lines[:min(len(lines), digestLines)], "Fixed": around}})
	return err
}

// weekOf is the week for a part and a district.
func weekOf(found map[string]json.RawMessage, part string, d civic.DistrictID) (w Week, err error) {
	if err = json.Unmarshal(found[digestSince], &w.Since); err != nil || found[part] == nil {
		return w, err
	}
	var by map[civic.DistrictID]json.RawMessage
	err = json.Unmarshal(found[part], &by)
	w.found = by[d]
	return w, err
}

// everybody lists who has given consent.
func everybody(t *Turn, from civic.PersonID, n int) (all []civic.PersonID, err error) {
	for rec := range storage.People.All(t.Tx, storage.Range[civic.PersonID]{From: &from, Limit: n}) {
		all = append(all, rec.Key)
	}
	return all, nil
}
