package flows_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/subjects"
	"veche/storage"
)

// spoil changes where somebody stands as another release would have left it.
func (w *world) spoil(who string, chat storage.ChatID, how func(*storage.Session)) {
	w.t.Helper()
	s := w.session(who, chat)
	how(&s)
	if err := storage.Sessions.Put(w.tx, storage.SessionKey{Chat: s.Chat, Person: s.Person}, s); err != nil {
		w.t.Fatal(err)
	}
}

// A draft that this release cannot read is said to be lost, and the form begins again
// where it can: from nothing, or not at all when it was about something. Whatever is
// answered then is no error.
func TestDraftsOfAnotherRelease(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for name, how := range map[string]func(*storage.Session){
		"a field":      func(s *storage.Session) { s.Draft = json.RawMessage(`{"colour":"red"}`) },
		"another type": func(s *storage.Session) { s.Draft = json.RawMessage(`[1]`) },
		"a state":      func(s *storage.Session) { s.State = "mood" },
		"a form":       func(s *storage.Session) { s.Flow = "poll" },
	} {
		everyState(t, store, engine, func(w *world, form string, p play) {
			w.spoil(p.who, p.last.Chat, how)
			before := records(t, w.tx)
			turn := w.act(p.who, p.in("=yes"))
			if got := keys(turn); len(got) == 0 || got[0] != "draft_lost" && got[0] != "draft_gone" {
				t.Errorf("%s unknown in %s: said %v", name, form, got)
			}
			s := w.session(p.who, p.last.Chat)
			if s.Flow != "" && (s.Flow != form || len(s.Draft) > 0) {
				t.Errorf("%s unknown in %s: stands at %s/%s with the draft %s", name, form, s.Flow, s.State, s.Draft)
			}
			if got := differences(before, records(t, w.tx)); len(got) > 0 {
				t.Errorf("%s unknown in %s: changed %v", name, form, got)
			}
			if s.Flow == "" {
				return
			}
			for _, in := range append(slices.Clone(p.steps[1:]), p.last) {
				w.act(p.who, in)
			}
		})
	}
}

// What consent was wanted for may be of another release too.
func TestConsentForADraftOfAnotherRelease(t *testing.T) {
	inWorld(t, func(w *world) {
		w.command("stranger", "report")
		w.spoil("stranger", 0, func(s *storage.Session) { s.Draft = json.RawMessage(`{"form":"report","draft":{"colour":"red"}}`) })
		w.pick("stranger", "yes")
		w.at("stranger", "report/district")
	})
	for _, wanted := range []string{`{"form":"poll"}`, `{"form":""}`} {
		inWorld(t, func(w *world) {
			w.command("stranger", "report")
			w.spoil("stranger", 0, func(s *storage.Session) { s.Draft = json.RawMessage(wanted) })
			if turn := w.pick("stranger", "yes"); len(turn.Said) == 0 {
				t.Errorf("consent for %s is answered by silence", wanted)
			}
			w.at("stranger", "")
		})
	}
}

func TestConsentComesBeforeAnythingIsKept(t *testing.T) {
	inWorld(t, func(w *world) {
		before := records(t, w.tx)
		for _, c := range []string{"start", "help", "menu", "language"} {
			w.command("stranger", c)
		}
		if s := w.session("stranger", 0); s.Count != 0 {
			t.Error("a session of a stranger is kept without a question")
		}
		w.press("stranger", "a:profile.language:en")
		w.says(w.command("stranger", "report"), "consent")
		w.write("stranger", "я согласен")
		w.at("stranger", "consent/consent")
		if got := differences(before, records(t, w.tx)); len(got) > 0 {
			t.Errorf("before consent: changed %v", got)
		}
		w.says(w.pick("stranger", "yes"), "report.district")
		p, err := storage.People.Get(w.tx, players["stranger"])
		if err != nil || p.Language != "en" || p.Consent.Version != w.engine.Region.Consent.Version {
			t.Errorf("kept %+v, %v", p, err)
		}
	})
}

func TestEditsOfWhatWasAnsweredAreTakenOver(t *testing.T) {
	edit := func(message int, text string) flows.Input {
		return flows.Input{Kind: flows.Text, Text: text, Message: message, Edited: true}
	}
	inWorld(t, func(w *world) {
		w.toText("resident")
		in := writing("Яма у школы")
		in.Message = 500
		w.do("resident", in)
		w.says(w.do("resident", edit(500, "Яма у детского сада")), "corrected", "report.photos")
		w.at("resident", "report/photos")
		if got := w.draft("resident").Text; got != "Яма у детского сада" {
			t.Errorf("after the edit the text is %q", got)
		}
		w.says(w.do("resident", edit(500, "\u200b")), "wrong.empty")
		w.says(w.do("resident", edit(499, "Другое")))
		if got := w.draft("resident").Text; got != "Яма у детского сада" {
			t.Errorf("another edit made it %q", got)
		}
		w.at("resident", "report/photos")
	})
	inWorld(t, func(w *world) { // an edit to the words of a danger warns before it is sent
		w.toText("resident")
		in := writing("Яма")
		in.Message = 500
		w.do("resident", in)
		w.do("resident", edit(500, "Сильно пахнет газом в подъезде"))
		w.at("resident", "report/warning")
	})
	inWorld(t, func(w *world) { // what was answered twice: only the newer message counts
		w.toText("resident")
		first, second := writing("Первое"), writing("Второе")
		first.Message, second.Message = 500, 501
		w.do("resident", first)
		w.pick("resident", "<")
		w.do("resident", second)
		w.says(w.do("resident", edit(500, "Третье")))
		if got := w.draft("resident").Text; got != "Второе" {
			t.Errorf("the text is %q", got)
		}
	})
	inWorld(t, func(w *world) { // and outside any form it changes nothing
		w.says(w.do("resident", edit(7, "Правка")), "loose.edited")
	})
}

// In a group only a reply is an answer; what people say to each other is theirs.
func TestWordsInAGroupByReply(t *testing.T) {
	inWorld(t, func(w *world) {
		in := pressing("a:report.refuse:1")
		in.Chat = theGroup
		w.do("moderator", in)
		own := pressing(w.data("moderator", theGroup, "own"))
		own.Chat = theGroup
		turn := w.do("moderator", own)
		if m := turn.Said[len(turn.Said)-1].Message; !m.Ask || m.Mention != players["moderator"] {
			t.Error("words in a group are not asked by forced reply")
		}
		chatter := writing("Что думаете?")
		chatter.Chat = theGroup
		w.says(w.do("moderator", chatter))
		reply := writing("Нужен адрес")
		reply.Chat, reply.ReplyTo = theGroup, 9
		w.says(w.do("colleague", reply), "unsent.title") // was not asked
		if got := w.report(sentReport).Status; got != reports.Sent {
			t.Fatalf("the report is %s before the answer", got)
		}
		w.do("moderator", reply)
		if e, ok := w.report(sentReport).Last(reports.Refuse); !ok || e.Text != "Нужен адрес" || e.By != players["moderator"] {
			t.Errorf("refused: %v, %+v", ok, e)
		}
	})
}

// Somebody's private conversation and those in groups do not touch each other.
func TestSessionsArePerChat(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("moderator")
		in := pressing("a:report.fix_category:1")
		in.Chat = theGroup
		w.do("moderator", in)
		w.at("moderator", "report/text")
		cancel := commanding("cancel")
		cancel.Chat = theGroup
		w.says(w.do("moderator", cancel), "cancelled")
		w.at("moderator", "report/text")
	})
}

func TestPagesOfALongList(t *testing.T) {
	inWorld(t, func(w *world) {
		w.command("resident", "report")
		w.do("resident", label("key.list"))
		seen := map[string]bool{}
		for page := range 4 { // the fourth is the first again
			turn := w.pick("resident", ">"+number(int64(page+1)))
			n := 0
			for _, row := range turn.Said[0].Message.Rows {
				for _, b := range row {
					if v := b.Data[strings.LastIndex(b.Data, ":")+1:]; slices.ContainsFunc(w.engine.Region.Districts, func(d civic.District) bool { return string(d.ID) == v }) {
						seen[v] = true
						n++
					}
				}
			}
			if n == 0 || n > 10 {
				t.Errorf("page %d has %d districts", page, n)
			}
		}
		if len(seen) != len(w.engine.Region.Districts) {
			t.Errorf("%d of %d districts are on the pages", len(seen), len(w.engine.Region.Districts))
		}
		for _, forged := range []string{">-3", ">999", ">99999999999999999999999", ">x", ">", ">-99999999999999999999"} {
			w.pick("resident", forged)
			w.at("resident", "report/district")
		}
	})
}

func TestTypedLettersChoose(t *testing.T) {
	for typed, want := range map[string]string{
		"вяз":        "report/category",
		"Вязьма":     "report/category",
		"ЁЛЬНЯ":      "report/category", // Ельня: ё is е
		"Смоленск":   "report/part",
		"Москва":     "report/district",
		"":           "report/district",
		"???":        "report/district",
		"Пропустить": "report/district",
	} {
		inWorld(t, func(w *world) {
			w.command("resident", "report")
			turn := w.write("resident", typed)
			if s := w.session("resident", 0); s.Flow+"/"+s.State != want && !slices.Contains(keys(turn), "district.which") {
				t.Errorf("%q leads to %s/%s, want %s", typed, s.Flow, s.State, want)
			}
		})
	}
	inWorld(t, func(w *world) { // which of several
		w.command("resident", "report")
		turn := w.write("resident", "С")
		if got := keys(turn); !slices.Equal(got, []string{"district.which"}) {
			t.Fatalf("said %v", got)
		}
		w.pick("resident", "safonovsky")
		w.at("resident", "report/category")
	})
	inWorld(t, func(w *world) { // also of a category, in either language
		w.command("resident", "report")
		w.write("resident", "Вязьма")
		w.write("resident", "Доро")
		w.at("resident", "report/text")
	})
}

func TestInvitationsWorkOnceAndForAWhile(t *testing.T) {
	open := civic.Invitation{Role: civic.Head, District: here, By: players["centre"], At: monday}
	old, used, taken, claim := open, open, open, civic.Invitation{Role: civic.Centre, At: monday.AddDate(-1, 0, 0)}
	old.At = monday.Add(-civic.InvitationLasts)
	used.UsedBy, taken.Revoked = players["author"], true
	for _, c := range []struct {
		name string
		i    *civic.Invitation
		with string
		want string
	}{
		{"an open one", &open, "i_token", "join.title"},
		{"one at its last moment", &civic.Invitation{Role: civic.Staff, District: here, By: 41, At: old.At.Add(1)}, "i_token", "join.title"},
		{"one too old", &old, "i_token", "join.closed"},
		{"a used one", &used, "i_token", "join.closed"},
		{"one taken back", &taken, "i_token", "join.closed"},
		{"the claim of the Centre, a year later", &claim, "i_token", "join.title"},
		{"none", nil, "i_token", "join.closed"},
		{"another", &open, "i_Token", "join.closed"},
		{"nothing", &open, "i_", "join.closed"},
		{"its hash", &open, "i_3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0", "join.closed"},
		{"rubbish", &open, "\x00'; drop table", "welcome"},
	} {
		inWorld(t, func(w *world) {
			if c.i != nil {
				invite(w, *c.i)
			}
			before := records(t, w.tx)
			w.says(w.command("resident", "start "+c.with), c.want)
			if got := differences(before, records(t, w.tx)); len(got) > 0 {
				t.Errorf("%s: opening the link changed %v", c.name, got)
			}
		})
	}
	inWorld(t, func(w *world) { // two open it, one is first
		invite(w, open)
		w.command("resident", "start i_token")
		w.command("author", "start i_token")
		w.pick("resident", "yes")
		w.says(w.pick("author", "yes"), "join.closed")
		roles, err := flows.RolesOf(w.tx, players["author"])
		if err != nil || len(roles) > 0 {
			t.Errorf("the second holds %v, %v", roles, err)
		}
	})
	inWorld(t, func(w *world) { // the last of the Centre cannot be taken away
		w.press("centre", "a:centre.revoked:42:centre:")
		w.says(w.press("centre", "a:centre.revoked:41:centre:"), "!revoke.last")
	})
}

// noted is a draft that counts how often it is read.
type noted struct{ Words string }

var notedRead int

func (n *noted) UnmarshalJSON(raw []byte) error {
	notedRead++
	return json.Unmarshal(raw, &n.Words)
}

func (n noted) MarshalJSON() ([]byte, error) { return json.Marshal(n.Words) }

// A turn reads the draft once, whoever asks for it: whether it can be read at all, what
// takes the answer, the next question, the end.
func TestADraftIsReadOnceATurn(t *testing.T) {
	words := func(key string) flows.Step[noted] {
		return flows.Write(key, 100, func(n *noted, s string) { n.Words += s }, func(n noted) string { return n.Words })
	}
	var finished string
	form := &flows.Flow[noted]{Name: "noted", First: "first", Table: flows.Line("first", "second", "third"),
		Steps: flows.Steps[noted]{"first": words("add.what"), "second": words("add.what").When(func(_ *flows.Turn, n noted) bool { return n.Words == "" }),
			"third": words("add.what")},
		Finish: func(_ *flows.Turn, n noted) error { finished = n.Words; return nil }}
	engine, err := flows.NewEngine(civic.Smolensk(), nil, append(subjects.All(), flows.Conversation{Name: "noted", Forms: []flows.Form{form},
		Commands: []flows.CommandFor{{Name: "noted", Do: func(t *flows.Turn) error { return form.Start(t, noted{}) }}}})...)
	if err != nil {
		t.Fatal(err)
	}
	live(t, stage(t), engine, func(w *world) {
		w.command("resident", "noted")
		for _, text := range []string{"one", "two"} {
			notedRead = 0
			w.write("resident", text)
			if notedRead != 1 {
				t.Errorf("%q: the draft was read %d times", text, notedRead)
			}
		}
		if finished != "onetwo" {
			t.Errorf("in the end the draft says %q", finished)
		}
	})
}

// One press loses nothing that was written: cancelling asks first, in words too, and goes on
// where that was not meant. What holds nothing goes at once.
func TestCancellingAsksFirst(t *testing.T) {
	cancel := commanding("cancel")
	for name, c := range map[string]struct {
		steps []flows.Input
		want  string // where the person stands then
		says  string
	}{
		"nothing written":           {[]flows.Input{commanding("report"), choosing("x")}, "", "cancelled"},
		"something written":         {[]flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма"), choosing("x")}, "report/photos", "cancel.sure"},
		"by the command":            {[]flows.Input{commanding("report"), writing("Вязьма"), cancel}, "report/category", "cancel.sure"},
		"by the button of the menu": {[]flows.Input{commanding("report"), writing("Вязьма"), label("key.cancel")}, "report/category", "cancel.sure"},
		"a photo":                   {[]flows.Input{picture("p", ""), choosing("x")}, "report/district", "cancel.sure"},
		"and meant":                 {[]flows.Input{picture("p", ""), choosing("x"), choosing("throw")}, "", "cancelled"},
		"and meant twice":           {[]flows.Input{picture("p", ""), cancel, cancel}, "", "cancelled"},
		"and not meant":             {[]flows.Input{picture("p", ""), choosing("x"), choosing("go_on")}, "report/district", "report.district"},
		"and meant, in words":       {[]flows.Input{picture("p", ""), choosing("x"), meaning("да", string(flows.Yes))}, "", "cancelled"},
		"and not meant, in words":   {[]flows.Input{picture("p", ""), choosing("x"), meaning("нет", string(flows.No))}, "report/district", "report.district"},
		"and gone on with words":    {[]flows.Input{picture("p", ""), choosing("x"), writing("Вязьма")}, "report/category", "report.category"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				var last *flows.Turn
				for _, in := range c.steps {
					last = w.act("resident", in)
				}
				w.at("resident", c.want)
				if got := keys(last); len(got) == 0 || got[len(got)-1] != c.says {
					t.Errorf("says %v, want %s", got, c.says)
				}
			})
		})
	}
}
