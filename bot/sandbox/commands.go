package sandbox

import (
	"encoding/json"
	"fmt"
	"regexp"
	"unicode/utf8"
)

// Command is one line of a menu of commands.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// scope says who sees a menu of commands: https://core.telegram.org/bots/api#botcommandscope
type scope struct {
	Type string      `json:"type"`
	Chat json.Number `json:"chat_id"`
	User int64       `json:"user_id"`
}

func (c scope) key(language string) string {
	return fmt.Sprintf("%s/%s/%d/%s", c.Type, c.Chat, c.User, language)
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]+$`)
	languageCode = regexp.MustCompile(`^([a-z]{2,3})?$`)
)

func (s *Sandbox) scope(q *request) (string, error) {
	c := scope{Type: "default"}
	if err := q.object("scope", "BotCommandScope", &c); err != nil {
		return "", err
	}
	if !languageCode.MatchString(q.params["language_code"]) {
		return "", bad("invalid language code specified")
	}
	switch c.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		c.Chat, c.User = "", 0
		return c.key(q.params["language_code"]), nil
	case "chat", "chat_administrators", "chat_member":
	default:
		return "", bad("can't parse BotCommandScope: Unsupported type specified")
	}
	id, _ := c.Chat.Int64()
	if s.chats[id] == nil {
		return "", refuse("chat not found")
	}
	if c.Type == "chat_member" && s.people[c.User] == nil {
		return "", bad("invalid user_id specified")
	}
	return c.key(q.params["language_code"]), nil
}

func setMyCommands(s *Sandbox, q *request) (any, error) {
	var list []Command
	if err := q.object("commands", "commands", &list); err != nil {
		return nil, err
	}
	if len(list) > maxCommands {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for i := range list {
		if err := list[i].check(); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.scope(q)
	if err != nil {
		return nil, err
	}
	s.commands[key] = list
	s.tell("state", 0)
	return true, nil
}

// check holds a command to 1–32 characters of [a-z0-9_] (a leading slash is forgiven) and 1–256 of description.
func (c *Command) check() error {
	if c.Command != "" && c.Command[0] == '/' {
		c.Command = c.Command[1:]
	}
	switch {
	case len(c.Command) > 32:
		return bad("command length must not exceed 32")
	case !commandName.MatchString(c.Command):
		return bad("BOT_COMMAND_INVALID")
	case utf8.RuneCountInString(c.Description) > 256:
		return bad("command description length must not exceed 256")
	case c.Description == "":
		return bad("BOT_COMMAND_DESCRIPTION_INVALID")
	}
	return nil
}

func getMyCommands(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.scope(q)
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.commands[key]...), nil
}

func deleteMyCommands(s *Sandbox, q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.scope(q)
	if err != nil {
		return nil, err
	}
	delete(s.commands, key)
	s.tell("state", 0)
	return true, nil
}

// Menu is the commands that a person's client shows in a chat, scope and language resolved.
func (s *Sandbox) Menu(chat, person int64) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.menu(s.mustChat(chat), person)
}

func (s *Sandbox) menu(c *chat, person int64) []Command {
	language := ""
	if p := s.people[person]; p != nil {
		language = p.Language
	}
	for _, sc := range c.scopes(person) {
		for _, code := range []string{language, ""} {
			if list := s.commands[sc.key(code)]; len(list) > 0 {
				return list
			}
		}
	}
	return []Command{}
}

// scopes lists the scopes in the order in which clients try them.
func (c *chat) scopes(person int64) []scope {
	id := json.Number(fmt.Sprint(c.id))
	if c.person != 0 {
		return []scope{{Type: "chat", Chat: id}, {Type: "all_private_chats"}, {Type: "default"}}
	}
	admin := c.members[person] == "administrator" || c.members[person] == "creator"
	all := []scope{{Type: "chat_member", Chat: id, User: person}}
	if admin {
		all = append(all, scope{Type: "chat_administrators", Chat: id})
	}
	all = append(all, scope{Type: "chat", Chat: id})
	if admin {
		all = append(all, scope{Type: "all_chat_administrators"})
	}
	return append(all, scope{Type: "all_group_chats"}, scope{Type: "default"})
}
