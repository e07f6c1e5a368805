package flows_test

import (
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// chat is a place where somebody may ask for cards: the desk it is bound as, if any, and the
// marks of the reports of the grid that must not be read there.
type chat struct {
	name string
	id   storage.ChatID
	desk civic.Desk
	hide func(mark string) bool
}

// ofUnread are the marks of what no moderator has read yet.
var ofUnread = []string{"words of unread", "photo of unread", "place of unread"}

var chats = []chat{
	{"the moderators' group", theGroup, civic.ModeratorsDesk, hiding("words of note", "words of ask", "words of reply")},
	{"the district's group", -11, civic.DistrictDesk(here), hiding(append(ofUnread, "words of appeal", "photo of doubt")...)},
	{"the group of another district", -12, civic.DistrictDesk(there), notForAll},
	{"the Centre's group", -13, civic.CentreDesk, hiding()},
	{"a house chat", -7, "", notForAll},
	{"private", 0, "", hiding()},
}

func hiding(marks ...string) func(string) bool {
	return func(mark string) bool { return slices.Contains(marks, mark) }
}

func notForAll(mark string) bool { return !slices.Contains(forAll, mark) }

// office says what of the roles the desk of a chat is for.
func (c chat) office(who string) bool {
	g := office(who)
	of, roles, err := c.desk.Office()
	return err == nil && slices.Contains(roles, g.Role) && of == g.District
}

// asked are everything that can be pressed or written, about the reports of the grid.
func asked(e *flows.Engine) (all []flows.Input) {
	for _, name := range e.CommandNames() {
		all = append(all, commanding(string(name)))
	}
	for _, a := range e.Actions() {
		values := []string{":1", ":2:1:1"}
		if strings.HasPrefix(string(a.Name), "queue.") {
			values = []string{":0", ":check:0", ":all:0", ":late:0"}
		}
		for _, v := range values {
			all = append(all, pressing("a:"+string(a.Name)+v))
		}
	}
	return all
}

// waiting puts an unread report and one that the district deals with, and binds the desks.
func (w *world) waiting() {
	w.t.Helper()
	w.tell(reports.Published, true)
	unread := w.report(sentReport)
	unread.Text, unread.Photos = "words of unread", []civic.Photo{{ID: "photo of unread"}}
	unread.Place.Words = "place of unread"
	if err := storage.Reports.Put(w.tx, sentReport, unread.Stemmed()); err != nil {
		w.t.Fatal(err)
	}
	for _, c := range chats {
		if c.desk == "" {
			continue
		}
		if err := storage.Desks.Put(w.tx, c.desk, storage.Desk{Name: c.desk, Chat: c.id, Language: "ru"}); err != nil {
			w.t.Fatal(err)
		}
	}
}

// Whatever somebody asks for, in a group comes only what is dealt with there. In a group that
// is none of their desks they change nothing in their office either.
func TestCardsStayAtTheirDesk(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	before := map[string]int{}
	for _, c := range chats {
		for _, who := range []string{"moderator", "centre", "head", "staff there", "supervisor", "resident", "author"} {
			live(t, store, engine, func(w *world) {
				for _, in := range asked(engine) {
					w.waiting()
					acts := storage.Acts.Len(w.tx)
					in.Chat = c.id
					turn := w.do(who, in)
					for _, mark := range found(t, turn.Said, func(a flows.Address) bool {
						chat, _ := a.Place()
						return a.Desk == "" && (chat == c.id || c.id == 0 && chat == storage.Private(players[who]))
					}) {
						if before[c.name+mark]++; c.hide(mark) {
							t.Errorf("%s by %s in %s shows the %s", describe(in), who, c.name, mark)
						}
					}
					if c.id != 0 && c.desk != civic.CentreDesk && !c.office(who) && who != "centre" && storage.Acts.Len(w.tx) != acts && !turn.Denied {
						t.Errorf("%s by %s in %s is an act of their office", describe(in), who, c.name)
					}
					w.do(who, flows.Input{Kind: flows.Command, Command: "cancel", Chat: in.Chat, Addressed: true})
				}
			})
		}
	}
	for place, marks := range map[string][]string{
		"the moderators' group": append(ofUnread, "photo of reply"),
		"the district's group":  {"words of note", "words of ask", "words of add", "photo of reply", "words of neighbour"},
		"the Centre's group":    append(ofUnread, "words of note"),
		"private":               append(ofUnread, "words of note"),
	} {
		for _, mark := range marks {
			if before[place+mark] == 0 {
				t.Errorf("nobody sees the %s in %s: they have to", mark, place)
			}
		}
	}
}

// In a group that is no desk, or another's, whoever has the right reads where to go instead;
// it is no attempt on the record. Who has not is refused as ever.
func TestWhereToGoInstead(t *testing.T) {
	inWorld(t, func(w *world) {
		w.waiting()
		for _, c := range []struct {
			who, data string
			chat      storage.ChatID
			want      string
		}{
			{"moderator", "a:report.publish:1", -7, "!not_here"},
			{"moderator", "a:report.card:1", -11, "!not_here"},
			{"moderator", "a:report.photos:1", -7, "!not_here"},
			{"head", "a:report.answer:2", -7, "!not_here"},
			{"head", "a:report.answer:2", theGroup, "!not_here"},
			{"head", "a:report.answer:2", -12, "!not_here"},
			{"centre", "a:report.answer:2", theGroup, "!not_here"},
			{"centre", "a:report.publish:1", -11, "!not_here"},
			{"centre", "a:report.opinions:2", -12, "!not_here"},
			{"head there", "a:report.answer:2", -12, "!not_yours"},
			{"resident", "a:report.answer:2", -7, "!not_yours"},
			{"author", "a:report.mine:2", -7, "!not_here"},
			{"head", "a:report.photos:1", -11, "!not_yours"},
			{"centre", "c:queue", -7, "!not_here"},
			{"supervisor", "c:queue", -11, "!not_yours"},
		} {
			in := pressing(c.data)
			in.Chat = c.chat
			turn := w.do(c.who, in)
			if got := keys(turn); len(got) != 1 || got[0] != c.want {
				t.Errorf("%s pressed %s in %d: said %v, want %s", c.who, c.data, c.chat, got, c.want)
			}
			if turn.Denied != (c.want != "!not_here") {
				t.Errorf("%s pressed %s in %d: denied %v", c.who, c.data, c.chat, turn.Denied)
			}
		}
		written := commanding("queue")
		written.Chat, written.Addressed = -7, true
		w.says(w.do("moderator", written), "elsewhere")
	})
}

// A question that was put at a desk is not gone on with when the group is none any more.
func TestQuestionsAtAFormerDesk(t *testing.T) {
	inWorld(t, func(w *world) {
		w.waiting()
		ask := pressing("a:report.edit:1")
		ask.Chat = theGroup
		w.do("moderator", ask)
		if w.session("moderator", theGroup).Flow != "edit" {
			t.Fatal("nothing is asked")
		}
		if err := storage.Desks.Delete(w.tx, civic.ModeratorsDesk); err != nil {
			t.Fatal(err)
		}
		w.says(w.do("moderator", flows.Input{Kind: flows.Text, Text: "Другое", Chat: theGroup, ReplyTo: 5}), "elsewhere")
		if s := w.session("moderator", theGroup); s.Flow != "" {
			t.Errorf("they stand at %s", s.Flow)
		}
		if got := w.report(sentReport).Text; got != "words of unread" {
			t.Errorf("the text became %q", got)
		}
	})
}

// A card goes on changing with those who work at its desk and in the Centre's group; in a group
// that is its desk no more it stands still, in a channel it is for everybody.
func TestWhereCardsGoOnChanging(t *testing.T) {
	inWorld(t, func(w *world) {
		w.waiting()
		for _, c := range []struct {
			desk civic.Desk
			chat storage.ChatID
			want bool
		}{
			{civic.ModeratorsDesk, storage.Private(players["moderator"]), true},
			{civic.ModeratorsDesk, storage.Private(players["centre"]), true},
			{civic.ModeratorsDesk, storage.Private(players["head"]), false},
			{civic.DistrictDesk(here), storage.Private(players["head"]), true},
			{civic.DistrictDesk(here), storage.Private(players["head there"]), false},
			{civic.DistrictDesk(here), -13, true},
			{civic.DistrictDesk(here), -12, false},
			{civic.DistrictDesk(here), theGroup, false},
			{civic.ModeratorsDesk, -7, false},
			{civic.FeedDesk, -1006, true},
		} {
			if got, err := flows.ReadIn(w.tx, c.desk, c.chat); err != nil || got != c.want {
				t.Errorf("the card of %s in %d: %v, %v", c.desk, c.chat, got, err)
			}
		}
	})
}
