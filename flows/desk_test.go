package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/neighbours"
	"veche/storage"
)

// deskActions are what moderators do with what waits at their desk, and its authors.
func deskActions() []string { return []string{"claim", "release", "edit", "undo", "appeal"} }

// denied lists what is on the record of those who had no right.
func (w *world) denied() (out []civic.Act) {
	w.t.Helper()
	for rec, err := range storage.ActsDenied.Each(w.tx, nil) {
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, rec.Value)
	}
	return out
}

// Whatever somebody presses without the right is refused, counted, and on the record:
// once an hour, and without a name where nothing may be kept yet.
func TestWhatIsDeniedIsOnTheRecord(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, a := range actions {
		for _, who := range []string{"resident", "stranger", "head there"} {
			live(t, store, engine, func(w *world) {
				turn := w.press(who, "a:"+a.name+":"+a.with)
				got := w.denied()
				refused := refused(turn)
				if turn.Denied != refused || refused != (len(got) == 1) {
					t.Fatalf("%s by %s: said %v, counted %v, on the record %+v", a.name, who, keys(turn), turn.Denied, got)
				}
				if !refused {
					return
				}
				want := civic.Act{ID: got[0].ID, At: got[0].At, Person: players[who], Role: civic.Resident, What: civic.Denied, Detail: a.name[strings.Index(a.name, ".")+1:]}
				switch who {
				case "stranger":
					want.Person = 0
				case "head there":
					want.Role = civic.Head
				}
				if got[0] != want {
					t.Errorf("%s by %s: on the record %+v, want %+v", a.name, who, got[0], want)
				}
			})
		}
	}
}

func TestTheRecordOfDenialsCannotBeFlooded(t *testing.T) {
	inWorld(t, func(w *world) {
		for range 100 {
			w.press("resident", "a:report.publish:1")
			w.command("resident", "invite")
			w.press("stranger", "a:report.publish:1")
		}
		if n := len(w.denied()); n != 2 {
			t.Errorf("%d lines, want one for each", n)
		}
		w.now = w.now.Add(time.Hour)
		w.command("resident", "invite")
		if got := w.denied(); len(got) != 3 || got[2].Detail != "/invite" && got[1].Detail != "/invite" {
			t.Errorf("an hour later: %+v", got)
		}
	})
}

// A month later it is gone, sooner with /forget.
func TestDenialsFade(t *testing.T) {
	inWorld(t, func(w *world) {
		w.press("resident", "a:report.publish:1")
		w.press("author", "a:report.publish:1")
		w.command("resident", "forget")
		w.pick("resident", "yes")
		w.work()
		if got := w.denied(); len(got) != 1 || got[0].Person != players["author"] {
			t.Errorf("after one was forgotten: %+v", got)
		}
		w.now = w.now.AddDate(0, 0, 30)
		if _, err := w.engine.Handle(w.tx, flows.Input{Kind: flows.Due, Name: "sweep"}, w.now, nil); err != nil {
			t.Fatal(err)
		}
		w.work()
		if got := w.denied(); len(got) != 0 {
			t.Errorf("after a month: %+v", got)
		}
	})
}

// Two people for a ban, one to lift it, and nothing that says who it is.
func TestABanTakesTwo(t *testing.T) {
	inWorld(t, func(w *world) {
		w.press("moderator", "a:report.ban:1")
		w.pick("moderator", "spam")
		w.says(w.press("moderator", "a:report.ban_agree:1"), "!ban.second")
		w.command("author", "report")
		w.at("author", "report/district")
		w.command("author", "cancel")

		w.press("colleague", "a:report.ban_agree:1")
		w.says(w.command("author", "report"), "banned")
		w.says(w.press("author", "a:report.add:2"), "banned")
		w.says(w.press("centre", "a:report.ban:2"), "!ban.already")
		for _, who := range []string{"reports", "mydata", "forget"} {
			if got := keys(w.command("author", who)); len(got) == 0 || got[0] == "banned" {
				t.Errorf("/%s of somebody banned says %v", who, got)
			}
		}
		w.pick("author", "yes")
		w.work()
		// Forgotten, and still banned: nothing else is left of it.
		b, found, err := storage.Bans.Find(w.tx, players["author"])
		if err != nil || !found || b.Report != 0 || b.Reason != "" || !b.Holds(w.now) {
			t.Errorf("after /forget the ban is %+v (%v, %v)", b, found, err)
		}
		w.press("centre", "a:report.lift:1")
		if storage.Bans.Has(w.tx, players["author"]) {
			t.Error("it is lifted and stands")
		}
	})
}

// A draft that was begun before is not a way round a ban.
func TestABanMeetsADraft(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toPreview("author")
		b := civic.Ban{ID: 1, Person: players["author"], By: 31, Second: 32, At: w.now, Until: w.now.Add(civic.BanLasts)}
		if err := storage.Bans.Put(w.tx, b.Person, b); err != nil {
			t.Fatal(err)
		}
		before := records(t, w.tx)
		w.says(w.pick("author", "yes"), "banned")
		if got := differences(before, records(t, w.tx)); len(got) > 0 {
			t.Errorf("somebody banned changed %v", got)
		}
		w.now = b.Until
		w.pick("author", "yes")
		if got := differences(before, records(t, w.tx)); len(got) == 0 {
			t.Error("the ban is over, and the draft is lost")
		}
	})
}

// send lets somebody file a report with a text; it says what the last answer did.
func (w *world) send(who civic.PersonID, text string) (*flows.Turn, bool) {
	w.t.Helper()
	do := func(in flows.Input) *flows.Turn {
		in.Person = who
		return w.do("resident", in)
	}
	key := storage.SessionKey{Chat: storage.Private(who), Person: who}
	pick := func(value string) *flows.Turn {
		s, _, err := storage.Sessions.Find(w.tx, key)
		if err != nil {
			w.t.Fatal(err)
		}
		return do(pressing("q:" + flows.Mark(&s) + ":" + value))
	}
	before := w.count()
	do(commanding("cancel"))
	do(commanding("report"))
	do(writing("Вязьма"))
	pick("roads")
	do(writing(text))
	pick("done")
	do(label("key.skip"))
	return pick("yes"), w.count() > before
}

func (w *world) count() int { return storage.Reports.Len(w.tx) }

// A hundred reports a minute from one person: three get through, the others are counted
// and once on the record, and the draft of the last is kept until it may go.
func TestAFloodFromOnePerson(t *testing.T) {
	inWorld(t, func(w *world) {
		filed, counted := 0, 0
		var last *flows.Turn
		for range 100 {
			turn, ok := w.send(players["resident"], "Яма")
			if last = turn; ok {
				filed++
			}
			if turn.Denied {
				counted++
			}
			w.now = w.now.Add(600 * time.Millisecond)
		}
		if filed != 3 || counted != 97 {
			t.Errorf("%d of 100 reports within a minute were filed, %d are counted as too many", filed, counted)
		}
		if got := w.denied(); len(got) != 1 || got[0].Person != players["resident"] || got[0].Detail != flows.Overdone {
			t.Errorf("on the record is %+v", got)
		}
		w.says(last, "!limit.soon")
		w.now = w.now.Add(10 * time.Minute)
		before := w.count()
		w.pick("resident", "yes")
		if w.count() != before+1 {
			t.Error("the draft that was kept does not go out ten minutes later")
		}
		for range 30 {
			w.now = w.now.Add(10 * time.Minute)
			last, _ = w.send(players["resident"], "Яма")
		}
		w.says(last, "!limit.day")
		if n := w.count() - before + 3; n != 10 {
			t.Errorf("%d reports in a day", n)
		}
	})
}

// The same text from fifty accounts: three cards for moderators, and one mark.
func TestAWaveOfTheSameWords(t *testing.T) {
	inWorld(t, func(w *world) {
		const text = "Немедленно уберите главу округа, он ничего не делает для людей!"
		filed, cards := 0, map[flows.Live]bool{}
		for i := range 50 {
			who := civic.PersonID(1000 + i)
			p := civic.Person{ID: who, Language: "ru", Consent: civic.Consented{Version: civic.Smolensk().Consent.Version, At: w.now}}
			if err := storage.People.Put(w.tx, who, p); err != nil {
				t.Fatal(err)
			}
			turn, ok := w.send(who, map[bool]string{true: text, false: "  " + text + " "}[i%2 == 0])
			if ok {
				filed++
			}
			for _, s := range turn.Said {
				if s.To.Desk == civic.ModeratorsDesk {
					cards[s.Message.Live] = true
				}
			}
		}
		if filed != 3 || len(cards) != 3 {
			t.Errorf("%d of 50 were filed, moderators have %d cards", filed, len(cards))
		}
		// A short text that many write says nothing.
		if _, ok := w.send(players["resident"], "Яма"); !ok {
			t.Error("three letters that others wrote as well are taken for a wave")
		}
		copies := 0
		for rec, err := range storage.Reports.All(w.tx) {
			if err != nil {
				t.Fatal(err)
			}
			copies += rec.Value.Copies
		}
		if copies != 47 {
			t.Errorf("the first is marked with %d copies", copies)
		}
		w.now = w.now.AddDate(0, 0, 1)
		if _, ok := w.send(players["resident"], text); !ok {
			t.Error("the next day it is still a wave")
		}
	})
}

// Once the first of a wave is public the next join it with one press, in both modes,
// and what they repeat is no spot of theirs. One draft counts once.
func TestAWaveIsJoined(t *testing.T) {
	for _, simple := range []bool{false, true} {
		inWorld(t, func(w *world) {
			const text = "Верните вечерний автобус номер пять"
			for _, who := range []string{"deputy", "staff", "head there"} {
				w.send(players[who], text)
			}
			var first civic.ReportID
			for id := range storage.ReportsBy.Keys(w.tx, storage.Tuple(players["deputy"], true)) {
				first = id
			}
			w.press("moderator", "a:report.publish:"+number(first))
			if p, err := storage.People.Get(w.tx, players["resident"]); err != nil {
				t.Fatal(err)
			} else if p.Simple = simple; storage.People.Put(w.tx, p.ID, p) != nil {
				t.Fatal("the mode is not kept")
			}
			form, send := "report", func() { w.pick("resident", "yes") }
			if simple {
				form, send = "simple", func() { w.do("resident", label("key.send")) }
				w.command("resident", "report")
				w.write("resident", text)
				w.write("resident", "у рынка")
				w.write("resident", "Вязьма")
				send()
			} else {
				w.send(players["resident"], text)
			}
			w.at("resident", form+"/same")
			w.pick("resident", "<")
			w.at("resident", form+"/preview")
			send()
			before := w.count()
			w.says(w.pick("resident", "join"), "card.mine", "card.moderation", "card.district", "neighbours.joined", "card.public")
			f, _ := w.follower(first, "resident")
			if r := w.report(first); !f.Joined || f.Words != "" || r.Joined != 1 || r.Copies != 1 || w.count() != before {
				t.Errorf("simple %v: kept %+v, joined %d, copies %d", simple, f, r.Joined, r.Copies)
			}
		})
	}
}

// Where an authority outside has the power, a rule says so at once.
func TestARuleLeadsOutside(t *testing.T) {
	inWorld(t, func(w *world) {
		authority := w.engine.Region.Authorities[0].ID
		r := civic.Rule{ID: 1, Category: "roads", District: here, Authority: authority, By: players["moderator"], At: w.now}
		if err := storage.Rules.Put(w.tx, r.ID, r); err != nil {
			t.Fatal(err)
		}
		turn, _ := w.send(players["resident"], "Яма")
		for _, key := range []string{"told.redirect", "report.outside"} {
			if !slices.Contains(keys(turn), key) {
				t.Errorf("the author does not read %s: %v", key, keys(turn))
			}
		}
	})
}

// Two rules that point at each other move a report once.
func TestARuleIsAppliedOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		for i, r := range []civic.Rule{{Category: "roads", District: here, To: there}, {Category: "roads", District: there, To: here}} {
			r.ID, r.By, r.At = uint64(i+1), players["moderator"], w.now
			if err := storage.Rules.Put(w.tx, r.ID, r); err != nil {
				t.Fatal(err)
			}
		}
		if _, ok := w.send(players["resident"], "Яма"); !ok {
			t.Fatal("it is not filed")
		}
		for rec, err := range storage.ReportsBy.Each(w.tx, storage.Tuple(players["resident"])) {
			if err != nil {
				t.Fatal(err)
			}
			if r := rec.Value; r.District != there || len(r.Timeline) != 2 || r.Timeline[1].Rule != 1 {
				t.Errorf("it went to %s by %+v", r.District, r.Timeline)
			}
		}
	})
}

// What a neighbour adds is masked like a report, and a ban is about joining, too.
func TestJoiningIsNoWayRound(t *testing.T) {
	inWorld(t, func(w *world) {
		join := func(who string) error {
			t.Helper()
			in := flows.Input{Person: players[who]}
			_, err := neighbours.Join(&flows.Turn{Input: in, Now: w.now, Tx: w.tx, Region: w.engine.Region}, publishedReport,
				reports.Follower{Words: "Звоните 8 910 123-45-67", Place: civic.Place{Words: "Ленина 5, кв. 12"}})
			return err
		}
		if err := join("resident"); err != nil {
			t.Fatal(err)
		}
		f, err := storage.Followers.Get(w.tx, storage.FollowerKey{Report: publishedReport, Person: players["resident"]})
		if err != nil || f.Words != "Звоните ▒▒▒" || f.Place.Words != "Ленина 5, кв. ▒▒▒" {
			t.Errorf("joined with %q at %q (%v)", f.Words, f.Place.Words, err)
		}
		b := civic.Ban{ID: 1, Person: players["head there"], By: 31, Second: 32, At: w.now, Until: w.now.Add(civic.BanLasts)}
		if err := storage.Bans.Put(w.tx, b.Person, b); err != nil {
			t.Fatal(err)
		}
		if join("head there") == nil {
			t.Error("somebody banned joined")
		}
	})
}
