package flows_test

import (
	"slices"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
)

// goings are how the author of report 1 can go, and what is said then.
var goings = map[string]func(w *world) []flows.Said{
	"leaves": func(w *world) []flows.Said { return w.press("author", "a:report.leave:1").Said },
	"is forgotten": func(w *world) []flows.Said {
		w.command("author", "forget")
		return append(w.pick("author", "yes").Said, w.work()...)
	},
}

// joined is a report that was published just now, with so many neighbours.
func (w *world) joined(neighbours ...string) {
	w.t.Helper()
	w.published()
	for _, who := range neighbours {
		w.press(who, "a:report.join:1")
		w.pick(who, "done")
		w.do(who, flows.Input{Kind: flows.Text, Label: "key.skip"})
	}
}

// With the author goes the question to them: the clock runs on, and the district hears
// of it.
func TestNobodyIsLeftToAsk(t *testing.T) {
	for why, goes := range goings {
		inWorld(t, func(w *world) {
			w.joined("resident")
			w.press("head", "a:report.ask:1")
			w.write("head", "Какой подъезд?")
			due := w.report(1).FirstDue
			w.until(monday.AddDate(0, 0, 1))
			said := goes(w)
			r := w.report(1)
			if r.Author != 0 || !r.Asked.IsZero() || !r.FirstDue.Equal(due.AddDate(0, 0, 1)) {
				t.Errorf("the author %s: asked since %s, due %s, want a day after %s", why, r.Asked, r.FirstDue, due)
			}
			if !slices.ContainsFunc(said, func(s flows.Said) bool { return s.Message.Key == "unasked" }) {
				t.Errorf("the author %s: the district does not hear that the clock runs on", why)
			}
		})
	}
}

// A question that is still being written when the author goes makes no clock stand.
func TestNoQuestionToNobody(t *testing.T) {
	for why, goes := range goings {
		inWorld(t, func(w *world) {
			w.joined("resident")
			w.press("head", "a:report.ask:1")
			goes(w)
			w.write("head", "Какой подъезд?")
			if r := w.report(1); !r.Asked.IsZero() {
				t.Errorf("the author %s, and the clock stands", why)
			}
		})
	}
}

// An author who once gave a verdict and goes hears no more of the report.
func TestAnAuthorWhoLeftHearsNoMore(t *testing.T) {
	for why, goes := range goings {
		inWorld(t, func(w *world) {
			w.joined("resident")
			w.closes()
			w.press("author", "a:report.verdict:1:1:not_fixed")
			if _, found := w.follower(1, "author"); !found {
				t.Fatal("the verdict is not kept")
			}
			goes(w)
			if _, found := w.follower(1, "author"); found {
				t.Errorf("the author %s, and follows the report", why)
			}
			w.press("head", "a:report.answer:1")
			w.write("head", "Починим")
			for _, s := range w.until(w.now.Add(time.Hour)) {
				if s.To.Person == players["author"] {
					t.Errorf("the author %s, and is told %s", why, s.Message.Key)
				}
			}
			if r := w.report(1); r.Joined != 1 {
				t.Errorf("the author %s: joined %d, want 1", why, r.Joined)
			}
		})
	}
}

// What somebody writes with their verdict leads to nobody.
func TestVerdictsAreMasked(t *testing.T) {
	inWorld(t, func(w *world) {
		w.joined("resident")
		w.closes()
		w.press("resident", "a:report.verdict:1:1:fixed")
		w.press("resident", "a:report.verdict_words:1:1")
		w.write("resident", "Спасибо! Мой телефон 8 910 123-45-67")
		f, _ := w.follower(1, "resident")
		if len(f.Verdicts) != 1 || f.Verdicts[0].Words != "Спасибо! Мой телефон "+mask.Sign {
			t.Errorf("kept: %+v", f.Verdicts)
		}
	})
}

// closes lets the head say that report 1 is done.
func (w *world) closes() {
	w.t.Helper()
	w.press("head", "a:report.close:1")
	w.write("head", "Сделали")
	w.do("head", picture("after", ""))
	w.pick("head", "done")
	w.pick("head", "yes")
}

// One neighbour alone has the author's word, two have to agree.
func TestNeighboursDecideWithoutAnAuthor(t *testing.T) {
	for _, c := range []struct {
		neighbours, say []string
		want            reports.Status
	}{
		{[]string{"resident"}, []string{"not_fixed"}, reports.Returned},
		{[]string{"resident"}, []string{"fixed"}, reports.Confirmed},
		{[]string{"resident"}, []string{"partly"}, reports.Done},
		{[]string{"resident", "deputy"}, []string{"not_fixed"}, reports.Done},
		{[]string{"resident", "deputy"}, []string{"not_fixed", "not_fixed"}, reports.Returned},
		{[]string{"resident", "deputy"}, []string{"fixed", "fixed"}, reports.Confirmed},
	} {
		inWorld(t, func(w *world) {
			w.joined(c.neighbours...)
			w.press("author", "a:report.leave:1")
			w.closes()
			for i, says := range c.say {
				w.press(c.neighbours[i], "a:report.verdict:1:1:"+says)
			}
			if got := w.report(1).Status; got != c.want {
				t.Errorf("of %v say %v: %s, want %s", c.neighbours, c.say, got, c.want)
			}
		})
	}
}
