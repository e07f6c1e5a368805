package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

type simFile struct {
	Data     []byte  `json:"data"`
	Name     string  `json:"name"`
	Mime     string  `json:"mime"`
	Size     int64   `json:"size"`
	Duration float64 `json:"duration"`
}

func (f *simFile) file() *File {
	if f == nil {
		return nil
	}
	return &File{Name: f.Name, Mime: f.Mime, Data: f.Data, Size: f.Size, Duration: int(f.Duration)}
}

type simPost struct {
	As, Chat, Thread int64
	Text, Caption    string
	Photos           []simFile
	Location         *Location
	Voice, Document  *simFile
	Sticker          string
	Contact          *Contact
	ReplyTo          int64 `json:"reply_to"`
	Forward          bool
}

func (s *Sandbox) simSend(in simPost) (any, error) {
	p := Post{
		As: in.As, Chat: in.Chat, Thread: in.Thread, Text: in.Text, Caption: in.Caption, Location: in.Location,
		Voice: in.Voice.file(), Document: in.Document.file(), Sticker: in.Sticker, Contact: in.Contact,
		ReplyTo: in.ReplyTo, Forward: in.Forward,
	}
	for _, photo := range in.Photos {
		if len(photo.Data) == 0 {
			photo.Data = nil
		}
		p.Photos = append(p.Photos, photo.Data)
	}
	ids, err := s.Post(p)
	return map[string]any{"messages": ids}, err
}

type simAct struct {
	As, Chat, Message int64
	Text, Data        string
	Payload           string
	Blocked           bool
}

func (s *Sandbox) simEdit(in simAct) (any, error) {
	return nil, s.Edit(in.As, in.Chat, in.Message, in.Text)
}

func (s *Sandbox) simPress(in simAct) (any, error) {
	id, err := s.Press(in.As, in.Chat, in.Message, in.Data)
	return map[string]string{"query": id}, err
}

func (s *Sandbox) simStart(in simAct) (any, error) {
	if err := s.exists(in.As, 0); err != nil {
		return nil, err
	}
	return map[string]any{"messages": []int64{s.Start(in.As, in.Payload)}}, nil
}

func (s *Sandbox) simBlock(in simAct) (any, error) {
	s.Block(in.As, in.Blocked)
	return nil, s.exists(in.As, 0)
}

func (s *Sandbox) simPerson(in Person) (any, error) {
	return map[string]int64{"id": s.AddPerson(in)}, nil
}

func (s *Sandbox) simGroup(in struct {
	ID      int64
	Title   string
	Members []int64
	Forum   bool
	WithBot bool `json:"with_bot"`
	Admin   bool
	Kind    string
}) (any, error) {
	for _, m := range in.Members {
		if err := s.exists(m, 0); err != nil {
			return nil, err
		}
	}
	g := Group{ID: in.ID, Title: in.Title, Kind: in.Kind, Forum: in.Forum, Members: in.Members}
	if in.WithBot {
		g.Bot = "member"
		if in.Admin {
			g.Bot = "administrator"
		}
	}
	return map[string]int64{"id": s.AddGroup(g)}, nil
}

type simMember struct {
	Chat, Person     int64
	In               bool
	Admin, Anonymous bool
	Name             string
}

func (in simMember) status() string {
	switch {
	case !in.In:
		return "left"
	case in.Admin:
		return "administrator"
	}
	return "member"
}

func (s *Sandbox) simMember(in simMember) (any, error) {
	if err := s.exists(in.Person, in.Chat); err != nil {
		return nil, err
	}
	s.SetMember(in.Chat, in.Person, in.status())
	s.SetAnonymous(in.Chat, in.Person, in.Anonymous)
	return nil, nil
}

func (s *Sandbox) simBotMember(in simMember) (any, error) {
	if err := s.exists(0, in.Chat); err != nil {
		return nil, err
	}
	s.SetBotMember(in.Chat, in.status())
	return nil, nil
}

func (s *Sandbox) simMigrate(in simMember) (any, error) {
	if err := s.exists(0, in.Chat); err != nil {
		return nil, err
	}
	return map[string]int64{"id": s.Migrate(in.Chat)}, nil
}

func (s *Sandbox) simTopic(in simMember) (any, error) {
	if err := s.exists(0, in.Chat); err != nil {
		return nil, err
	}
	return map[string]int64{"id": s.AddTopic(in.Chat, in.Name)}, nil
}

func (s *Sandbox) simClock(in struct {
	Now     time.Time
	Advance string
}) (any, error) {
	if in.Advance != "" {
		d, err := time.ParseDuration(in.Advance)
		if err != nil {
			return nil, err
		}
		s.clock.Advance(d)
	} else if !in.Now.IsZero() {
		s.clock.Set(in.Now)
	}
	return map[string]time.Time{"now": s.clock.Now()}, nil
}

func (s *Sandbox) simFault(in struct {
	Method, Kind, Delay string
	Chat                int64
	Times               int
	RetryAfter          int `json:"retry_after"`
}) (any, error) {
	f := Fault{Method: in.Method, Chat: in.Chat, Times: in.Times, Kind: in.Kind, RetryAfter: in.RetryAfter}
	if in.Delay != "" {
		var err error
		if f.Delay, err = time.ParseDuration(in.Delay); err != nil {
			return nil, err
		}
	}
	s.Fail(f)
	return nil, nil
}

func (s *Sandbox) simRaw(in struct{ Update json.RawMessage }) (any, error) {
	if len(in.Update) == 0 {
		return nil, errors.New("there is no update")
	}
	return map[string]int64{"update_id": s.Raw(in.Update)}, nil
}

// exists refuses people and chats (0 for none) that nobody made, and private chats in the place of groups.
func (s *Sandbox) exists(person, chat int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if person != 0 && s.people[person] == nil {
		return fmt.Errorf("there is no person %d", person)
	}
	if c := s.chats[chat]; chat != 0 && (c == nil || c.person != 0) {
		return fmt.Errorf("there is no group %d", chat)
	}
	return nil
}
