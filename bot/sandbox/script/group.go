package script

import (
	"errors"
	"fmt"
	"strings"

	"veche/bot/sandbox"
)

// groupVerbs happen to a chat and not in it: name is the first word of the line.
var groupVerbs = map[string]func(p *Play, name, rest string) (string, error){
	"migrates": func(p *Play, name, _ string) (string, error) {
		was := p.Chats[name]
		shown := p.title(was) + " " + p.say("migrates")
		p.Chats[name] = p.Box.Migrate(was)
		return shown, nil
	},
	"leaves": func(p *Play, _, group string) (string, error) {
		p.Box.SetBotMember(p.Chats[group], "left")
		return p.say("bot") + " " + p.say("leaves") + " " + p.title(p.Chats[group]), nil
	},
	"joins": func(p *Play, _, group string) (string, error) {
		p.Box.SetBotMember(p.Chats[group], "member")
		return p.say("bot") + " " + p.say("joins") + " " + p.title(p.Chats[group]), nil
	},
	"posts":  posts, // in a channel, from now on
	"hides":  func(p *Play, name, rest string) (string, error) { return p.hide(name, rest, true) },
	"shows":  func(p *Play, name, rest string) (string, error) { return p.hide(name, rest, false) },
	"enters": enters,
}

// channel makes a channel: "feed: Лента | Feed: vera".
func (p *Play) channel(spec string) (string, error) {
	parts := strings.Split(spec, ": ")
	if len(parts) != 3 {
		return "", errors.New("a channel wants a name, a title and an owner")
	}
	c := sandbox.Group{Title: p.words(parts[1]), Kind: "channel", Members: []int64{Who(parts[2])}}
	p.Chats[parts[0]] = p.Box.AddGroup(c)
	p.titles[p.Chats[parts[0]]] = c.Title
	return fmt.Sprintf("%s «%s»: %s", p.say("channel"), c.Title, p.name(Who(parts[2]))), nil
}

// posts makes the bot an administrator of a channel.
func posts(p *Play, _, channel string) (string, error) {
	p.Box.SetBotMember(p.Chats[channel], "administrator")
	return p.say("bot") + " " + p.say("posts") + " " + p.title(p.Chats[channel]), nil
}

// group makes a group with the bot in it: "desk: Округ | District: pavel galina".
func (p *Play) group(spec string) (string, error) {
	parts := strings.Split(spec, ": ")
	if len(parts) != 3 {
		return "", errors.New("a group wants a name, a title and people")
	}
	g := sandbox.Group{Title: p.words(parts[1]), Kind: "group", Bot: "member"}
	var names []string
	for _, name := range strings.Fields(parts[2]) {
		g.Members = append(g.Members, Who(name))
		names = append(names, p.name(Who(name)))
	}
	p.Chats[parts[0]] = p.Box.AddGroup(g)
	return fmt.Sprintf("%s «%s»: %s, %s", p.say("group"), g.Title, strings.Join(names, ", "), p.say("bot")), nil
}

func (p *Play) hide(name, rest string, hidden bool) (string, error) {
	_, group, _ := strings.Cut(rest, "in ")
	p.Box.SetAnonymous(p.Chats[group], Who(name), hidden)
	word := "hides"
	if !hidden {
		word = "shows"
	}
	return p.name(Who(name)) + " " + p.say(word) + " " + p.title(p.Chats[group]), nil
}

func enters(p *Play, name, group string) (string, error) {
	p.Box.SetMember(p.Chats[group], Who(name), "member")
	return p.name(Who(name)) + " " + p.say("enters") + " " + p.title(p.Chats[group]), nil
}
