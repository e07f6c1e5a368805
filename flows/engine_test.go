package flows_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// inWorld runs fn in a world of its own.
func inWorld(t *testing.T, fn func(*world)) {
	t.Helper()
	live(t, stage(t), newEngine(t), fn)
}

// draft reads the draft of a person's report.
func (w *world) draft(who string) reports.Report {
	w.t.Helper()
	var r reports.Report
	if err := json.Unmarshal(w.session(who, 0).Draft, &r); err != nil {
		w.t.Fatal(err)
	}
	return r
}

// toText brings somebody to where words are asked.
func (w *world) toText(who string) {
	w.t.Helper()
	w.command(who, "report")
	w.write(who, "Вязьма")
	w.pick(who, "roads")
	w.at(who, "report/text")
}

func (w *world) toPreview(who string) {
	w.t.Helper()
	w.toText(who)
	w.write(who, "Яма у школы")
	w.pick(who, "done")
	w.do(who, label("key.skip"))
	w.at(who, "report/preview")
}

// offers reports whether a button of the last message said carries the value.
func offers(turn *flows.Turn, value string) bool {
	if len(turn.Said) == 0 {
		return false
	}
	for _, row := range turn.Said[len(turn.Said)-1].Message.Rows {
		for _, b := range row {
			if strings.HasSuffix(b.Data, ":"+value) {
				return true
			}
		}
	}
	return false
}

func TestBackGoesThroughTheWholeForm(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toPreview("resident")
		for _, state := range []string{"place", "photos", "text", "category", "district"} {
			if state == "photos" { // the place is asked with a keyboard under the field
				w.do("resident", label("key.back"))
			} else {
				w.pick("resident", "<")
			}
			w.at("resident", "report/"+state)
		}
		if got := w.draft("resident").Text; got != "Яма у школы" {
			t.Errorf("the text after going back is %q", got)
		}
	})
}

func TestKeepLeavesAnAnswerAsItIs(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		if turn := w.write("resident", "Яма"); !offers(turn, "<") {
			t.Error("no way back from the photos")
		}
		if turn := w.pick("resident", "<"); !offers(turn, "=") {
			t.Error("what was written cannot be kept")
		}
		w.pick("resident", "=")
		w.at("resident", "report/photos")
		if got := w.draft("resident").Text; got != "Яма" {
			t.Errorf("kept %q", got)
		}
		w.pick("resident", "<")
		w.write("resident", "Две ямы")
		if got := w.draft("resident").Text; got != "Две ямы" {
			t.Errorf("written anew, the text is %q", got)
		}
	})
	inWorld(t, func(w *world) { // nothing is there to keep
		w.toText("resident")
		w.says(w.pick("resident", "="), "!wrong.write")
		w.at("resident", "report/text")
	})
}

func TestTheFirstQuestionHasNoWayBack(t *testing.T) {
	inWorld(t, func(w *world) {
		if turn := w.command("author", "report"); offers(turn, "<") {
			t.Error("the first question offers a way back")
		}
		w.do("author", label("key.back"))
		w.at("author", "report/district")
	})
}

// In every state of every form one can leave, and look at the menu and the language
// without losing anything.
func TestEveryStateCanBeLeft(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	visited := map[string]bool{}
	everyState(t, store, engine, func(w *world, name string, p play) {
		before := w.session(p.who, p.last.Chat)
		visited[name+"/"+before.State] = true
		for _, in := range []flows.Input{commanding("language"), commanding("menu"), commanding("help"), commanding("reports")} {
			if p.last.Chat < 0 && in.Command != "help" {
				continue // not for groups
			}
			in.Chat = p.last.Chat
			in.Addressed = true
			w.do(p.who, in)
			if now := w.session(p.who, p.last.Chat); now.State != before.State || string(now.Draft) != string(before.Draft) {
				t.Errorf("%s/%s: /%s leads to %s/%s", name, before.State, in.Command, now.Flow, now.State)
			}
		}
		in := pressing("a:profile.language:en")
		in.Chat = p.last.Chat
		turn := w.do(p.who, in)
		if got := keys(turn); len(got) != 2 || got[0] != "language.set" {
			t.Errorf("%s/%s: a change of language said %v, want the question again", name, before.State, got)
		}
		if now := w.session(p.who, p.last.Chat); now.State != before.State || string(now.Draft) != string(before.Draft) {
			t.Errorf("%s/%s: a change of language leads to %s/%s", name, before.State, now.Flow, now.State)
		}
		w.act(p.who, p.in("=x"))
		if w.session(p.who, p.last.Chat).Held != "" { // what was written is not thrown away by one press
			w.act(p.who, p.in("=throw"))
		}
		if now := w.session(p.who, p.last.Chat); now.Flow != "" || len(now.Draft) > 0 {
			t.Errorf("%s/%s: cancelled, %s stands in %s/%s", name, before.State, p.who, now.Flow, now.State)
		}
	})
	for _, f := range engine.Forms() {
		for _, s := range flows.StatesOf(f) {
			// Those that only a branch leads to are tested with it.
			if name := flows.NameOf(f) + "/" + s; !visited[name] && !slices.Contains([]string{
				"report/part", "report/danger", "report/warning", "report/outside", "report/same", "simple/same", "told/same", "district/part", "bind/district"}, name) {
				t.Errorf("%s was not visited", name)
			}
		}
	}
}

// everyState calls fn at each question of each form that is played, in a world of
// its own.
func everyState(t *testing.T, s *storage.Store, e *flows.Engine, fn func(w *world, name string, p play)) {
	t.Helper()
	for name, ps := range plays {
		for _, p := range ps {
			for n := 1; n <= len(p.steps); n++ {
				live(t, s, e, func(w *world) {
					invite(w, civic.Invitation{Role: civic.Head, District: here, By: 41, At: w.now})
					p := p
					p.steps = p.steps[:n]
					p.begin(w)
					if w.session(p.who, p.last.Chat).Flow == name {
						fn(w, name, p)
					}
				})
			}
		}
	}
}

// in is a press where the form is played.
func (p play) in(data string) flows.Input {
	in := pressing(data)
	in.Chat = p.last.Chat
	return in
}

// An old button never does anything: of an earlier question, of a form that ended, of
// another form.
func TestOldButtonsOnlySaySo(t *testing.T) {
	inWorld(t, func(w *world) {
		w.command("resident", "report")
		w.write("resident", "Вязьма")
		old := w.data("resident", 0, "roads")
		w.pick("resident", "waste")
		w.says(w.press("resident", old), "!old_button")
		w.at("resident", "report/text")
		if got := w.draft("resident").Category; got != "waste" {
			t.Errorf("an old button made it %s", got)
		}
		cancel := w.data("resident", 0, "x")
		w.write("resident", "Яма")
		w.says(w.press("resident", cancel), "!old_button")
		w.at("resident", "report/photos")
		w.pick("resident", "x")
		w.pick("resident", "throw")
		w.says(w.press("resident", w.data("resident", 0, "done")), "!old_button")
		w.at("resident", "")
	})
}

// The same question put again has new buttons, so that a double press counts once.
func TestADoublePressCountsOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toPreview("resident")
		send := w.data("resident", 0, "yes")
		w.press("resident", send)
		n := len(records(t, w.tx))
		w.says(w.press("resident", send), "!old_button")
		if got := len(records(t, w.tx)); got != n {
			t.Error("the second press filed something")
		}
	})
}

// A button under the field for writing that belongs to an earlier question is no
// answer to a question for words.
func TestOldKeyboardsAreNoWords(t *testing.T) {
	inWorld(t, func(w *world) {
		for _, key := range []string{"key.list", "key.skip", "key.locate"} {
			w.command("resident", "cancel")
			w.command("resident", "cancel") // what was written there goes
			w.toText("resident")
			w.do("resident", flows.Input{Kind: flows.Text, Text: "📋 Список округов", Label: key})
			w.at("resident", "report/text")
		}
	})
	inWorld(t, func(w *world) { // but words that happen to stand on some card's button are words
		w.press("moderator", "a:report.refuse:1")
		w.pick("moderator", "own")
		w.do("moderator", flows.Input{Kind: flows.Text, Text: "Другой округ", Label: "key.fix_district"})
		if e, _ := w.report(sentReport).Last(reports.Refuse); e.Text != "Другой округ" {
			t.Errorf("refused with %q", e.Text)
		}
	})
}

func TestThreeWrongAnswersOfferTheMenuAndKeepTheDraft(t *testing.T) {
	inWorld(t, func(w *world) {
		w.toText("resident")
		sticker := flows.Input{Kind: flows.Other, What: "sticker"}
		w.says(w.do("resident", sticker), "wrong.write", "report.text")
		w.says(w.write("resident", "\u200b"), "wrong.empty", "report.text")
		w.says(w.write("resident", strings.Repeat("я", civic.MaxText+5)), "wrong.thrice")
		w.at("resident", "report/text")
		turn := w.pick("resident", "go_on")
		w.says(turn, "report.text")
		w.write("resident", "Яма")
		w.at("resident", "report/photos")
		if got := w.draft("resident").Category; got != "roads" {
			t.Errorf("the draft has the category %q", got)
		}
	})
	inWorld(t, func(w *world) {
		w.toText("resident")
		for range 3 {
			w.do("resident", flows.Input{Kind: flows.Other, What: "voice"})
		}
		w.says(w.pick("resident", "throw"), "menu.title")
		w.at("resident", "")
	})
	inWorld(t, func(w *world) { // a good answer in between is patience anew
		w.toText("resident")
		for range 2 {
			w.do("resident", flows.Input{Kind: flows.Other, What: "voice"})
		}
		w.write("resident", "Яма")
		w.says(w.do("resident", flows.Input{Kind: flows.Other, What: "voice"}), "wrong.photo", "report.photos")
	})
}

// A command in the middle of a draft asks before it throws anything away.
func TestACommandInTheMiddleOfADraft(t *testing.T) {
	for _, in := range []flows.Input{commanding("report"), commanding("district"), commanding("forget"), label("menu.report"), pressing("c:report")} {
		inWorld(t, func(w *world) {
			w.toText("resident")
			w.says(w.do("resident", in), "held")
			w.at("resident", "report/text")
			w.says(w.pick("resident", "go_on"), "report.text")
			if got := w.draft("resident").Category; got != "roads" {
				t.Errorf("%s: the draft has the category %q", describe(in), got)
			}
			w.do("resident", in)
			w.pick("resident", "throw")
			if s := w.session("resident", 0); s.State == "text" {
				t.Errorf("%s: thrown away, the draft is still there", describe(in))
			}
		})
	}
	inWorld(t, func(w *world) { // an answer instead of a decision goes on
		w.toText("resident")
		w.command("resident", "district")
		w.write("resident", "Яма")
		w.at("resident", "report/photos")
	})
	inWorld(t, func(w *world) { // photos are a draft too
		w.press("author", "a:report.add:2")
		w.do("author", picture("p", ""))
		w.says(w.command("author", "report"), "held")
		w.pick("author", "go_on")
		w.at("author", "add/what")
	})
	inWorld(t, func(w *world) { // nothing was written yet: nothing to ask
		w.command("resident", "report")
		w.command("resident", "district")
		w.at("resident", "district/district")
	})
}

// So does everything else that would begin a form: a button on a card, a link.
func TestACardInTheMiddleOfADraft(t *testing.T) {
	inWorld(t, func(w *world) {
		w.press("head", "a:report.answer:2")
		w.write("head", "Длинный ответ")
		w.says(w.press("head", "a:report.answer:3"), "held")
		w.at("head", "answer/photos")
		w.says(w.pick("head", "go_on"), "answer.photos")
		w.press("head", "a:report.hand_over:3")
		w.pick("head", "throw")
		w.at("head", "hand_over/where")
	})
	inWorld(t, func(w *world) {
		invite(w, civic.Invitation{Role: civic.Head, District: here, By: 41, At: w.now})
		w.toText("resident")
		w.says(w.command("resident", "start i_token"), "held")
		w.at("resident", "report/text")
		w.pick("resident", "throw")
		w.at("resident", "join/accept")
	})
}
