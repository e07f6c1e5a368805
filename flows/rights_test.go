package flows_test

import (
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/storage"
)

// What a press or a command does to the records for those who may.
const (
	shows   = "shows"   // says something, changes nothing
	asks    = "asks"    // puts a question of a form
	changes = "changes" // changes records
	claims  = "claims"  // puts a question of a form, and claims the report
)

// right says who may do something, with what, and what it does.
type right struct {
	name string
	with string // values of the action, after a colon; payload of the command
	does string
	who  []string
}

var (
	all        = everyone()
	theCentre  = []string{"centre", "second centre"}
	moderators = append([]string{"moderator", "colleague"}, theCentre...)
	officers   = []string{"head", "deputy", "staff"}
	district   = append([]string{"head", "deputy", "staff"}, theCentre...)
	readers    = append(append([]string{"author", "supervisor"}, moderators...), "head", "deputy", "staff")
	deskPeople = append(append([]string{"head there", "deputy there", "staff there"}, moderators...), "head", "deputy", "staff")
	overseers  = append([]string{"supervisor", "supervisor there"}, theCentre...)
	author     = []string{"author"}

	readersOfNumbers = append([]string{"head", "deputy", "head there", "deputy there"}, overseers...)
)

// actions is the whole matrix of the buttons on cards: published reports are of
// "here". A new action has to be placed.
var actions = []right{
	{"report.photos", "2", shows, all}, // what is public
	{"report.place", "2", shows, all},
	{"report.timeline", "2", shows, all},
	{"report.photos", "1", shows, append(moderators, author...)}, // no district has it yet
	{"report.timeline", "1", shows, append(moderators, author...)},

	{"report.merge", "2", asks, movers(reports.Merge)},
	{"report.part", "2", shows, movers(reports.Part)}, // it is not merged; see TestMergeAndPart

	{"report.public", "2", shows, all},
	{"report.near", "23521000:21429000:0", shows, all},
	{"report.search", "0:1z141z3", shows, all},
	{"report.fixed", "vyazemsky:0", shows, all},
	{"report.following", "0", shows, all},
	{"report.qr", "2", changes, all}, // a job
	{"report.unfollow", "2", shows, all},
	{"report.unjoin", "3", changes, []string{"resident"}},
	{"report.join", "2", asks, slices.DeleteFunc(slices.Clone(all), func(p string) bool { return p == "author" })},
	{"report.follow", "2", shows, nil}, // see TestFollowing
	{"report.spots", "3:0", shows, append([]string{"moderator", "colleague"}, district...)},
	{"report.spot", "3:1", shows, append([]string{"moderator", "colleague"}, district...)},
	{"report.tick", "3:1:0", changes, district},

	{"report.reports", "0", shows, all}, // their own
	{"report.mine", "2", shows, author},
	{"report.add", "2", asks, movers(reports.Add)},
	{"report.withdraw", "2", shows, movers(reports.Withdraw)},
	{"report.withdraw_yes", "2", changes, movers(reports.Withdraw)},

	{"report.leave", "2", shows, movers(reports.Leave)}, // nobody joined: asks whether to withdraw

	{"report.voice", "50", shows, append([]string{"author"}, moderators...)},
	{"report.transcribe", "50", claims, movers(reports.Edit)},
	{"report.send_back", "5", asks, movers(reports.Return)},
	{"report.proof_fine", "5", changes, moderators},
	{"report.opinions", "5", shows, slices.DeleteFunc(slices.Clone(readers), func(p string) bool { return p == "author" })},
	{"report.verdict", "5:2:fixed", changes, author},
	{"report.mark", "5:1:4", changes, author},
	{"report.verdict_words", "5:1", asks, author},

	{"report.publish", "1", changes, movers(reports.Publish)},
	{"report.refuse", "1", claims, movers(reports.Refuse)},
	{"report.fix_district", "1", claims, movers(reports.Correct)},
	{"report.fix_category", "1", claims, movers(reports.Correct)},
	{"report.edit", "1", claims, movers(reports.Edit)},
	{"report.more", "1", shows, moderators},
	{"report.less", "1", shows, moderators},
	{"report.claim", "1", changes, moderators},
	{"report.release", "1", shows, moderators},
	{"report.always", "2", shows, moderators}, // nothing was corrected; see desk_test
	{"report.rule_off", "99", shows, moderators},
	{"report.ban", "2", asks, moderators},
	{"report.ban_agree", "99", shows, moderators}, // gone; see desk_test
	{"report.lift", "99", shows, moderators},
	{"report.undo", "6", shows, movers(reports.Undo)}, // too late
	{"report.appeal", "6", asks, movers(reports.Appeal)},
	{"report.fix_district", "2", asks, movers(reports.Correct)},
	{"report.fix_category", "2", asks, movers(reports.Correct)},

	{"report.take", "2", changes, movers(reports.Take)},
	{"report.answer", "2", asks, movers(reports.Answer)},
	{"report.promise", "2", asks, movers(reports.Promise)},
	{"report.wish_allow", "2", shows, theCentre}, // nothing is wished
	{"report.wish_deny", "2", shows, theCentre},
	{"report.close", "2", asks, movers(reports.Close)},
	{"report.hand_over", "2", asks, movers(reports.HandOver)},

	{"report.hand_over", "9", shows, movers(reports.HandOver)},  // was passed on too often
	{"report.hand_over", "10", shows, movers(reports.HandOver)}, // is with a moderator
	{"report.refer", "2", shows, movers(reports.Refer)},         // too early
	{"report.refer", "9", asks, movers(reports.Refer)},
	{"report.redirect", "1", claims, moderators},
	{"report.redirect", "2", asks, moderators},
	{"report.stays", "2", shows, movers(reports.Correct)}, // nobody asked
	{"report.stays", "10", changes, movers(reports.Correct)},
	{"report.save_template", "4", asks, officers},
	{"report.save_template", "2", shows, officers}, // there is no answer
	{"report.template", "1", shows, []string{"staff"}},
	{"report.template", "2", shows, officers},
	{"report.template_drop", "1", changes, []string{"staff"}},
	{"report.template_drop", "2", changes, []string{"head", "deputy"}},
	{"report.template_rename", "1", asks, []string{"staff"}},
	{"report.template_rename", "2", asks, []string{"head", "deputy"}},
	{"report.ask", "2", asks, movers(reports.Ask)},
	{"report.ask", "8", shows, movers(reports.Ask)}, // was asked already
	{"report.note", "2", asks, movers(reports.Note)},
	{"report.assign", "2", asks, movers(reports.Assign)},
	{"report.reply", "8", asks, movers(reports.Reply)},
	{"report.reply", "2", shows, movers(reports.Reply)}, // was not asked

	{"queue.queue", "0", shows, deskPeople},
	{"report.card", "2", shows, slices.DeleteFunc(slices.Clone(readers), func(p string) bool { return p == "author" })},
	{"report.card", "1", shows, moderators}, // no district has it yet

	{"centre.feed", "-1005", asks, theCentre},
	{"queue.overdue", "0", shows, overseers},
	{"centre.numbers", "2026-10", shows, readersOfNumbers},
	{"centre.roles", "0", shows, theCentre},
	{"centre.links", "0", shows, theCentre},
	{"centre.unlink", "0123456789abcdef", shows, theCentre}, // there is none; see TestOpenLinksAreCancelled
	{"centre.record", "0", shows, theCentre},
	{"centre.revoke", "13:head:vyazemsky", shows, theCentre},
	{"centre.revoked", "13:head:vyazemsky", changes, theCentre},

	{"profile.mute", "joined:on", changes, slices.DeleteFunc(everyone(), func(p string) bool { return p == "stranger" })},

	{"profile.language", "en", shows, nil}, // of oneself; see below
}

// movers are those who may make a move of the author's report here, as the table of moves
// has it.
func movers(m reports.Move) (who []string) {
	for _, name := range everyone() {
		office := office(name)
		holds := slices.Contains(m.Movers(), office.Role) && (office.District == "" || office.District == here)
		if holds || m.Authors() && name == "author" {
			who = append(who, name)
		}
	}
	return who
}

// refusals are what those who may not are told, where there is something to say besides
// that they have not the office.
var refusals = map[string]string{
	"report.join": "neighbours.own", "report.unjoin": "follow.not", "report.photos": "no_report", "report.timeline": "no_report", "report.voice": "no_report",
	"report.mine": "anothers", "report.add": "anothers", "report.withdraw": "anothers", "report.withdraw_yes": "anothers", "report.leave": "anothers",
	"report.appeal": "anothers", "report.reply": "anothers",
	"report.verdict": "verdict.unasked", "report.mark": "verdict.unasked", "report.verdict_words": "verdict.unasked",
}

// refusal is what somebody is told who may not.
func refusal(turn *flows.Turn, r right) string {
	key, special := refusals[r.name]
	switch {
	case special && (key != "no_report" || len(turn.Roles) == 0):
		return key
	case len(turn.Roles) > 0:
		return "not_yours"
	}
	return "not_for_residents"
}

// refused reports whether somebody was told that they have not the right.
func refused(turn *flows.Turn) bool {
	return slices.ContainsFunc(keys(turn), func(key string) bool {
		return slices.Contains([]string{"not_yours", "not_for_residents", "anothers", "verdict.unasked"}, strings.TrimPrefix(key, "!"))
	})
}

// commands is the matrix of the words after a slash.
var commands = []right{
	{"start", "", shows, all},
	{"help", "", shows, all},
	{"menu", "", shows, all},
	{"language", "", shows, all},
	{"cancel", "", shows, all},
	{"report", "", asks, all},
	{"reports", "", shows, all},
	{"neighbours", "", shows, all},
	{"near", "", asks, all},
	{"search", "", asks, all},
	{"search", "яма", shows, all},
	{"fixed", "", shows, all},
	{"following", "", shows, all},
	{"district", "", asks, all},
	{"notices", "", shows, all},
	{"simple", "", asks, all},
	{"mydata", "", changes, all}, // a job
	{"forget", "", asks, all},
	{"queue", "", shows, deskPeople},
	{"bans", "", shows, moderators},
	{"rules", "", shows, moderators},
	{"templates", "", shows, []string{"head", "deputy", "staff", "head there", "deputy there", "staff there"}},
	{"centre", "", shows, theCentre},
	{"invite", "", asks, theCentre},
	{"roles", "", shows, theCentre},
	{"links", "", shows, theCentre},
	{"overdue", "", shows, overseers},
	{"numbers", "", shows, readersOfNumbers},
	{"record", "", shows, theCentre},
	{"districts", "", shows, theCentre},
	{"bind", "", shows, theCentre}, // in private only says how
}

func TestEveryActionHasItsPlaceInTheMatrix(t *testing.T) {
	for _, a := range newEngine(t).Actions() {
		if !slices.ContainsFunc(actions, func(r right) bool { return r.name == string(a.Name) }) {
			t.Errorf("the action %s is new: say in the matrix who may", a.Name)
		}
	}
	for _, name := range newEngine(t).CommandNames() {
		if !slices.ContainsFunc(commands, func(r right) bool { return r.name == name }) {
			t.Errorf("the command %s is new: say in the matrix who may", name)
		}
	}
	for _, c := range subjects.All() {
		for _, l := range c.Links {
			if l.Prefix != "i_" && l.Prefix != "join_" {
				t.Errorf("links that begin with %q are new: test who may follow them", l.Prefix)
			}
		}
	}
}

func TestOnlyThoseWhoMayDo(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, a := range actions {
		if a.who == nil {
			continue
		}
		walk(t, store, engine, a, pressing("a:"+a.name+":"+a.with))
	}
	for _, c := range commands {
		walk(t, store, engine, c, commanding(strings.TrimSpace(c.name+" "+c.with)))
		walk(t, store, engine, c, pressing(strings.TrimSpace("c:"+c.name+" "+c.with)))
	}
	for _, conv := range subjects.All() {
		for _, c := range conv.Commands {
			i := slices.IndexFunc(commands, func(r right) bool { return r.name == string(c.Name) })
			if c.Label != "" && i >= 0 && commands[i].with == "" {
				walk(t, store, engine, commands[i], label(c.Label))
			}
		}
	}
}

// walk lets every player try. Who may not changes nothing but the session's time,
// and is told so once.
func walk(t *testing.T, s *storage.Store, e *flows.Engine, r right, in flows.Input) {
	t.Helper()
	for _, who := range all {
		live(t, s, e, func(w *world) {
			before := records(t, w.tx)
			turn := w.do(who, in)
			changed := differences(before, records(t, w.tx))
			if slices.Contains(r.who, who) {
				done(t, w, who, r, turn, changed)
				return
			}
			if len(changed) > 0 {
				t.Errorf("%s by %s, who may not, changed %v", describe(in), who, changed)
			}
			if s := w.session(who, 0); s.Flow != "" {
				t.Errorf("%s by %s, who may not, began %s", describe(in), who, s.Flow)
			}
			if got := keys(turn); len(got) != 1 || strings.TrimPrefix(got[0], "!") != refusal(turn, r) {
				t.Errorf("%s by %s, who may not: said %v", describe(in), who, got)
			}
		})
	}
}

// done checks that those who may really do it.
func done(t *testing.T, w *world, who string, r right, turn *flows.Turn, changed []string) {
	t.Helper()
	s := w.session(who, 0)
	if len(keys(turn)) == 0 || refused(turn) {
		t.Errorf("%s by %s, who may: said %v", r.name, who, keys(turn))
	}
	change, ask := r.does == changes || r.does == claims, r.does == asks || r.does == claims
	switch {
	case change && len(changed) == 0:
		t.Errorf("%s by %s changed nothing", r.name, who)
	case !change && len(changed) > 0:
		t.Errorf("%s by %s changed %v", r.name, who, changed)
	case ask && s.Flow == "":
		t.Errorf("%s by %s asks nothing", r.name, who)
	case !ask && s.Flow != "":
		t.Errorf("%s by %s began %s", r.name, who, s.Flow)
	}
}

// Somebody's language is their own.
func TestLanguageIsOnesOwn(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, who := range all {
		live(t, store, engine, func(w *world) {
			before := records(t, w.tx)
			w.press(who, "a:profile.language:en")
			want := []string{"people/" + number(players[who])}
			if who == "stranger" {
				want = nil
				if w.session(who, 0).Language != "en" {
					t.Error("the choice of a stranger is not kept with the session")
				}
			}
			if got := differences(before, records(t, w.tx)); !slices.Equal(got, want) {
				t.Errorf("%s changed %v, want %v", who, got, want)
			}
		})
	}
}

// In a group only the commands for groups are heard, and only from those who may.
func TestCommandsInAGroup(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, c := range []struct {
		name string
		who  []string // gets more than "not_yours" and "elsewhere"
	}{
		{"bind", theCentre}, {"queue", moderators}, {"help", all}, {"cancel", all}, {"bans", moderators}, {"rules", moderators},
		{"report", nil}, {"reports", nil}, {"invite", nil}, {"roles", nil}, {"record", nil}, {"mydata", nil}, {"forget", nil}, {"district", nil},
	} {
		for _, who := range all {
			live(t, store, engine, func(w *world) {
				before := records(t, w.tx)
				in := commanding(c.name)
				in.Chat = theGroup
				turn := w.do(who, in)
				if got := differences(before, records(t, w.tx)); len(got) > 0 {
					t.Errorf("/%s by %s in a group changed %v", c.name, who, got)
				}
				said := strings.Join(keys(turn), " ")
				if refused := said == "not_yours" || said == "elsewhere"; refused == slices.Contains(c.who, who) {
					t.Errorf("/%s by %s in a group: said %q", c.name, who, said)
				}
			})
		}
	}
}
