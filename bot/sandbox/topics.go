package sandbox

import (
	"slices"
	"unicode/utf8"
)

type forumTopic struct {
	Thread    int64  `json:"message_thread_id"`
	Name      string `json:"name"`
	IconColor int    `json:"icon_color"`
}

// topicColors are the only ones that a topic may have.
var topicColors = []int64{7322096, 16766590, 13338331, 9367192, 16749490, 16478047}

// AddTopic opens a topic in a forum by the hand of the group's owner and returns its id.
func (s *Sandbox) AddTopic(chat int64, name string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.mustChat(chat)
	return s.addTopic(c, s.owner(c), name, int(topicColors[0]))
}

// addTopic gives the topic the id of the message that opens it; bots are told of their own topics too.
func (s *Sandbox) addTopic(c *chat, by *User, name string, color int) int64 {
	m := &Message{From: by, IsTopicMessage: true, Thread: c.next(), TopicCreated: &TopicCreated{name, color}}
	s.put(c, m, true)
	c.topics = append(c.topics, Topic{m.ID, name})
	return m.ID
}

// file puts a message into a topic. Telegram makes it a reply to the message that opened the topic, unless it replies
// to another.
func (c *chat) file(m *Message, thread int64) {
	if thread <= 1 {
		return
	}
	m.Thread, m.IsTopicMessage = thread, true
	if m.ReplyTo == nil {
		m.ReplyTo = c.message(thread)
	}
}

func createForumTopic(s *Sandbox, q *request) (any, error) {
	name, color := q.params["name"], q.integer("icon_color")
	switch {
	case name == "" || utf8.RuneCountInString(name) > 128:
		return nil, bad("TOPIC_TITLE_INVALID")
	case color != 0 && !slices.Contains(topicColors, color):
		return nil, bad("invalid icon_color specified")
	case color == 0:
		color = topicColors[0]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.target(q)
	if err != nil {
		return nil, err
	}
	if !c.forum {
		return nil, refuse("the chat is not a forum")
	}
	if c.bot != "administrator" {
		return nil, refuse("not enough rights to create a topic")
	}
	return forumTopic{s.addTopic(c, &s.bot, name, int(color)), name, int(color)}, nil
}
