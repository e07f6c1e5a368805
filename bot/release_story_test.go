package bot_test

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"veche/bot/sandbox"
	"veche/flows"
	"veche/flows/centre"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// tell lets a story happen, line by line. A line is somebody's acts, or
//
//	people ru: anna boris     come in
//	forum desk: vera pavel    a group with topics, the bot in it; all is written in a topic
//	group office: vera        one without
//	channel feed: vera        a channel of hers; posts feed: the bot may
//	clock 2026-11-05 10:00    also +2h
//	start, stop               the bot
//	report pit                the newest report is called so; link, ban likewise
//	crowd 120                 so many people who never did anything
//	follow pit                all of them follow the report
//	anna blocks
//	stands anna: … || …       she stops where the line is doubled; see [standing]
//	stand                     all do who are in the list of stands
//	deaf                      from now on nothing reaches Telegram
//	held                      from now on no job gets done
//	spread                    what many are told reaches all of them
//	rest                      what no act leads to is put, see [troupe.rest]
//	due sweep                 a timer of the kind is due, while no bot runs
func (p *troupe) tell(story string) {
	p.Helper()
	for i, line := range strings.Split(story, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		p.Logf("%d: %s", i+1, line)
		p.line(line)
		if p.Failed() {
			p.Fatalf("line %d: %s", i+1, line)
		}
	}
}

var (
	acts    = regexp.MustCompile(`^(\w+)(?: in (\w+))?: (.*)$`)
	payload = regexp.MustCompile(`\?start=([\w-]+)`)
)

func (p *troupe) line(line string) {
	p.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	if do, ok := p.verbs()[verb]; ok {
		do(rest)
		p.settle()
		return
	}
	if name, ok := strings.CutSuffix(line, " blocks"); ok {
		p.box.Block(p.id(name), true)
		p.settle()
		return
	}
	found := acts.FindStringSubmatch(line)
	if found == nil {
		p.Fatal("this is no act")
	}
	who := p.id(found[1])
	chat := who
	if found[2] != "" {
		chat = p.id(found[2])
	}
	for _, act := range strings.Split(found[3], " | ") {
		p.act(who, chat, act)
	}
}

func (p *troupe) verbs() map[string]func(rest string) {
	return map[string]func(string){
		"people":  p.people,
		"forum":   func(rest string) { p.group(rest, sandbox.Group{Forum: true, Bot: "member"}) },
		"group":   func(rest string) { p.group(rest, sandbox.Group{Kind: "group", Bot: "member"}) },
		"channel": func(rest string) { p.group(rest, sandbox.Group{Kind: "channel"}) },
		"posts":   func(rest string) { p.box.SetBotMember(p.id(rest), "administrator") },
		"clock":   p.turn,
		"start":   func(string) { p.claim(); p.start() },
		"stop":    func(string) { p.stop() },
		"report":  func(name string) { p.known[name] = strconv.FormatUint(uint64(p.newest()), 10) },
		"link":    func(name string) { p.known[name] = p.link() },
		"ban":     func(string) { p.known["ban"] = p.ban() },
		"crowd":   p.crowd,
		"follow":  p.follow,
		"stand":   func(string) { p.stand(p.list) },
		"stands":  p.stops,
		"deaf":    func(string) { p.buttons(); p.deafen() },
		"held":    func(string) { p.held.Store(true) },
		"due":     p.due,
		"rest":    func(string) { p.rest() },
		"spread":  func(string) { p.spread() },
	}
}

// firstPerson and firstChat are the numbers that people and groups get, one after the
// other.
const (
	firstPerson = 1001
	firstChat   = -1001000000001
)

func (p *troupe) people(spec string) {
	lang, names, _ := strings.Cut(spec, ": ")
	for _, name := range strings.Fields(names) {
		p.enter(name, lang, firstPerson+int64(len(p.langs)))
	}
}

func (p *troupe) group(spec string, g sandbox.Group) int64 {
	name, members, _ := strings.Cut(spec, ": ")
	g.ID, g.Title = firstChat-int64(len(p.groups)), name
	for _, m := range strings.Fields(members) {
		g.Members = append(g.Members, p.id(m))
	}
	p.box.AddGroup(g)
	if g.Forum {
		p.threads[g.ID] = p.box.AddTopic(g.ID, name)
	}
	p.groups = append(p.groups, g)
	p.known[name] = strconv.FormatInt(g.ID, 10)
	return g.ID
}

func (p *troupe) turn(to string) {
	p.Helper()
	if by, ok := strings.CutPrefix(to, "+"); ok {
		d, err := time.ParseDuration(by)
		if err != nil {
			p.Fatal(err)
		}
		p.box.Clock().Advance(d)
		return
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", to, p.engine.Region.Zone)
	if err != nil {
		p.Fatal(err)
	}
	p.box.Clock().Set(at)
}

// claim keeps the link of the first day.
func (p *troupe) claim() {
	p.Helper()
	if p.known["claim"] != "" {
		return
	}
	link, err := centre.Claim(p.store, p.box.Clock().Now())
	if err != nil {
		p.Fatal(err)
	}
	p.known["claim"] = link
}

// newest is the number of the newest report.
func (p *troupe) newest() (id civic.ReportID) {
	p.Helper()
	p.view(func(tx *storage.Tx) error {
		for rec, err := range storage.Reports.All(tx, storage.Range[civic.ReportID]{Backward: true, Limit: 1}) {
			id = rec.Key
			return err
		}
		return errors.New("there is no report")
	})
	return id
}

// link is the payload of the newest link that somebody reads.
func (p *troupe) link() (found string) {
	var newest int64
	for _, person := range p.box.People() {
		for _, m := range p.box.Messages(person.ID) {
			if link := payload.FindStringSubmatch(m.Text); link != nil && m.Date >= newest && strings.HasPrefix(link[1], "i_") {
				newest, found = m.Date, link[1]
			}
		}
	}
	return found
}

func (p *troupe) template() string {
	var newest uint64
	p.view(func(tx *storage.Tx) error {
		for rec, err := range storage.Templates.All(tx) {
			if err != nil {
				return err
			}
			newest = rec.Key
		}
		return nil
	})
	return strconv.FormatUint(newest, 10)
}

func (p *troupe) ban() string {
	var newest uint64
	p.view(func(tx *storage.Tx) error {
		for rec, err := range storage.Bans.All(tx) {
			if err != nil {
				return err
			}
			newest = max(newest, rec.Value.ID)
		}
		return nil
	})
	return strconv.FormatUint(newest, 10)
}

// crowd lets people in who gave consent and never did anything.
func (p *troupe) crowd(many string) {
	p.Helper()
	n, _ := strconv.Atoi(many)
	now := p.box.Clock().Now()
	p.in(func(tx *storage.Tx) error {
		for range n {
			id := p.enter(fmt.Sprintf("guest%03d", len(p.guests)+1), "ru", firstPerson+int64(len(p.langs)))
			p.guests = append(p.guests, civic.PersonID(id))
			guest := civic.Person{ID: civic.PersonID(id), Language: "ru", Joined: now, Consent: civic.Consented{Version: p.engine.Region.Consent.Version, At: now}}
			if err := storage.People.Put(tx, guest.ID, guest); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *troupe) follow(name string) {
	p.Helper()
	report := civic.ReportID(p.id(name))
	now := p.box.Clock().Now()
	p.in(func(tx *storage.Tx) error {
		for _, g := range p.guests {
			f := reports.Follower{Report: report, Person: g, At: now}
			if err := storage.Followers.Put(tx, storage.FollowerKey{Report: report, Person: g}, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// deafen lets every call fail by which something reaches people.
func (p *troupe) deafen() {
	p.deaf = true
	for _, method := range []string{"sendMessage", "sendPhoto", "sendMediaGroup", "sendVoice", "sendDocument", "sendLocation", "editMessageText",
		"editMessageCaption", "editMessageMedia", "deleteMessage", "answerCallbackQuery", "leaveChat"} {
		p.box.Fail(sandbox.Fault{Method: method, Kind: "500", Times: -1})
	}
}

func (p *troupe) spread() {
	p.Helper()
	for p.spreading() {
		p.box.Clock().Advance(time.Second)
		p.settle()
	}
}

func (p *troupe) spreading() (still bool) {
	p.view(func(tx *storage.Tx) error {
		for range storage.Timers.All(tx, storage.Range[string]{Prefix: []byte("broadcast/"), Limit: 1}) {
			still = true
		}
		return nil
	})
	return still
}

// due does what a timer of a kind does that says nothing by itself.
func (p *troupe) due(kind string) {
	p.Helper()
	now := p.box.Clock().Now()
	p.in(func(tx *storage.Tx) error {
		_, err := p.engine.Handle(tx, flows.Input{Kind: flows.Due, Name: kind, At: now}, now, []byte(kind))
		return err
	})
}

// stops lets somebody stop in the middle of what they do.
func (p *troupe) stops(line string) {
	p.Helper()
	done, left, _ := strings.Cut(line, " || ")
	p.line(done)
	found := acts.FindStringSubmatch(done)
	who := p.id(found[1])
	s := p.session(who, who)
	p.stands = append(p.stands, standing{who, who, s.Flow + "/" + s.State, p.filled(strings.Split(left, " | "))})
}
