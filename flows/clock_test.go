package flows_test

import (
	"slices"
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/subjects"
	"veche/storage"
)

// until turns the clock and lets every timer that is due on the way do its work, each
// at its time.
func (w *world) until(now time.Time) (said []flows.Said) {
	w.t.Helper()
	for {
		var due *storage.Timer
		for rec, err := range storage.TimersDue.Each(w.tx, nil, storage.Span{Limit: 1}) {
			if err != nil {
				w.t.Fatal(err)
			}
			due = &rec.Value
		}
		if due == nil || due.Due.After(now) {
			w.now = now
			return said
		}
		if due.Due.After(w.now) {
			w.now = due.Due
		}
		if err := storage.Timers.Delete(w.tx, due.Name); err != nil {
			w.t.Fatal(err)
		}
		turn, err := w.engine.Handle(w.tx, flows.Input{Kind: flows.Due, Name: due.Kind, Args: due.Args, At: w.now}, w.now, nil)
		if err != nil {
			w.t.Fatalf("%s: %v", due.Name, err)
		}
		said = append(said, turn.Said...)
	}
}

// rungs lists who was told of the report by itself, and when.
func rungsOf(r reports.Report) (out []string) {
	for _, e := range r.Timeline {
		if e.What == reports.Remind {
			out = append(out, string(e.Rung)+" "+e.At.Format("Mon 02.01 15:04"))
		}
	}
	return out
}

func (w *world) published() {
	w.t.Helper()
	w.press("moderator", "a:report.publish:1")
}

// A whole life in silence: over a weekend with everybody in office, over the holiday of
// 4 November and its short eve, and in a district where nobody is.
func TestTheLadder(t *testing.T) {
	for _, c := range []struct {
		why  string
		from time.Time
		lose []string
		want []string
	}{
		{"over a weekend", time.Date(2026, 11, 27, 12, 0, 0, 0, monday.Location()), nil,
			[]string{"nudge Fri 27.11 16:30", "deputy Mon 30.11 12:00", "centre Tue 01.12 12:00"}},
		{"over a holiday", time.Date(2026, 11, 2, 17, 30, 0, 0, monday.Location()), nil,
			[]string{"nudge Tue 03.11 13:00", "deputy Thu 05.11 09:30", "centre Fri 06.11 09:30"}},
		{"without a deputy", monday, []string{"deputy"}, []string{"nudge Mon 23.11 14:30", "centre Tue 24.11 10:00"}},
		{"without anybody", monday, []string{"head", "deputy", "staff"}, []string{"nudge Mon 23.11 14:30", "centre Tue 24.11 10:00"}},
	} {
		inWorld(t, func(w *world) {
			for _, who := range c.lose {
				losing(who)(w)
			}
			w.now = c.from
			w.published()
			w.until(c.from.AddDate(0, 0, 12))
			if got := rungsOf(w.report(sentReport)); !slices.Equal(got[:min(len(got), len(c.want))], c.want) {
				t.Errorf("%s: %v, want %v", c.why, got, c.want)
			}
		})
	}
}

// Whoever is told is told once: each rung is one message for each of its people.
func TestEachRungIsOneMessage(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		told := map[string]int{}
		for _, s := range w.until(monday.AddDate(0, 0, 3)) {
			if s.Message.Answers == cards.District.For(sentReport, here) {
				told[s.Message.Key+" "+string(s.To.Desk)+number(s.To.Person)]++
			}
		}
		for _, want := range []string{"remind.nudge " + number(players["head"]), "remind.deputy " + number(players["deputy"]), "remind.centre centre0"} {
			if told[want] != 1 {
				t.Errorf("%s: %d times, of %v", want, told[want], told)
			}
		}
	})
}

// A region file with other norms leaves the dates that were given as they are.
func TestNormsChange(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		before := w.report(sentReport)
		region := *civic.Smolensk()
		region.Categories = slices.Clone(region.Categories)
		for i := range region.Categories {
			region.Categories[i].Norm = civic.Norm{FirstAnswerHours: 18, FinalDays: 3, MaxDays: 10}
		}
		var err error
		if w.engine, err = flows.NewEngine(&region, nil, subjects.All()...); err != nil {
			t.Fatal(err)
		}
		w.press("head", "a:report.take:1")
		w.press("head", "a:report.note:1")
		w.write("head", "Посмотреть до обеда")
		if r := w.report(sentReport); !r.FirstDue.Equal(before.FirstDue) || !r.FinalDue.Equal(before.FinalDue) {
			t.Errorf("given were %s and %s, now %s and %s", before.FirstDue, before.FinalDue, r.FirstDue, r.FinalDue)
		}
		w.until(monday.AddDate(0, 0, 1))
		if got := rungsOf(w.report(sentReport)); len(got) != 2 || got[1] != "deputy Tue 24.11 10:00" {
			t.Errorf("the ladder of the dates that were given is %v", got)
		}
		r := w.report(sentReport)
		r.ID, r.Status, r.Timeline, r.Sent, r.FirstDue, r.FinalDue, r.Rung, r.Taken = 90, reports.Sent, r.Timeline[:1], w.now, time.Time{}, time.Time{}, 0, 0
		if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
			t.Fatal(err)
		}
		w.press("moderator", "a:report.publish:90")
		if r := w.report(90); !r.FirstDue.Equal(monday.AddDate(0, 0, 3)) {
			t.Errorf("a new report is due %s, want three days of the new norm later", r.FirstDue)
		}
	})
}

// A question stops the clock, once at a time, and not for long.
func TestOneQuestionAtATime(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		due := w.report(sentReport).FirstDue
		w.now = monday.Add(time.Hour)
		w.press("head", "a:report.ask:1")
		w.write("head", "Какой подъезд?")
		w.until(monday.AddDate(0, 0, 5))
		if r := w.report(sentReport); len(rungsOf(r)) > 0 || !r.Waiting() {
			t.Errorf("while the author is asked: %v, waiting %v", rungsOf(r), r.Waiting())
		}
		said := w.until(monday.AddDate(0, 0, 7).Add(2 * time.Hour))
		r := w.report(sentReport)
		if _, lapsed := r.Last(reports.Lapse); !lapsed || !r.FirstDue.Equal(due.AddDate(0, 0, 7)) {
			t.Errorf("lapsed %v, due %s, want a week after %s", lapsed, r.FirstDue, due)
		}
		for _, want := range []string{"told.lapse", "lapsed"} {
			if !slices.ContainsFunc(said, func(s flows.Said) bool { return s.Message.Key == want }) {
				t.Errorf("nobody was told %s", want)
			}
		}
	})
}

// A wrong category neither costs nor buys time.
func TestTheRightCategoryCountsFromPublishing(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		w.now = monday.Add(3 * time.Hour)
		w.press("moderator", "a:report.fix_category:1")
		w.pick("moderator", "heating") // urgent: four hours
		if r := w.report(sentReport); !r.FirstDue.Equal(monday.Add(4 * time.Hour)) {
			t.Errorf("the first answer is due %s, want four hours after publishing", r.FirstDue)
		}
		w.press("moderator", "a:report.fix_district:1")
		w.write("moderator", "Гагарин")
		if r := w.report(sentReport); !r.FirstDue.Equal(monday.Add(4*time.Hour)) || r.District != there {
			t.Errorf("in %s it is due %s", r.District, r.FirstDue)
		}
	})
}

// With the report goes the wish of the district that had it.
func TestWishesAreNotHandedOver(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		w.press("head", "a:report.promise:1")
		w.write("head", "28.12")
		w.pick("head", "skip")
		w.pick("head", "yes")
		wish := number(w.report(sentReport).Wish.At.Unix())
		w.press("moderator", "a:report.fix_district:1")
		w.write("moderator", "Гагарин")
		r := w.report(sentReport)
		if r.District != there || !r.Wish.At.IsZero() {
			t.Errorf("in %s somebody wishes %+v", r.District, r.Wish)
		}
		w.says(w.press("centre", "a:report.wish_allow:1:"+wish), "!wish.over")
	})
}

// The Centre's word on a wish counts once, and only the newest wish.
func TestWishes(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		wish := func(day string) string {
			w.now = w.now.Add(time.Hour)
			w.press("head", "a:report.promise:1")
			w.write("head", day)
			w.pick("head", "skip")
			w.pick("head", "yes")
			return number(w.report(sentReport).Wish.At.Unix())
		}
		first := wish("28.12")
		second := wish("30.12")
		w.says(w.press("centre", "a:report.wish_allow:1:"+first), "!wish.over")
		w.says(w.press("head", "a:report.wish_allow:1:"+second), "!not_yours")
		w.press("centre", "a:report.wish_allow:1:"+second)
		if r := w.report(sentReport); r.Status != reports.Promised || r.Promise.Day() != 30 {
			t.Errorf("%s, promised by %s", r.Status, r.Promise)
		}
		w.says(w.press("centre", "a:report.wish_allow:1:"+second), "!wish.over")
		w.press("second centre", "a:report.wish_deny:1:"+wish("29.12"))
		if r := w.report(sentReport); r.Broken != 0 || r.Promise.Day() != 30 {
			t.Errorf("after a denied wish: broken %d, promised by %s", r.Broken, r.Promise)
		}
	})
}

// What is counted adds up, also when the words of residents turn it round.
func TestTallies(t *testing.T) {
	inWorld(t, func(w *world) {
		w.published()
		w.press("moderator", "a:report.undo:1")
		w.press("moderator", "a:report.publish:1")
		w.press("head", "a:report.promise:1")
		w.pick("head", "2026-11-24")
		w.pick("head", "skip")
		w.pick("head", "yes")
		w.until(monday.AddDate(0, 0, 20))
		n := w.counted(monday)
		if n[reports.TallyPublished] != 1 || n[reports.TallyInTime] != 1 || n[reports.TallyLate] != 0 {
			t.Errorf("November has %v", n)
		}
		if n := w.counted(monday.AddDate(0, 1, 0)); n[reports.TallyBroken] != 1 {
			t.Errorf("December has %v", n)
		}
	})
}

// A report whose timer failed, or that is older than the clock, is found within a day.
func TestNoReportStaysWithoutItsTimer(t *testing.T) {
	inWorld(t, func(w *world) {
		r := w.report(publishedReport)
		for id := civic.ReportID(1000); id < 1600; id++ { // more than a job looks at
			r.ID = id
			if err := storage.Reports.Put(w.tx, id, r); err != nil {
				t.Fatal(err)
			}
		}
		turn := w.by(flows.Input{Kind: flows.Due, Name: "mend"})
		for len(turn.Jobs) > 0 {
			job := turn.Jobs[0]
			found, err := w.engine.Run(t.Context(), job.Kind, workOn(w.tx, job))
			if err != nil {
				t.Fatal(err)
			}
			turn = w.by(flows.Input{Kind: flows.Finished, Name: job.Kind, Job: job.ID, Args: marshal(t, found)})
		}
		for k := range storage.WaitingDue.Keys(w.tx, storage.Tuple(civic.DistrictDesk(here))) {
			if !storage.Timers.Has(w.tx, "clock/"+number(k.Subject.ID)) {
				t.Fatalf("%s has no timer", k.Subject)
			}
		}
		w.until(monday.AddDate(0, 0, 4))
		if got := rungsOf(w.report(1599)); len(got) == 0 {
			t.Error("its ladder does not begin")
		}
	})
}
