package bot_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"veche/bot/sandbox"
	"veche/flows/civic"
	"veche/storage"
)

// standing is somebody in the middle of a form, and how they go on to its end.
type standing struct {
	Person int64    `json:"person"`
	Chat   int64    `json:"chat"`
	At     string   `json:"at"` // form and question, as they were called
	Then   []string `json:"then"`
}

// stand lets somebody stop at each place of each form in the list.
func (p *troupe) stand(list string) {
	p.Helper()
	before, been := map[string]string{}, map[string]bool{}
	for _, line := range strings.Split(list, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if line == "limits" {
			p.stop()
			p.engine.Unlimited = false
			p.start()
			continue
		}
		if name, what, ok := strings.Cut(line, " = "); ok {
			before[name] = what
			continue
		}
		head, form, _ := strings.Cut(line, ": ")
		acts := strings.Split(form, " | ")
		for n := 1; n < len(acts); n++ {
			if begun := head + strings.Join(acts[:n], "|"); !been[begun] {
				been[begun] = true
				p.stopAt(head, acts, n, before)
			}
		}
		if p.Failed() {
			p.Fatal(line)
		}
	}
}

// stopAt lets somebody new come so far. head is who they are, where they do it, and what
// happened before: "moderator in moderators, sent".
func (p *troupe) stopAt(head string, acts []string, n int, before map[string]string) {
	p.Helper()
	p.Logf("%s: %s", head, strings.Join(acts[:n], " | "))
	where, what, _ := strings.Cut(head, ", ")
	role, place, _ := strings.Cut(where, " in ")
	p.known["n"] = strconv.Itoa(len(p.langs))
	who := p.somebody(role)
	chat := p.goTo(who, place)
	p.known["author"] = p.known["anna"]
	if role == "author" {
		p.known["author"] = p.known["me"]
	}
	p.happen(what, before)
	for _, act := range acts[:n] {
		p.act(who, chat, act)
	}
	if s := p.session(who, chat); s.Flow != "" {
		p.stands = append(p.stands, standing{who, chat, s.Flow + "/" + s.State, p.filled(acts[n:])})
	}
}

func (p *troupe) filled(acts []string) (out []string) {
	for _, a := range acts {
		out = append(out, p.fill(a))
	}
	return out
}

// happen plays what a name of the list stands for.
func (p *troupe) happen(name string, before map[string]string) {
	p.Helper()
	if name == "" {
		return
	}
	for _, line := range strings.Split(before[name], "; ") {
		if _, acts := before[line]; acts {
			p.happen(line, before)
			continue
		}
		p.line(line)
		if strings.Contains(line, "@key.s") || strings.Contains(line, "/report") {
			p.known["report"] = strconv.FormatUint(uint64(p.newest()), 10)
		}
	}
}

// somebody comes in with a role, in Vyazma where it is one of a district.
func (p *troupe) somebody(role string) int64 {
	p.Helper()
	lang := "ru"
	if role == "english" {
		lang = "en"
	}
	id := p.enter("me", lang, firstPerson+int64(len(p.langs)))
	now := p.box.Clock().Now()
	person := civic.Person{ID: civic.PersonID(id), Language: lang, Joined: now, Consent: civic.Consented{Version: p.engine.Region.Consent.Version, At: now}}
	g := civic.Grant{Person: person.ID, Role: civic.Role(role), By: civic.PersonID(p.id("vera")), At: now}
	if g.Role.OfDistrict() {
		g.District = "vyazemsky"
	}
	p.in(func(tx *storage.Tx) error {
		if role == "stranger" {
			return nil
		}
		if err := storage.People.Put(tx, person.ID, person); err != nil {
			return err
		}
		if !slices.Contains(civic.Invitable(), g.Role) {
			return nil
		}
		return storage.Grants.Put(tx, storage.KeyOf(g), g)
	})
	return id
}

// goTo is the chat in which somebody acts: their own; a group, which they enter; a new
// group or channel of theirs.
func (p *troupe) goTo(who int64, place string) int64 {
	p.Helper()
	switch place {
	case "":
		return who
	case "group":
		return p.group(fmt.Sprintf("group%d: me", who), sandbox.Group{Kind: "group", Bot: "member"})
	case "channel":
		channel := p.group(fmt.Sprintf("channel%d: me", who), sandbox.Group{Kind: "channel"})
		p.known["channel"] = strconv.FormatInt(channel, 10)
		p.box.SetBotMember(channel, "administrator")
		p.settle()
		return who
	}
	chat := p.id(place)
	p.box.SetMember(chat, who, "member")
	return chat
}
