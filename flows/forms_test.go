package flows_test

import (
	"slices"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// play is a form from its beginning to its last answer.
type play struct {
	who    string
	steps  []flows.Input
	last   flows.Input
	takes  func(*world) // takes away what the last answer needs; nil where nothing can
	refuse string       // what is said then
	shows  bool         // it looks something up and changes nothing
}

func (p play) begin(w *world) {
	for _, in := range p.steps {
		w.act(p.who, in)
	}
}

func losing(who string) func(*world) {
	return func(w *world) {
		if err := storage.Grants.Delete(w.tx, storage.KeyOf(office(who))); err != nil {
			w.t.Fatal(err)
		}
	}
}

// becoming lets a report stand elsewhere meanwhile.
func becoming(id civic.ReportID, s reports.Status) func(*world) {
	return func(w *world) {
		r := w.report(id)
		r.Status = s
		if err := storage.Reports.Put(w.tx, id, r); err != nil {
			w.t.Fatal(err)
		}
	}
}

// waiting lets the author of a report be asked something meanwhile.
func waiting(w *world, id civic.ReportID) {
	r := w.report(id)
	r.Asked = w.now
	if err := storage.Reports.Put(w.tx, id, r); err != nil {
		w.t.Fatal(err)
	}
}

// claimedBy lets somebody look at the sent report meanwhile.
func claimedBy(who string) func(*world) {
	return func(w *world) {
		r := w.report(sentReport)
		r.Claim = reports.Claim{By: players[who], Role: civic.Moderator, Since: w.now, At: w.now}
		if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
			w.t.Fatal(err)
		}
	}
}

// passedOn lets a report be passed on twice meanwhile.
func passedOn(id civic.ReportID) func(*world) {
	return func(w *world) {
		r := w.report(id)
		r.Hops = reports.MaxHops
		if err := storage.Reports.Put(w.tx, id, r); err != nil {
			w.t.Fatal(err)
		}
	}
}

// demote makes a deputy one of the staff meanwhile.
func demote(w *world, who string) {
	losing(who)(w)
	g := office(who)
	g.Role = civic.Staff
	if err := storage.Grants.Put(w.tx, storage.KeyOf(g), g); err != nil {
		w.t.Fatal(err)
	}
}

// plays are all forms. A new form has to be here, with what may be taken away while
// it is open.
var plays = map[string][]play{
	"report": {{who: "resident", steps: append([]flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма")},
		choosing("done"), label("key.skip")), last: choosing("yes")},
		{who: "resident", steps: append([]flows.Input{commanding("report"), writing("Вязьма"), choosing("roads"), writing("Яма у школы")},
			choosing("done"), flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 55.2101, Lon: 34.29}}, choosing("show:2")), last: choosing("join"),
			takes: becoming(2, reports.Done), refuse: "!neighbours.closed"},
	},
	"add": {
		{who: "author", steps: []flows.Input{pressing("a:report.add:2"), picture("x", "")}, last: choosing("done"), takes: becoming(2, reports.Done), refuse: "!too_late"},
		{who: "author", steps: []flows.Input{pressing("a:report.add:2"), picture("x", "")}, last: choosing("done"), refuse: "!anothers",
			takes: func(w *world) {
				r := w.report(publishedReport)
				r.Author = players["resident"]
				if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
					w.t.Fatal(err)
				}
			}},
	},
	"transcribe": {{who: "moderator", steps: []flows.Input{pressing("a:report.transcribe:50")}, last: writing("Во дворе яма"), takes: becoming(spokenReport, reports.Withdrawn), refuse: "too_late"}},
	"simple": {{who: "resident", steps: []flows.Input{commanding("simple"), choosing("on"), commanding("report"), writing("Яма"), writing("у школы"), writing("Вязьма")},
		last: label("key.send")},
		{who: "author", steps: []flows.Input{commanding("simple"), choosing("on"), commanding("report"), writing("Открытый люк"), choosing("called"), writing("у школы"), writing("Вязьма")},
			last: label("key.send")}},
	"told": {{who: "resident", steps: []flows.Input{commanding("simple"), choosing("on"), {Kind: flows.Other, What: "voice", Voice: "v", Length: time.Second}, writing("у школы"), writing("Вязьма")},
		last: label("key.send")}},
	"mode":     {{who: "resident", steps: []flows.Input{commanding("simple")}, last: choosing("on")}},
	"consent":  {{who: "stranger", steps: []flows.Input{commanding("report")}, last: choosing("yes")}},
	"district": {{who: "resident", steps: []flows.Input{commanding("district")}, last: writing("Вязьма")}},
	"forget":   {{who: "resident", steps: []flows.Input{commanding("forget")}, last: choosing("yes")}},
	"merge": {
		{who: "moderator", steps: []flows.Input{pressing("a:report.merge:2"), writing("№ 3")}, last: choosing("yes"), takes: losing("moderator"), refuse: "!not_for_residents"},
		{who: "moderator", steps: []flows.Input{pressing("a:report.merge:2"), choosing("3")}, last: choosing("yes"), takes: becoming(2, reports.Done), refuse: "!done_already"},
	},
	"join_report": {
		{who: "resident", steps: []flows.Input{pressing("a:report.join:2"), choosing("done")}, last: label("key.skip"), takes: becoming(2, reports.Done), refuse: "neighbours.closed"},
		{who: "stranger", steps: []flows.Input{commanding("start join_2"), pressing("a:report.join:2"), choosing("yes"), picture("y", ""), choosing("done")}, last: writing("Ленина, 20"),
			takes: becoming(2, reports.Withdrawn), refuse: "no_report"},
	},
	"follow": {{who: "stranger", steps: []flows.Input{pressing("a:report.follow:2"), choosing("yes")}, last: choosing("yes"), takes: becoming(2, reports.Withdrawn), refuse: "!no_report"}},
	"near":   {{who: "stranger", steps: []flows.Input{commanding("near")}, last: flows.Input{Kind: flows.Location, Point: civic.Point{Lat: 55.21, Lon: 34.29}}, shows: true}},
	"search": {{who: "stranger", steps: []flows.Input{commanding("search")}, last: writing("ямы"), shows: true}},
	"rename": {
		{who: "staff", steps: []flows.Input{pressing("a:report.template_rename:1")}, last: writing("Наряд"), takes: losing("staff"), refuse: "not_for_residents"},
		{who: "deputy", steps: []flows.Input{pressing("a:report.template_rename:2")}, last: writing("Наряд"), refuse: "not_yours",
			takes: func(w *world) { demote(w, "deputy") }},
	},
	"template": {
		{who: "staff", steps: []flows.Input{pressing("a:report.save_template:4"), writing("Заявка")}, last: choosing("own"), takes: losing("staff"), refuse: "!not_for_residents"},
		{who: "deputy", steps: []flows.Input{pressing("a:report.save_template:4"), writing("Заявка")}, last: choosing("shared"), refuse: "!old_button",
			takes: func(w *world) { demote(w, "deputy") }},
	},
	"answer": {
		{who: "staff", steps: []flows.Input{pressing("a:report.answer:2"), choosing("2")}, last: choosing("yes"), takes: losing("staff"), refuse: "!not_for_residents"},
		{who: "staff", steps: []flows.Input{pressing("a:report.answer:2"), writing("Починим"), choosing("done")}, last: choosing("yes"), takes: losing("staff"), refuse: "!not_for_residents"},
		{who: "head", steps: []flows.Input{pressing("a:report.answer:2"), writing("Починим"), choosing("done")}, last: choosing("yes"), takes: becoming(2, reports.Done), refuse: "!too_late"},
	},
	"answer_sure": {
		{who: "head", steps: []flows.Input{replying("Спросили в квартире 12", "a:report.answer:2")}, last: choosing("yes"), takes: losing("head"), refuse: "!not_for_residents"},
		{who: "head", steps: []flows.Input{replying("Спросили в квартире 12", "a:report.answer:2"), choosing("rewrite"), writing("Спросили И. П. Иванова")}, last: choosing("yes"),
			takes: becoming(2, reports.Done), refuse: "!too_late"},
	},
	"promise": {
		{who: "head", steps: []flows.Input{pressing("a:report.promise:2"), choosing("2026-11-24"), choosing("skip")}, last: choosing("yes"), takes: losing("head"), refuse: "!not_for_residents"},
		{who: "staff", steps: []flows.Input{pressing("a:report.promise:2"), writing("25.12"), writing("Столб")}, last: choosing("yes"), takes: becoming(2, reports.Done), refuse: "!too_late"},
	},
	"close": {
		{who: "head", steps: []flows.Input{pressing("a:report.close:2"), writing("Починили"), picture("x", ""), choosing("done")}, last: choosing("yes"), takes: losing("head"), refuse: "!not_for_residents"},
		{who: "head", steps: []flows.Input{pressing("a:report.close:2"), writing("Починили"), choosing("cannot"), writing("Темно")}, last: choosing("yes"), takes: losing("head"), refuse: "!not_for_residents"},
	},
	"send_back": {{who: "moderator", steps: []flows.Input{pressing("a:report.send_back:5")}, last: writing("Фото не отсюда"), takes: losing("moderator"), refuse: "not_for_residents"}},
	"verdict_words": {{who: "author", steps: []flows.Input{pressing("a:report.verdict_words:5:1")}, last: writing("Спасибо"), refuse: "verdict.unasked",
		takes: func(w *world) {
			r := w.report(doneReport)
			r.Author = 0
			if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
				w.t.Fatal(err)
			}
		}}},
	"hand_over": {
		{who: "deputy", steps: []flows.Input{pressing("a:report.hand_over:2"), choosing("district"), writing("Гагарин")}, last: writing("Не наше"), takes: losing("deputy"), refuse: "not_for_residents"},
		{who: "deputy", steps: []flows.Input{pressing("a:report.hand_over:2"), choosing("district"), writing("Гагарин")}, last: writing("Не наше"), takes: becoming(2, reports.Withdrawn), refuse: "too_late"},
		{who: "deputy", steps: []flows.Input{pressing("a:report.hand_over:2"), choosing("district"), writing("Гагарин")}, last: writing("Не наше"), takes: passedOn(2), refuse: "hand_over.hops"},
		{who: "staff", steps: []flows.Input{pressing("a:report.hand_over:2"), choosing("authority"), choosing("avtodor")}, last: writing("Это М-1"), takes: losing("staff"), refuse: "not_for_residents"},
		{who: "staff", steps: []flows.Input{pressing("a:report.hand_over:2"), choosing("authority"), choosing("avtodor")}, last: writing("Это М-1"), takes: passedOn(2), refuse: "hand_over.hops"},
	},
	"refer": {{who: "staff", steps: []flows.Input{pressing("a:report.refer:9")}, last: writing("Не знаем чьё"), takes: losing("staff"), refuse: "not_for_residents"}},
	"redirect": {
		{who: "moderator", steps: []flows.Input{pressing("a:report.redirect:1"), choosing("avtodor")}, last: writing("Это М-1"), takes: losing("moderator"), refuse: "not_for_residents"},
		{who: "moderator", steps: []flows.Input{pressing("a:report.redirect:10"), choosing("court")}, last: writing("Спор соседей"), takes: becoming(10, reports.Done), refuse: "too_late"},
	},
	"ask": {
		{who: "staff", steps: []flows.Input{pressing("a:report.ask:2")}, last: writing("Какой подъезд?"), takes: losing("staff"), refuse: "not_for_residents"},
		{who: "staff", steps: []flows.Input{pressing("a:report.ask:2")}, last: writing("Какой подъезд?"), refuse: "ask.waits",
			takes: func(w *world) { waiting(w, publishedReport) }},
	},
	"note":   {{who: "staff", steps: []flows.Input{pressing("a:report.note:2")}, last: writing("Звонили подрядчику"), takes: losing("staff"), refuse: "not_for_residents"}},
	"assign": {{who: "head", steps: []flows.Input{pressing("a:report.assign:2")}, last: choosing("11"), takes: losing("head"), refuse: "!not_for_residents"}},
	"reply": {{who: "author", steps: []flows.Input{pressing("a:report.reply:8"), writing("Третий")}, last: choosing("done"),
		takes: becoming(askedReport, reports.Done), refuse: "!reply.late"}},
	"reply_open": {{who: "author", steps: []flows.Input{pressing("a:report.reply:8"), writing("Третий, кв. 12"), choosing("done")}, last: choosing("show"),
		takes: becoming(askedReport, reports.Done), refuse: "!reply.late"}},
	"refusal": {
		{who: "moderator", steps: []flows.Input{pressing("a:report.refuse:1")}, last: choosing("unclear"), takes: losing("moderator"), refuse: "!not_for_residents"},
		{who: "moderator", steps: []flows.Input{pressing("a:report.refuse:1"), choosing("own")}, last: writing("Нет"), takes: losing("moderator"), refuse: "not_for_residents"},
		{who: "moderator", steps: []flows.Input{pressing("a:report.refuse:1"), choosing("own")}, last: writing("Нет"), takes: becoming(1, reports.Published), refuse: "too_late"},
	},
	"edit": {
		{who: "moderator", steps: []flows.Input{pressing("a:report.edit:1")}, last: writing("Яма у дома"), takes: losing("moderator"), refuse: "not_for_residents"},
		{who: "moderator", steps: []flows.Input{pressing("a:report.edit:1")}, last: writing("Яма у дома"), takes: becoming(1, reports.Published), refuse: "too_late"},
		{who: "moderator", steps: []flows.Input{pressing("a:report.edit:1")}, last: writing("Яма у дома"), takes: claimedBy("colleague"), refuse: "claimed"},
	},
	"ban": {
		{who: "moderator", steps: []flows.Input{pressing("a:report.ban:1")}, last: choosing("spam"), takes: losing("moderator"), refuse: "!not_for_residents"},
		{who: "moderator", steps: []flows.Input{pressing("a:report.ban:1"), choosing("own")}, last: writing("Спам"), takes: losing("moderator"), refuse: "not_for_residents"},
	},
	"appeal": {
		{who: "author", steps: []flows.Input{pressing("a:report.appeal:6")}, last: choosing("skip"), takes: becoming(6, reports.Sent), refuse: "!too_late"},
		{who: "author", steps: []flows.Input{pressing("a:report.appeal:6")}, last: writing("Это проблема"), takes: becoming(6, reports.Withdrawn), refuse: "too_late"},
	},
	"fix_district": {{who: "moderator", steps: []flows.Input{pressing("a:report.fix_district:1")}, last: writing("Гагарин"), takes: losing("moderator"), refuse: "not_for_residents"}},
	"fix_category": {{who: "moderator", steps: []flows.Input{pressing("a:report.fix_category:1")}, last: choosing("waste"), takes: losing("moderator"), refuse: "!not_for_residents"}},
	"invite": {
		{who: "centre", steps: []flows.Input{commanding("invite")}, last: choosing("moderator"), takes: losing("centre"), refuse: "!not_for_residents"},
		{who: "centre", steps: []flows.Input{commanding("invite"), choosing("head")}, last: writing("Вязьма"), takes: losing("centre"), refuse: "not_for_residents"},
	},
	"bind": {{who: "centre", steps: []flows.Input{inGroup(commanding("bind"))}, last: inGroup(choosing("moderators")), takes: losing("centre"), refuse: "!not_yours"}},
	"feed": {
		{who: "centre", steps: []flows.Input{pressing("a:centre.feed:-1005")}, last: choosing("region"), takes: losing("centre"), refuse: "!not_for_residents"},
		{who: "centre", steps: []flows.Input{pressing("a:centre.feed:-1005"), choosing("district")}, last: writing("Вязьма"), takes: losing("centre"), refuse: "not_for_residents"},
	},
	"join": {{who: "resident", steps: []flows.Input{commanding("start i_token")}, last: choosing("yes"), refuse: "join.closed",
		takes: func(w *world) {
			invite(w, civic.Invitation{Role: civic.Head, District: here, By: 41, At: w.now, UsedBy: 2})
		}}},
}

func inGroup(in flows.Input) flows.Input {
	in.Chat = -7
	return in
}

// invite puts the invitation whose token is "token".
func invite(w *world, i civic.Invitation) {
	const hash = "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"
	if err := storage.Invitations.Put(w.tx, hash, i); err != nil {
		w.t.Fatal(err)
	}
}

func TestEveryFormIsPlayed(t *testing.T) {
	for _, f := range newEngine(t).Forms() {
		if len(plays[flows.NameOf(f)]) == 0 {
			t.Errorf("the form %s is new: play it here, and say what may be taken away while it is open", flows.NameOf(f))
		}
	}
}

// A right that is taken away while a form is open is taken away: the last answer
// changes nothing then. With the right it does.
func TestFormsAskForTheRightAgain(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for name, ps := range plays {
		for _, p := range ps {
			for _, taken := range []bool{false, true} {
				if taken && p.takes == nil {
					continue
				}
				live(t, store, engine, func(w *world) {
					invite(w, civic.Invitation{Role: civic.Head, District: here, By: 41, At: w.now})
					p.begin(w)
					if s := w.session(p.who, p.last.Chat); s.Flow != name {
						t.Fatalf("%s: %s stands in %q before the last answer", name, p.who, s.Flow)
					}
					if taken {
						p.takes(w)
					}
					before := records(t, w.tx)
					turn := w.act(p.who, p.last)
					got := differences(before, records(t, w.tx))
					switch {
					case !taken && (len(got) == 0) != p.shows:
						t.Errorf("%s by %s changed %v", name, p.who, got)
					case taken && len(got) > 0:
						t.Errorf("%s by %s changed %v after the right was gone", name, p.who, got)
					case taken && !slices.Contains(keys(turn), p.refuse):
						t.Errorf("%s by %s said %v after the right was gone, want %s", name, p.who, keys(turn), p.refuse)
					}
				})
			}
		}
	}
}
