package flows_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/flows"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Who hides behind the group, or a channel, acts for nobody.
func TestNobodyDoesNothing(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	inputs := []flows.Input{commanding("bind"), commanding("queue"), writing("слово"), picture("p", ""), pressing("q:1:x"), pressing("c:bind")}
	for _, a := range actions {
		inputs = append(inputs, pressing("a:"+a.name+":"+a.with))
	}
	for _, in := range inputs {
		live(t, store, engine, func(w *world) {
			before := records(t, w.tx)
			in.Chat, in.Group, in.Nobody = theGroup, true, true
			turn, err := engine.Handle(w.tx, in, w.now, nil)
			if err != nil {
				t.Fatalf("%s: %v", describe(in), err)
			}
			if got := differences(before, records(t, w.tx)); len(got) > 0 {
				t.Errorf("%s by nobody changed %v", describe(in), got)
			}
			for _, s := range turn.Said {
				if s.Message.Key != "anonymous" {
					t.Errorf("%s by nobody: said %s", describe(in), s.Message.Key)
				}
			}
		})
	}
}

// junk is callback data as a client of somebody's own making may send it.
func junk() *rapid.Generator[string] {
	names := []string{"nothing", ""}
	for _, a := range actions {
		names = append(names, a.name)
	}
	value := rapid.OneOf(
		rapid.SampledFrom([]string{"", "0", "1", "2", "3", "4", "5", "6", "7", "8", "-1", "18446744073709551615", "18446744073709551616", "99999999999999999999999",
			"1e3", "0x1", "+1", " 1", "en", "ru", "de", "welcome", "13", "41", "42", "head", "centre", "moderator", "vyazemsky", "gagarinsky", "head/vyazemsky", "/", "\x00"}),
		rapid.StringN(0, 20, 40))
	action := rapid.Custom(func(t *rapid.T) string {
		parts := []string{"a", rapid.SampledFrom(names).Draw(t, "action")}
		return strings.Join(append(parts, rapid.SliceOfN(value, 0, 4).Draw(t, "values")...), ":")
	})
	question := rapid.Custom(func(t *rapid.T) string {
		return "q:" + rapid.SampledFrom([]string{"", "0", "1", "zz", "-1", "mhc0", "3w5e11264sgsf"}).Draw(t, "mark") + ":" +
			rapid.SampledFrom([]string{"", "<", "=", "x", ">", ">0", ">-1", ">99999999999999999999", "yes", "throw", "go_on", "done", "own", "roads"}).Draw(t, "value")
	})
	command := rapid.Custom(func(t *rapid.T) string { return "c:" + rapid.StringN(0, 20, 40).Draw(t, "command") })
	return rapid.OneOf(action, question, command, rapid.StringN(0, 64, 64),
		rapid.SampledFrom([]string{"", ":", "a", "q", "c", "a:", "q:", "c:", "a::", "q::", "::::", strings.Repeat("ё", 32), strings.Repeat("\xff", 64), "a:" + strings.Repeat(":", 62)}))
}

// Whatever a press carries, it is no error, and only those who may change something.
func TestForgedPressesChangeNothing(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	rapid.Check(t, func(rt *rapid.T) {
		who := rapid.SampledFrom(all).Draw(rt, "who")
		data := junk().Draw(rt, "data")
		chat := rapid.SampledFrom([]storage.ChatID{0, theGroup, -7}).Draw(rt, "chat")
		live(t, store, engine, func(w *world) {
			before := records(t, w.tx)
			in := pressing(data)
			in.Chat = chat
			if _, err := w.try(who, in); err != nil {
				rt.Fatalf("%s pressed %q: %v", who, data, err)
			}
			got := differences(before, records(t, w.tx))
			if len(got) > 0 && !mayChange(who, data) {
				rt.Fatalf("%s pressed %q and changed %v", who, data, got)
			}
		})
	})
}

// mayChange reports whether the matrix lets somebody change records with a press.
func mayChange(who, data string) bool {
	kind, rest, _ := strings.Cut(data, ":")
	if kind == "c" {
		return strings.HasPrefix(rest, "mydata")
	}
	name, _, _ := strings.Cut(rest, ":")
	own := []string{"profile.language", "report.follow", "report.unfollow"} // anybody's own, whichever report is named
	return kind == "a" && (slices.Contains(own, name) || slices.ContainsFunc(actions, func(r right) bool {
		return r.name == name && (r.does == changes || r.does == claims) && slices.Contains(r.who, who)
	}))
}

// What is done to a report of another district, or with a role of another, is refused
// whatever the number says.
func TestOfficesEndAtTheirDistrict(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, who := range []string{"head there", "deputy there", "staff there", "supervisor", "supervisor there", "resident", "stranger"} {
		live(t, store, engine, func(w *world) {
			before := records(t, w.tx)
			for id := range referredReport + 2 {
				for _, a := range append(deskActions(), "take", "answer", "close", "hand_over", "refer", "redirect", "stays", "ask", "note", "assign", "reply", "publish", "refuse", "fix_district", "fix_category", "withdraw_yes", "add", "tick", "spots", "merge", "part") {
					w.press(who, "a:report."+a+":"+number(id))
					w.at(who, "")
				}
			}
			if got := differences(before, records(t, w.tx)); len(got) > 0 {
				t.Errorf("%s changed %v", who, got)
			}
		})
	}
}

// A button belongs to the person who was asked, also when two were asked in the same
// moment.
func TestButtonsOfOthersAreOld(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	live(t, store, engine, func(w *world) {
		for _, who := range []string{"moderator", "colleague"} {
			in := pressing("a:report.refuse:1")
			in.Chat = theGroup
			w.do(who, in)
		}
		before := records(t, w.tx)
		in := pressing(w.data("moderator", theGroup, "unclear"))
		in.Chat = theGroup
		for _, who := range []string{"colleague", "resident", "centre"} {
			w.says(w.do(who, in), "!not_asked")
		}
		if got := differences(before, records(t, w.tx)); len(got) > 0 {
			t.Errorf("the button of another changed %v", got)
		}
		w.do("moderator", in)
		if got := w.report(sentReport).Status; got != reports.Refused {
			t.Errorf("the report is %s after the moderator pressed their own button", got)
		}
	})
}
