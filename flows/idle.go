package flows

import (
	"errors"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// What nobody needs any more goes by itself: conversations that were left, and what
// was put aside and not looked at.
const (
	idleAfter     = 7 * 24 * time.Hour  // a draft is offered once more, a week later dropped
	quarantineAge = 30 * 24 * time.Hour // what people had removed must be gone from here too
	sweepAtOnce   = 500                 // records in a read transaction, and to deal with in a round
)

// sweep says how far a sweep has come.
type sweep struct {
	Now   time.Time           `json:"now"`
	After *storage.SessionKey `json:"after,omitempty"` // nil: at the beginning
}

// swept is what a part of a sweep found.
type swept struct {
	Idle       []storage.SessionKey `json:"idle,omitempty"`
	Quarantine []uint64             `json:"quarantine,omitempty"`
	Denied     []uint64             `json:"denied,omitempty"` // acts
}

// startSweep begins the sweep of the day, and the look at old cards.
func startSweep(t *Turn) error {
	return errors.Join(t.Later("sweep", sweep{Now: t.Now}), t.Later("cards", aging{Now: t.Now}))
}

// findOld finds what is too old. A record that cannot be read is left to `veche check`.
func findOld(tx *storage.Tx, s sweep) (found swept, next *sweep, err error) {
	if s.After == nil {
		found.Denied = faded(tx, s.Now)
		if found.Quarantine = expired(tx, s.Now); len(found.Quarantine) == sweepAtOnce {
			return found, &s, nil
		}
	}
	n := 0
	for rec, err := range storage.Sessions.All(tx, storage.Range[storage.SessionKey]{After: s.After, Limit: sweepAtOnce}) {
		if n++; n == sweepAtOnce {
			next = &sweep{Now: s.Now, After: &rec.Key}
		}
		if err == nil && s.Now.Sub(rec.Value.Touched) >= idleAfter {
			found.Idle = append(found.Idle, rec.Key)
		}
	}
	return found, next, nil
}

func expired(tx *storage.Tx, now time.Time) (ids []uint64) {
	for rec, err := range storage.Quarantine.All(tx) { // the oldest first
		if err != nil {
			continue
		}
		if now.Sub(rec.Value.At) < quarantineAge || len(ids) == sweepAtOnce {
			break
		}
		ids = append(ids, rec.Key)
	}
	return ids
}

// dropOld drops what was found, and offers what is worth it.
func dropOld(t *Turn, found swept) error {
	gone := map[string]int{}
	for _, id := range found.Quarantine {
		if err := storage.Quarantine.Delete(t.Tx, id); err != nil {
			return err
		}
		gone["quarantine"]++
	}
	for _, id := range found.Denied {
		if err := storage.Acts.Delete(t.Tx, id); err != nil {
			return err
		}
		gone["acts"]++
	}
	for _, key := range found.Idle {
		dropped, err := t.left(key)
		if err != nil {
			return err
		}
		if dropped {
			gone["sessions"]++
		}
	}
	return t.destroyed(gone)
}

// left deals with a conversation that was left, unless the person has come back
// meanwhile. Only a draft in private is worth a message, and only to somebody who
// agreed that it is kept.
func (t *Turn) left(key storage.SessionKey) (dropped bool, err error) {
	if !storage.Sessions.Has(t.Tx, key) {
		return false, nil
	}
	asked := t.Input
	if err := t.As(key); err != nil {
		return false, err
	}
	// What follows is nobody's turn again.
	defer func() { t.Input, t.Person, t.Roles, t.session = asked, nil, nil, nil }()
	s := t.session
	switch {
	case t.Now.Sub(s.Touched) < idleAfter:
		return false, nil
	case t.Person == nil || t.Input.Group || s.Offered || !t.Writing() || !t.engine.forms[s.Flow].reads(t, s):
		return true, storage.Sessions.Delete(t.Tx, key)
	}
	t.offer()
	return false, t.save()
}

// offer asks whether to go on with the draft. Nobody asked for that now: it waits
// for the morning.
func (t *Turn) offer() {
	s := t.session
	s.Offered, s.Held = true, Menu.data()
	t.put(s, Message{Key: "idle"}, false, false)
	m := &t.Said[len(t.Said)-1].Message
	m.Haste = Usual
	m.Rows = [][]Button{
		Row(Pick(Term{Key: "key.go_on"}, mark(s)+":go_on")),
		Row(Pick(Term{Key: "key.throw"}, mark(s)+":throw")),
	}
}

// destroyed keeps the proof that data was destroyed, without it.
func (t *Turn) destroyed(counts map[string]int) error {
	if len(counts) == 0 {
		return nil
	}
	id, err := storage.Next(t.Tx, storage.DestructionCounter)
	if err != nil {
		return err
	}
	return storage.Destructions.Put(t.Tx, id, civic.Destruction{ID: id, At: t.Now, Basis: "age", Counts: counts})
}
