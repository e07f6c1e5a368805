package flows_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// Whatever is done to reports, and whoever does it, the timers and the counts of each are
// those of the report as it is kept.
func TestWhatFollowsFromAReportIsInStep(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	presses := func(name string) *rapid.Generator[string] {
		return rapid.Custom(func(rt *rapid.T) string {
			id := rapid.IntRange(1, int(referredReport)).Draw(rt, "report")
			return fmt.Sprintf("a:report.%s:%d", name, id)
		})
	}
	var any []*rapid.Generator[string]
	for _, name := range []string{"publish", "claim", "release", "undo", "take", "take", "withdraw_yes", "leave", "stays", "part", "proof_fine", "refuse", "join", "unjoin"} {
		any = append(any, presses(name))
	}
	any = append(any, rapid.Custom(func(rt *rapid.T) string {
		return fmt.Sprintf("a:report.verdict:%d:%d:%s", rapid.SampledFrom([]int{5, 2}).Draw(rt, "report"), rapid.IntRange(1, 2).Draw(rt, "round"), rapid.SampledFrom([]string{"fixed", "not_fixed", "partly"}).Draw(rt, "says"))
	}), rapid.Just("a:report.tick:3:1:0"))
	rapid.Check(t, func(rt *rapid.T) {
		live(t, store, engine, func(w *world) {
			touched := map[civic.ReportID]bool{}
			for range rapid.IntRange(1, 12).Draw(rt, "presses") {
				before := reportsOf(rt, w.tx)
				w.now = w.now.Add(time.Duration(rapid.IntRange(0, 8).Draw(rt, "minutes")) * time.Minute)
				who := rapid.SampledFrom([]string{"moderator", "colleague", "head", "staff", "centre", "author", "resident", "stranger"}).Draw(rt, "who")
				w.press(who, rapid.OneOf(any...).Draw(rt, "press"))
				if w.session(who, 0).Flow != "" {
					w.command(who, "cancel")
				}
				for id, r := range reportsOf(rt, w.tx) {
					if len(r.Timeline) != len(before[id].Timeline) || r.Status != before[id].Status || r.Claim != before[id].Claim || r.Verdict != before[id].Verdict {
						touched[id] = true
						inStep(rt, w, r)
					}
				}
			}
			for id, r := range reportsOf(rt, w.tx) {
				if touched[id] {
					counted(rt, w, r)
				}
			}
		})
	})
}

func reportsOf(t *rapid.T, tx *storage.Tx) map[civic.ReportID]reports.Report {
	all := map[civic.ReportID]reports.Report{}
	for rec, err := range storage.Reports.All(tx) {
		if err != nil {
			t.Fatal(err)
		}
		all[rec.Key] = rec.Value
	}
	return all
}

// inStep compares the timers of a report that was just changed with what it waits for.
func inStep(t *rapid.T, w *world, r reports.Report) {
	timers := map[string]time.Time{}
	if at, step := r.Next(w.engine.Region.Calendar, w.now); step != "" {
		timers[fmt.Sprintf("clock/%d", r.ID)] = at
	}
	switch {
	case r.Claim.By != 0:
		timers[fmt.Sprintf("desk/%d", r.ID)] = r.Claim.At.Add(reports.ClaimLasts)
	case r.Undoable(w.now):
		timers[fmt.Sprintf("desk/%d", r.ID)] = r.Timeline[len(r.Timeline)-1].At.Add(reports.UndoLasts)
	}
	for _, name := range []string{"clock", "desk"} {
		name = fmt.Sprintf("%s/%d", name, r.ID)
		timer, found, err := storage.Timers.Find(w.tx, name)
		if want, is := timers[name]; err != nil || found != is || found && !timer.Due.Equal(want) {
			t.Fatalf("the timer %s is due %s (%v), want %s (%v) %v", name, timer.Due, found, want, is, err)
		}
	}
}

// counted compares the counts of a report with the records of its followers.
func counted(t *rapid.T, w *world, r reports.Report) {
	var joined, spots int
	for rec, err := range storage.Followers.All(w.tx, storage.Range[storage.FollowerKey]{Prefix: storage.OfReport(r.ID)}) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Value.Joined {
			joined++
		}
		if rec.Value.Spot() {
			spots++
		}
	}
	if r.Joined != joined || r.Spots != spots {
		t.Fatalf("report %d counts %d who joined and %d spots, there are %d and %d", r.ID, r.Joined, r.Spots, joined, spots)
	}
}

// A move brings cards to whom it concerns. What is no move changes those that stand, and
// brings none back.
func TestOnlyMovesBringCards(t *testing.T) {
	inWorld(t, func(w *world) {
		live := func(turn *flows.Turn) (names []flows.Live) {
			for _, s := range turn.Said {
				if s.Message.Live != "" {
					names = append(names, s.Message.Live)
				}
			}
			return names
		}
		desk := cards.Moderators.Of(sentReport)
		if got := live(w.press("moderator", "a:report.claim:1")); len(got) != 0 {
			t.Errorf("a claim brings %v, and nothing stands", got)
		}
		key := storage.LiveKey{Chat: theGroup, Name: string(desk)}
		if err := storage.Lives.Put(w.tx, key, storage.Live{Chat: key.Chat, Name: key.Name}); err != nil {
			t.Fatal(err)
		}
		if got := live(w.press("moderator", "a:report.release:1")); !slices.Equal(got, []flows.Live{desk}) {
			t.Errorf("giving it up changes %v, want %s", got, desk)
		}
		if got := live(w.press("moderator", "a:report.publish:1")); len(got) != 3 {
			t.Errorf("publishing brings %v, want those of the author, the moderators and the district", got)
		}
	})
}
