package reports

import (
	"testing"

	"pgregory.net/rapid"
)

// However followers come, change and go, the report counts those that there are.
func TestFollowersAreCounted(t *testing.T) {
	follower := rapid.Custom(func(t *rapid.T) Follower {
		f := Follower{Joined: rapid.Bool().Draw(t, "joined"), Words: rapid.SampledFrom([]string{"", "И у нас"}).Draw(t, "words")}
		f.Ticked = f.Spot() && rapid.Bool().Draw(t, "ticked")
		for round := range 2 {
			if says := rapid.SampledFrom([]Says{"", Fixed, Partly, NotFixed}).Draw(t, "says"); says != "" {
				f.Verdicts = append(f.Verdicts, Verdict{Round: round + 1, Says: says})
			}
		}
		return f
	})
	rapid.Check(t, func(t *rapid.T) {
		r, all := Report{Verdict: Poll{Round: 2}}, map[int]Follower{}
		for range rapid.IntRange(1, 30).Draw(t, "changes") {
			who := rapid.IntRange(1, 5).Draw(t, "who")
			is := Follower{}
			if rapid.Bool().Draw(t, "stays") {
				is = follower.Draw(t, "follower")
				is.N = all[who].N
			}
			r, all[who] = r.Count(all[who], is)
		}
		var want Report
		numbers := map[int]bool{}
		for _, f := range all {
			want.count(f, 1)
			if f.Spot() {
				numbers[f.N] = true
			}
		}
		want.Verdict.Round = 2
		for _, f := range all { // counted anew with the round
			if f.Joined {
				want.Verdict.CountJoined(f.Said(2), 1)
			}
		}
		if r.Joined != want.Joined || r.Spots != want.Spots || r.Ticked != want.Ticked || r.Verdict != want.Verdict || len(numbers) != r.Spots {
			t.Fatalf("counted %+v, there are %+v", r, all)
		}
	})
}
