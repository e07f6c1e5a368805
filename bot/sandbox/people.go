package sandbox

import "fmt"

// Person is somebody who can be played. Their private chat with the bot has their id.
type Person struct {
	ID        int64  `json:"id"`
	FirstName string `json:"first_name"`
	Username  string `json:"username"`
	Language  string `json:"language_code"`
	// Started tells that the person has written to the bot before, so that it may write to them.
	Started bool `json:"started,omitempty"`
	// Note says which part the person plays, for the chat page.
	Note Note `json:"note"`
}

// Note is a few words in both languages.
type Note struct {
	RU string `json:"ru"`
	EN string `json:"en"`
}

func (p *Person) user() *User {
	return &User{ID: p.ID, FirstName: p.FirstName, Username: p.Username, LanguageCode: p.Language}
}

// AddPerson lets a person in and returns the id, which is made up when p has none. Unless the
// person has Started, the bot cannot write to them before they have written to it.
func (s *Sandbox) AddPerson(p Person) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.ID == 0 {
		s.lastID++
		p.ID = s.lastID
	}
	if p.FirstName == "" {
		p.FirstName = fmt.Sprintf("Person %d", p.ID)
	}
	s.people[p.ID] = &p
	if s.chats[p.ID] == nil {
		s.addChat(&chat{id: p.ID, kind: "private", person: p.ID, started: p.Started})
	}
	s.tell("state", p.ID)
	return p.ID
}

// People lists everybody, in no order.
func (s *Sandbox) People() []Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Person
	for _, id := range s.chatOrder {
		if p := s.people[id]; p != nil {
			all = append(all, *p)
		}
	}
	return all
}

// Block makes a person block the bot, or let it write again.
func (s *Sandbox) Block(person int64, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[person]
	if c == nil || c.blocked == blocked {
		return
	}
	c.blocked = blocked
	was, is := "member", "kicked"
	if !blocked {
		was, is = is, was
	}
	s.botChanged(c, s.people[person].user(), was, is)
	s.tell("state", person)
}
