package reports

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/flows/civic"
)

// at reads a time of the region.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	got, err := time.ParseInLocation("2006-01-02 15:04", s, civic.Smolensk().Zone)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

var nine = civic.Norm{FirstAnswerHours: 9, FinalDays: 7, MaxDays: 30}

// lived is a report that was published and went through what followed, by its moves and
// their times.
func lived(t testing.TB, n civic.Norm, events ...Event) Report {
	t.Helper()
	r := Report{ID: 1, Author: 3, Status: Draft, District: "vyazemsky"}
	for _, e := range events {
		if e.What == Promise {
			e.Role = civic.Centre // whom no limit binds
		}
		var err error
		if r, err = r.Apply(region(n), e); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// region is the built-in one, with the norm for whatever has no category.
func region(n civic.Norm) *civic.Region {
	r := *civic.Smolensk()
	r.Categories = append([]civic.Category{{Norm: n}}, r.Categories...)
	return &r
}

func did(t testing.TB, what Move, when string) Event { return Event{What: what, At: at(t, when)} }

func published(t testing.TB, when string, more ...Event) Report {
	t.Helper()
	return lived(t, nine, append([]Event{did(t, File, when), did(t, Publish, when)}, more...)...)
}

func reminded(t testing.TB, rung Rung, when string) Event {
	return Event{What: Remind, Rung: rung, At: at(t, when)}
}

func TestWhatComesNext(t *testing.T) {
	promise := Event{What: Promise, At: at(t, "2026-11-23 11:00"), Due: PromiseAt(at(t, "2026-11-27 00:00"))}
	for _, c := range []struct {
		why  string
		r    Report
		now  string
		when string // "" for never
		step Step
	}{
		{"half of nine hours", published(t, "2026-11-23 10:00"), "2026-11-23 10:00", "2026-11-23 14:30", NudgeStep},
		{"over a weekend", published(t, "2026-11-27 17:00"), "2026-11-27 17:00", "2026-11-30 12:30", NudgeStep},
		{"the deadline", published(t, "2026-11-27 17:00", reminded(t, NudgeHead, "2026-11-30 12:30")), "2026-11-30 12:30", "2026-11-30 17:00", DeputyStep},
		{"over a holiday and its short eve", published(t, "2026-11-02 17:30", reminded(t, NudgeHead, "2026-11-03 12:00")), "2026-11-03 12:00", "2026-11-05 09:30", DeputyStep},
		{"a working day after the deputy", published(t, "2026-11-26 17:00", reminded(t, NudgeHead, "2026-11-27 12:00"), reminded(t, TellDeputy, "2026-11-27 17:00")),
			"2026-11-27 17:00", "2026-11-30 17:00", CentreStep},
		{"the deputy heard late: the bot was down", published(t, "2026-11-23 10:00", reminded(t, TellDeputy, "2026-11-25 12:00")),
			"2026-11-25 12:00", "2026-11-26 12:00", CentreStep},
		{"above the ladder is the weekly list", published(t, "2026-11-23 10:00", reminded(t, TellCentre, "2026-11-24 10:00")), "2026-11-24 10:00", "", ""},
		{"a nudge too late is left out", published(t, "2026-11-23 10:00"), "2026-11-25 10:00", "2026-11-24 10:00", DeputyStep},
		{"a day before the outcome", published(t, "2026-11-23 10:00", did(t, Answer, "2026-11-23 12:00")), "2026-11-23 12:00", "2026-12-01 18:00", NudgeStep},
		{"a day before what was promised", published(t, "2026-11-23 10:00", promise), "2026-11-23 11:00", "2026-11-26 18:00", NudgeStep},
		{"asked: the question lapses", published(t, "2026-11-23 10:00", did(t, Ask, "2026-11-23 11:00")), "2026-11-23 11:00", "2026-11-30 11:00", LapseStep},
		{"time that the clock stood does not count", published(t, "2026-11-23 10:00", did(t, Ask, "2026-11-23 11:00"), did(t, Reply, "2026-11-24 11:00")),
			"2026-11-24 11:00", "2026-11-24 14:30", NudgeStep},
		{"asked, then given to another district", published(t, "2026-11-23 10:00", did(t, Ask, "2026-11-23 11:00"),
			Event{What: Correct, At: at(t, "2026-11-23 12:00"), To: "roslavlsky"}, did(t, Reply, "2026-11-24 11:00")), "2026-11-24 11:00", "2026-11-24 15:00", NudgeStep},
		{"asked too late: the ladder goes on", published(t, "2026-11-23 10:00", did(t, Ask, "2026-11-24 11:00")), "2026-11-24 11:00", "2026-11-24 10:00", DeputyStep},
		{"handed over when it was over: from then", published(t, "2026-11-23 10:00", Event{What: HandOver, At: at(t, "2026-11-25 10:00"), To: "roslavlsky"}),
			"2026-11-25 10:00", "2026-11-25 10:00", DeputyStep},
		{"closed", published(t, "2026-11-23 10:00", did(t, Close, "2026-11-23 12:00")), "2026-11-23 12:00", "", ""},
		{"sent", lived(t, nine, did(t, File, "2026-11-23 10:00")), "2026-11-23 10:00", "", ""},
	} {
		when, step := c.r.Next(civic.Smolensk().Calendar, at(t, c.now))
		if want := c.when; step != c.step || want != "" && !when.Equal(at(t, want)) {
			t.Errorf("%s: %s at %s, want %s at %s", c.why, step, when.Format(time.DateTime), c.step, want)
		}
	}
}

func TestThePromisedDayAndAfter(t *testing.T) {
	r := published(t, "2026-11-23 10:00", Event{What: Promise, At: at(t, "2026-11-23 11:00"), Due: PromiseAt(at(t, "2026-11-27 00:00"))},
		reminded(t, NudgeHead, "2026-11-26 18:00"), reminded(t, TellDeputy, "2026-11-27 18:00"), reminded(t, TellCentre, "2026-11-30 18:00"))
	cal := civic.Smolensk().Calendar
	if when, step := r.Next(cal, at(t, "2026-11-27 18:00")); step != PollStep || !when.Equal(at(t, "2026-11-27 18:00")) {
		t.Errorf("%s at %s", step, when)
	}
	r.Verdict.Until = at(t, "2026-12-04 18:00")
	if when, step := r.Next(cal, at(t, "2026-12-01 10:00")); step != BreakStep || !when.Equal(at(t, "2026-12-04 18:00")) {
		t.Errorf("%s at %s", step, when)
	}
}

func TestTheClockStandsWhileTheAuthorIsAsked(t *testing.T) {
	for _, c := range []struct {
		why, asked, replied string
		first               string
		limit               string
	}{
		{"over a night", "2026-11-23 12:00", "2026-11-24 12:00", "2026-11-25 10:00", "2026-12-24 10:00"},
		{"over a weekend", "2026-11-23 12:00", "2026-11-28 15:00", "2026-11-30 16:00", "2026-12-28 13:00"},
		{"too late buys nothing", "2026-11-24 12:00", "2026-11-26 12:00", "2026-11-24 10:00", "2026-12-23 10:00"},
	} {
		r := published(t, "2026-11-23 10:00", did(t, Ask, c.asked), did(t, Reply, c.replied))
		if !r.FirstDue.Equal(at(t, c.first)) || !r.Limit(nine).Equal(at(t, c.limit)) || !r.Asked.IsZero() {
			t.Errorf("%s: first answer %s, want %s; limit %s, want %s", c.why, r.FirstDue, c.first, r.Limit(nine), c.limit)
		}
	}
	r := published(t, "2026-11-23 10:00", Event{What: Promise, At: at(t, "2026-11-23 11:00"), Due: PromiseAt(at(t, "2026-11-25 00:00"))},
		did(t, Ask, "2026-11-23 12:00"), did(t, Reply, "2026-11-24 15:00"))
	if want := at(t, "2026-11-27 18:00"); r.Status != Promised || !r.Promise.Equal(want) {
		t.Errorf("the promise stands at %s, want %s", r.Promise, want)
	}
}

// Later interim answers buy no time, and neither does anything else that staff can do.
func TestOnlyTheFirstAnswerSetsTheDayOfTheOutcome(t *testing.T) {
	r := published(t, "2026-11-23 10:00", did(t, Answer, "2026-11-24 09:30"))
	want := at(t, "2026-12-03 18:00")
	for _, more := range []Event{did(t, Answer, "2026-11-30 10:00"), did(t, Take, "2026-11-30 11:00"),
		{What: HandOver, At: at(t, "2026-12-01 10:00"), To: "roslavlsky"}, did(t, Answer, "2026-12-02 10:00")} {
		r = lived(t, nine, append(r.Timeline[:len(r.Timeline):len(r.Timeline)], more)...)
		if !r.Due().Equal(want) {
			t.Errorf("after %s it is due at %s, want %s", more.What, r.Due(), want)
		}
	}
}

func TestTheRightCategoryCountsFromTheBeginning(t *testing.T) {
	urgent := civic.Norm{FirstAnswerHours: 4, FinalDays: 7, MaxDays: 30}
	r := published(t, "2026-11-23 10:00", did(t, Ask, "2026-11-23 11:00"), did(t, Reply, "2026-11-23 13:00"))
	if first, _ := r.recount(civic.Smolensk().Calendar, urgent); !first.Equal(at(t, "2026-11-23 16:00")) {
		t.Errorf("the first answer is due at %s: four hours and the two that the clock stood", first)
	}
	if first, final := r.recount(civic.Smolensk().Calendar, nine); !first.Equal(r.FirstDue) || !final.Equal(r.FinalDue) {
		t.Errorf("the same norm gives %s and %s, want %s and %s", first, final, r.FirstDue, r.FinalDue)
	}
}

func TestNothingIsPromisedBeyondTheLimitAlone(t *testing.T) {
	r := published(t, "2026-11-23 10:00")
	for day, beyond := range map[string]bool{"2026-12-22 18:00": false, "2026-12-23 18:00": false, "2026-12-24 18:00": true} {
		if r.Beyond(at(t, day), nine) != beyond {
			t.Errorf("%s beyond: %v", day, !beyond)
		}
	}
}

// However a report lives, each promise made is kept, broken, or stands; one that its
// author withdrew in time is none of them.
func TestEachPromiseEndsOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := lived(t, nine, did(t, File, "2026-11-23 10:00"), did(t, Publish, "2026-11-23 10:00"))
		now, made, excused := at(t, "2026-11-23 11:00"), 0, 0
		for range rapid.IntRange(1, 25).Draw(rt, "moves") {
			now = now.Add(time.Duration(rapid.IntRange(1, 90).Draw(rt, "hours")) * time.Hour)
			m := rapid.SampledFrom([]Move{Promise, Promise, Break, Close, Confirm, Return, Answer, Take, Ask, Reply, Lapse, HandOver, Withdraw}).Draw(rt, "move")
			if !r.Status.Can(m) || m == Ask && !r.Asked.IsZero() {
				continue
			}
			e := Event{What: m, At: now, To: "roslavlsky"}
			if m == Promise {
				made++
				e.Due = PromiseAt(now.AddDate(0, 0, rapid.IntRange(1, 9).Draw(rt, "days")))
			}
			before := r
			r = lived(t, nine, append(r.Timeline[:len(r.Timeline):len(r.Timeline)], e)...)
			if m == Withdraw && before.Status == Promised && r.Broken == before.Broken {
				excused++
			}
			stands := 0
			if r.Status == Promised {
				stands = 1
			}
			if r.Kept < 0 || made != r.Kept+r.Broken+stands+excused {
				rt.Fatalf("%d made, but %d kept, %d broken, %d stand, %d withdrawn: %v", made, r.Kept, r.Broken, stands, excused, r.Timeline)
			}
		}
	})
}

func TestWorkingTimeBetween(t *testing.T) {
	cal := civic.Smolensk().Calendar
	for _, c := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-11-23 10:00", "2026-11-23 12:30", 150 * time.Minute},
		{"2026-11-23 17:00", "2026-11-24 10:00", 2 * time.Hour},
		{"2026-11-27 17:00", "2026-11-30 10:00", 2 * time.Hour},
		{"2026-11-28 10:00", "2026-11-29 10:00", 0},
		{"2026-11-03 09:00", "2026-11-05 09:00", 8 * time.Hour},
		{"2026-11-24 10:00", "2026-11-23 10:00", 0},
	} {
		if got := cal.Between(at(t, c.from), at(t, c.to)); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		from := at(t, "2026-04-01 00:00").Add(time.Duration(rapid.IntRange(0, 250*24*60).Draw(rt, "from")) * time.Minute)
		d := time.Duration(rapid.IntRange(1, 20*9*60).Draw(rt, "minutes")) * time.Minute
		if got := cal.Between(from, cal.Add(from, d)); got != d {
			rt.Fatalf("%s after %s lies %s away", d, from, got)
		}
	})
}
