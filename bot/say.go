package bot

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/storage"
)

// speaker puts what a turn said into the outbox, worded for whoever will read it,
// in the transaction of the turn.
type speaker struct {
	wording
	engine *flows.Engine
	tx     *storage.Tx
	turn   *flows.Turn
	made   []storage.Outgoing // rows that leave after the commit
}

// say puts everything the turn said into the outbox.
func (s *speaker) say() error {
	for _, said := range s.turn.Said {
		seats, err := s.seats(said.To)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			if err := s.at(seat, said.Message); err != nil {
				return fmt.Errorf("say %s: %w", said.Message.Key, err)
			}
		}
		if said.To.Desk != "" && said.Message.Live != "" {
			if err := s.elsewhere(said.To.Desk, seats, said.Message); err != nil {
				return fmt.Errorf("say %s elsewhere: %w", said.Message.Key, err)
			}
		}
	}
	return nil
}

func (s *speaker) seats(to flows.Address) ([]flows.Seat, error) {
	if to.Desk != "" {
		return flows.Seats(s.tx, to.Desk)
	}
	chat, thread := to.Place()
	if chat == 0 {
		return nil, nil
	}
	return []flows.Seat{{Chat: chat, Thread: thread}}, nil
}

func (s *speaker) at(seat flows.Seat, m flows.Message) error {
	lang, err := s.language(seat.Chat)
	if err != nil {
		return err
	}
	out, err := s.message(lang, m)
	if err != nil {
		return err
	}
	out.Thread = seat.Thread
	switch {
	case m.Under == flows.NoKeys:
		out.Keyboard = &storage.Keyboard{Remove: true}
	case m.Under == flows.MainMenu && len(out.Buttons) == 0 && seat.Chat > 0:
		if out.Keyboard, err = s.menu(lang, civic.PersonID(seat.Chat)); err != nil {
			return err
		}
	}
	pressed := 0
	if m.InPlace && s.turn.Input.Kind == flows.Press && s.turn.Input.Chat == seat.Chat && out.Keyboard == nil {
		pressed = s.turn.Input.Message
	}
	lane := s.lane(seat.Chat, m)
	if m.Live != "" {
		if m.Anew {
			if err := storage.Lives.Delete(s.tx, storage.LiveKey{Chat: seat.Chat, Name: string(m.Live)}); err != nil {
				return err
			}
		}
		return s.show(storage.LiveKey{Chat: seat.Chat, Name: string(m.Live)}, out, pressed, lane)
	}
	out.Edit = pressed
	return s.post(storage.Outgoing{Chat: seat.Chat, Lane: lane, Message: out})
}

// elsewhere brings a desk's card up to date where else it stands: with somebody who
// looked at it by themselves. Who left the office, and a group that is the desk no
// more, read no more of it: theirs stays as it was, unless something is taken away.
func (s *speaker) elsewhere(desk civic.Desk, seats []flows.Seat, m flows.Message) error {
	m.Anew = false // the topic of an old chat is not known any more
	for key, err := range storage.LivesNamed.Keys(s.tx, storage.Tuple(string(m.Live))) {
		if err != nil {
			return err
		}
		if slices.ContainsFunc(seats, func(seat flows.Seat) bool { return seat.Chat == key.Chat }) {
			continue
		}
		if reads, err := flows.ReadIn(s.tx, desk, key.Chat); err != nil {
			return err
		} else if !reads && !m.Wipes {
			continue
		}
		if err := s.at(flows.Seat{Chat: key.Chat}, m); err != nil {
			return err
		}
	}
	return nil
}

// lane tells replies from what comes to people unasked.
func (s *speaker) lane(chat storage.ChatID, m flows.Message) storage.Lane {
	in := s.turn.Input
	switch {
	case m.Haste == flows.Urgent:
		return storage.Alarm
	case m.Haste == flows.Prompt, in.Chat == chat && in.Kind != flows.Due:
		return storage.Reply
	}
	return storage.Push
}

func (s *speaker) post(row storage.Outgoing) error {
	id, err := storage.Next(s.tx, storage.OutboxCounter)
	if err != nil {
		return err
	}
	row.ID, row.Made = id, s.turn.Now
	if err := storage.Outbox.Put(s.tx, row.Key(), row); err != nil {
		return err
	}
	s.made = append(s.made, row)
	return nil
}

// show says a live message again: it is sent when it is new, changed when it stands
// already, left alone when it would look the same. pressed, where not 0, is a
// message that becomes it.
func (s *speaker) show(key storage.LiveKey, m storage.Message, pressed int, lane storage.Lane) error {
	live, _, err := storage.Lives.Find(s.tx, key)
	if err != nil {
		return err
	}
	if was, is := live.Wanted.Picture, m.Picture; was != nil && is != nil && was.Key == is.Key && is.Data == nil {
		is.Data = was.Data // not there yet
	}
	live.Chat, live.Name, live.Wanted, live.Day = key.Chat, key.Name, m, s.turn.Now.Format(time.DateOnly)
	if live.ID == 0 && pressed != 0 {
		live.ID = pressed
	}
	if live.Queued == 0 && live.Shown != sum(m) {
		if err := s.post(storage.Outgoing{Chat: key.Chat, Lane: lane, Live: key.Name}); err != nil {
			return err
		}
		live.Queued = s.made[len(s.made)-1].ID
	}
	return storage.Lives.Put(s.tx, key, live)
}

// sum tells whether two messages would look the same.
func sum(m storage.Message) uint32 {
	if m.Picture != nil {
		m.Picture = &storage.Picture{Key: m.Picture.Key}
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return 0
	}
	return max(crc32.Checksum(raw, crc32.MakeTable(crc32.Castagnoli)), 1)
}

// language is the one in which a chat reads: a person's own, a group's as it was
// bound.
func (s *speaker) language(chat storage.ChatID) (string, error) {
	if chat == s.turn.Input.Chat && chat > 0 {
		return s.turn.Language(), nil
	}
	if chat > 0 {
		p, ok, err := storage.People.Find(s.tx, civic.PersonID(chat))
		if !ok || err != nil {
			return "", err
		}
		return p.Language, nil
	}
	for rec, err := range storage.DesksIn.Each(s.tx, storage.Tuple(chat)) {
		return rec.Value.Language, err
	}
	return s.turn.Language(), nil
}

// menu is the main menu of a person: two buttons a row, in the simple mode one. Who
// holds an office needs all of it.
func (s *speaker) menu(lang string, p civic.PersonID) (*storage.Keyboard, error) {
	roles, person := s.turn.Roles, s.turn.Person
	if p != s.turn.Input.Person {
		other, found, err := storage.People.Find(s.tx, p)
		if err != nil {
			return nil, err
		}
		if person = nil; found {
			person = &other
		}
		if roles, err = flows.RolesOf(s.tx, p); err != nil {
			return nil, err
		}
	}
	simple, wide := person != nil && person.Simple && len(roles) == 0, 2
	if simple {
		wide = 1
	}
	k := &storage.Keyboard{}
	for i, label := range s.engine.Menu(roles, simple) {
		text, err := s.plain(lang, flows.Term{Key: label}, maxLabel)
		if err != nil {
			return nil, err
		}
		if i%wide == 0 {
			k.Rows = append(k.Rows, nil)
		}
		last := len(k.Rows) - 1
		k.Rows[last] = append(k.Rows[last], storage.Key{Text: text})
	}
	return k, nil
}
