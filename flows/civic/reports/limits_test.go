package reports

import (
	"testing"
	"time"

	"veche/flows/civic"
)

// A norm without a last day of all limits nothing, and one with it limits to the moment.
func TestTheLastDayOfAll(t *testing.T) {
	endless, sent := civic.Norm{FirstAnswerHours: 9, FinalDays: 7}, at(t, "2026-11-23 10:00")
	r := Report{Sent: sent}
	if limit := r.Limit(endless); !limit.IsZero() || r.Beyond(sent.AddDate(9, 0, 0), endless) {
		t.Errorf("without a last day the limit is %s", limit)
	}
	if due := sent.AddDate(1, 0, 0); !r.capped(due, endless).Equal(due) {
		t.Errorf("without a last day a deadline is cut to %s", r.capped(due, endless))
	}
	last := r.Limit(nine)
	for _, c := range []struct{ due, want time.Time }{{last.Add(-time.Minute), last.Add(-time.Minute)}, {last, last}, {last.Add(time.Minute), last}} {
		if got := r.capped(c.due, nine); !got.Equal(c.want) {
			t.Errorf("a deadline at %s is cut to %s, want %s", c.due, got, c.want)
		}
	}
}

// A question that the author answers late gives the time back, but not beyond the last
// day of all and the time that the clock stood.
func TestATimeGivenBackHasALimit(t *testing.T) {
	short := civic.Norm{FirstAnswerHours: 9, FinalDays: 7, MaxDays: 8}
	events := []Event{did(t, File, "2026-11-23 10:00"), did(t, Publish, "2026-11-23 10:00"), did(t, Answer, "2026-11-24 09:30"),
		did(t, Ask, "2026-11-24 10:00"), did(t, Reply, "2026-11-27 10:00")}
	if r, want := lived(t, short, events...), at(t, "2026-12-04 10:00"); !r.FinalDue.Equal(want) {
		t.Errorf("due at %s, want %s: eight days and the three that the clock stood", r.FinalDue, want)
	}
	short.MaxDays = 0
	if r, want := lived(t, short, events...), at(t, "2026-12-08 18:00"); !r.FinalDue.Equal(want) {
		t.Errorf("due at %s, want %s: nothing limits it", r.FinalDue, want)
	}
}

// The timeline says by how much a promise moved with the clock, and only where there was one.
func TestTheTimelineSaysThatAPromiseMoved(t *testing.T) {
	promise := Event{What: Promise, At: at(t, "2026-11-23 11:00"), Due: PromiseAt(at(t, "2026-11-25 00:00"))}
	for name, c := range map[string]struct {
		events []Event
		moved  bool
	}{
		"asked with a promise":    {[]Event{promise, did(t, Ask, "2026-11-23 12:00"), did(t, Reply, "2026-11-24 15:00")}, true},
		"asked without":           {[]Event{did(t, Ask, "2026-11-23 12:00"), did(t, Reply, "2026-11-24 15:00")}, false},
		"a promise, nobody asked": {[]Event{promise, did(t, Answer, "2026-11-24 15:00")}, false},
	} {
		r := published(t, "2026-11-23 10:00", c.events...)
		if last := r.Timeline[len(r.Timeline)-1]; last.Moved.IsZero() == c.moved || c.moved && !last.Moved.Equal(r.Promise) {
			t.Errorf("%s: moved to %s, the promise stands at %s", name, last.Moved, r.Promise)
		}
	}
}

// What a resident wrote is masked for all, and so is what a moderator makes of it; the
// district answers in its own words.
func TestWhoseWordsAreMasked(t *testing.T) {
	const phone = "звоните 8 910 123-45-67"
	for m, masked := range map[Move]bool{Edit: true, Answer: false} {
		r := Report{Status: Sent}
		if m == Answer {
			r.Status = Taken
		}
		is, err := r.Apply(region(nine), Event{What: m, At: then, Text: phone, Was: "раньше"})
		if err != nil {
			t.Fatal(err)
		}
		if last := is.Timeline[len(is.Timeline)-1]; (last.Text != phone) != masked {
			t.Errorf("%s says %q", m, last.Text)
		}
	}
}

// What an author shows the district stays with it, and goes with the author.
func TestWhatIsShownGoesWithItsAuthor(t *testing.T) {
	const phone = "звоните 8 910 123-45-67"
	for _, open := range []bool{false, true} {
		r, err := Report{Status: Taken, Author: 7, FirstDue: then}.Apply(region(nine), Event{What: Reply, At: then, By: 7, Text: phone, Open: open})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Timeline[0].Text; (got == phone) != open {
			t.Errorf("open %t: the district reads %q", open, got)
		}
		if left := r.Forgotten(); left.Timeline[0].Text == phone {
			t.Errorf("open %t: the number stays when its author is forgotten", open)
		}
		if got := r.Timeline[0].Text; (got == phone) != open {
			t.Errorf("open %t: forgetting changed what there was to %q", open, got)
		}
	}
}

// A voice message that is typed out may tell of a danger; an edit of words that were read
// already does not.
func TestADangerThatIsHeardLate(t *testing.T) {
	for was, found := range map[string]bool{"": true, "раньше": false} {
		is, err := Report{Status: Sent}.Apply(region(nine), Event{What: Edit, At: then, Text: "Пахнет газом", Was: was})
		if err != nil || (is.Emergency != "") != found {
			t.Errorf("typed instead of %q: %q, %v", was, is.Emergency, err)
		}
	}
}

// The deadline that stands is counted from the last event that set one: a correction of
// the topic alone sets none.
func TestSinceWhenADeadlineIsCounted(t *testing.T) {
	file, publish := at(t, "2026-11-23 10:00"), at(t, "2026-11-23 12:00")
	corrected := at(t, "2026-11-23 15:00")
	for name, c := range map[string]struct {
		events []Event
		want   time.Time
	}{
		"nothing counts":      {nil, file},
		"the first event":     {[]Event{{What: Publish, At: publish}}, publish},
		"another topic":       {[]Event{{What: Publish, At: publish}, {What: Correct, At: corrected, Category: "roads"}}, publish},
		"another district":    {[]Event{{What: Publish, At: publish}, {What: Correct, At: corrected, To: "roslavlsky"}}, corrected},
		"what counts no more": {[]Event{{What: Publish, At: publish}, {What: Note, At: corrected}}, publish},
	} {
		if got := (Report{Sent: file, Timeline: c.events}).counted(); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestSmallSums(t *testing.T) {
	now := at(t, "2026-11-23 12:00")
	claim := Claim{By: 31, At: now}
	if claim.Holds(32, now.Add(ClaimLasts)) || !claim.Holds(32, now.Add(ClaimLasts-1)) {
		t.Error("a claim does not end to the moment")
	}
	if p := (Poll{Round: 1}).Next(now); p.Round != 2 || !p.Until.Equal(now.Add(VerdictLasts)) {
		t.Errorf("after the first round comes %+v", p)
	}
	r, first := Report{}.Count(Follower{}, Follower{Joined: true, Words: "И у нас"})
	r, second := r.Count(Follower{}, Follower{Joined: true, Words: "И здесь"})
	if first.N != 1 || second.N != 2 || r.Numbered != 2 {
		t.Errorf("spots are numbered %d, %d", first.N, second.N)
	}
	if e, ok := (Report{Timeline: []Event{{What: File}}}).Last(File); !ok || e.What != File {
		t.Error("the first event is not found")
	}
	handed, err := Report{Status: Published, District: "vyazemsky", Hops: 1}.Apply(region(nine), Event{What: HandOver, At: then, To: "roslavlsky"})
	if err != nil || handed.Hops != 2 {
		t.Errorf("handed over again, it went %d times: %v", handed.Hops, err)
	}
	if c := (Report{Status: Withdrawn}).Case(); !c.Ended.IsZero() {
		t.Errorf("a case of which nothing is known ended at %s", c.Ended)
	}
}
