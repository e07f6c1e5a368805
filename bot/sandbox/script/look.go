package script

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"veche/bot/sandbox"
)

// sight is something that has come into chats or changed there.
type sight struct {
	to   []int64 // chats: what several people get alike is told once
	mark string  // an edit, a reply
	text string
}

// look returns what has come into the chats since the last look, or changed there:
// first in the chat where somebody acted, then in the others.
func (p *Play) look(first int64) []string {
	var all []sight
	for _, chat := range p.chats(first) {
		if p.seen[chat] == nil {
			p.seen[chat] = map[int64]string{}
		}
		for _, s := range p.lookAt(chat) {
			same := func(one sight) bool {
				return chat != first && one.to[0] != first && one.mark == s.mark && one.text == s.text && !slices.Contains(one.to, chat)
			}
			if i := slices.IndexFunc(all, same); i >= 0 {
				all[i].to = append(all[i].to, chat)
				continue
			}
			all = append(all, s)
		}
	}
	var told []string
	for _, s := range all {
		told = append(told, p.header(s.to, first)+s.mark+": "+indent(s.text, "    "))
	}
	return told
}

// chats lists all there are: the one where somebody acted, groups, people.
func (p *Play) chats(first int64) []int64 {
	var all []int64
	for _, id := range p.Chats {
		all = append(all, id)
	}
	for _, person := range p.Box.People() {
		all = append(all, person.ID)
	}
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(id int64) bool { return id == first })
	if first != 0 {
		all = append([]int64{first}, all...)
	}
	return all
}

func (p *Play) header(to []int64, first int64) string {
	if to[0] == first {
		return "  " + p.say("bot")
	}
	var names []string
	for _, chat := range to {
		if chat < 0 {
			names = append(names, p.title(chat))
		} else {
			names = append(names, p.name(chat))
		}
	}
	return "  " + p.say("bot") + " → " + strings.Join(names, ", ")
}

func (p *Play) lookAt(chat int64) []sight {
	var all []sight
	seen := p.seen[chat]
	var album []string // photos of an album that has just come
	flush := func() {
		if len(album) > 0 {
			all = append(all, sight{to: []int64{chat}, text: p.album(album)})
		}
		album = nil
	}
	for _, m := range p.Box.Messages(chat) {
		body := p.body(m)
		was, known := seen[m.ID]
		seen[m.ID] = body
		if !p.fromBot(m) || was == body {
			continue
		}
		if found := payload.FindStringSubmatch(m.Text); found != nil {
			p.Link = found[1]
		}
		if m.AlbumID != "" {
			album = append(album, p.photo(m))
			continue
		}
		flush()
		s := sight{to: []int64{chat}, text: body}
		switch {
		case known:
			s.mark, s.text = " ("+p.say("edit")+")", changed(was, body)
		case m.ReplyTo != nil:
			s.mark = " ↩"
		}
		all = append(all, s)
	}
	flush()
	return append(all, p.removed(chat)...)
}

// fromBot reports whether the bot said it; in a channel nobody else does.
func (p *Play) fromBot(m sandbox.Message) bool {
	if m.SenderChat != nil && m.SenderChat.Type == "channel" {
		return true
	}
	return m.From != nil && m.From.IsBot && m.SenderChat == nil && len(m.NewMembers) == 0
}

// removed returns what was there at the last look and is not any more.
func (p *Play) removed(chat int64) []sight {
	standing := map[int64]bool{}
	for _, m := range p.Box.Messages(chat) {
		standing[m.ID] = true
	}
	var all []sight
	for _, id := range slices.Sorted(maps.Keys(p.seen[chat])) {
		if !standing[id] {
			first, _, _ := strings.Cut(p.seen[chat][id], "\n")
			all = append(all, sight{to: []int64{chat}, mark: " (" + p.say("removed") + ")", text: first})
			delete(p.seen[chat], id)
		}
	}
	return all
}

var payload = regexp.MustCompile(`\?start=([A-Za-z0-9_-]+)`)

// notices returns the answers to presses since the last look, those without words
// left out.
func (p *Play) notices() []string {
	var told []string
	people := p.Box.People()
	slices.SortFunc(people, func(a, b sandbox.Person) int { return int(a.ID - b.ID) })
	for _, person := range people {
		all := p.Box.Notices(person.ID)
		for _, n := range all[p.noticed[person.ID]:] {
			if n.Text == "" {
				continue
			}
			word := "notice"
			if n.Alert {
				word = "window"
			}
			told = append(told, fmt.Sprintf("  %s: %s", p.say(word), indent(n.Text, "    ")))
		}
		p.noticed[person.ID] = len(all)
	}
	return told
}
