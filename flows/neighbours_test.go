package flows_test

import (
	"slices"
	"testing"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

func (w *world) follower(id civic.ReportID, who string) (reports.Follower, bool) {
	w.t.Helper()
	f, found, err := storage.Followers.Find(w.tx, storage.FollowerKey{Report: id, Person: players[who]})
	if err != nil {
		w.t.Fatal(err)
	}
	return f, found
}

// Everybody may follow what is public and not their own; once.
func TestFollowing(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, who := range all {
		live(t, store, engine, func(w *world) {
			before := records(t, w.tx)
			turn := w.press(who, "a:report.follow:2")
			got := differences(before, records(t, w.tx))
			switch _, follows := w.follower(2, who); {
			case who == "author":
				w.says(turn, "!neighbours.own")
			case who == "stranger":
				w.at(who, "consent/consent")
			case !follows || len(got) != 1:
				t.Errorf("%s follows: %v, changed %v", who, follows, got)
			default:
				w.says(w.press(who, "a:report.follow:2"), "!follow.already")
				w.says(w.press(who, "a:report.unfollow:2"), "!follow.ended", "card.public")
			}
			for _, id := range []string{"1", "6", "7", "99", "0"} { // not published, refused, withdrawn, not there
				if who != "stranger" {
					w.says(w.press(who, "a:report.follow:"+id), "!no_report")
				}
			}
		})
	}
}

// A link shows what is public, to everybody; numbers that can be guessed give nothing else.
func TestJoinLinks(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	for _, who := range all {
		live(t, store, engine, func(w *world) {
			before := records(t, w.tx)
			for payload, want := range map[string]string{"join_2": "card.public", "join_5": "card.public", "join_1": "no_report", "join_6": "no_report", "join_7": "no_report",
				"join_99": "no_report", "join_": "no_report", "join_x": "no_report", "join_18446744073709551616": "no_report"} {
				w.says(w.command(who, "start "+payload), want)
			}
			if got := differences(before, records(t, w.tx)); len(got) > 0 {
				t.Errorf("%s looked and changed %v", who, got)
			}
		})
	}
}

// Who joins counts once, however often they try, and goes without a trace.
func TestJoinOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		join := func(who string) {
			w.press(who, "a:report.join:2")
			w.do(who, picture("own "+who, ""))
			w.pick(who, "done")
			w.write(who, "Ленина, 20")
		}
		join("resident")
		join("head")
		w.says(w.press("resident", "a:report.join:2"), "!neighbours.twice")
		w.says(w.press("author", "a:report.join:2"), "!neighbours.own")
		w.says(w.press("resident", "a:report.join:5"), "!neighbours.closed")
		w.says(w.press("resident", "a:report.join:1"), "!no_report")
		r := w.report(2)
		if r.Joined != 2 || r.Spots != 2 {
			t.Errorf("joined %d, spots %d", r.Joined, r.Spots)
		}
		f, _ := w.follower(2, "head")
		if f.N != 2 || len(f.Photos) != 1 || f.Place.Words != "Ленина, 20" {
			t.Errorf("kept: %+v", f)
		}
		w.press("head", "a:report.tick:2:1:0")
		if r = w.report(2); r.Ticked != 1 {
			t.Errorf("ticked %d", r.Ticked)
		}
		w.says(w.press("resident", "a:report.unfollow:2"), "unjoin.sure")
		w.press("resident", "a:report.unjoin:2")
		if r = w.report(2); r.Joined != 1 || r.Spots != 1 || r.Ticked != 0 {
			t.Errorf("after one left: joined %d, spots %d, ticked %d", r.Joined, r.Spots, r.Ticked)
		}
		w.command("head", "forget")
		w.pick("head", "yes")
		w.work()
		if r = w.report(2); r.Joined != 0 || r.Spots != 0 || slices.ContainsFunc(r.Timeline, func(e reports.Event) bool { return e.By == players["head"] }) {
			t.Errorf("after /forget: %+v", r)
		}
	})
}

// Who leaves and joins again has one voice still; an author cannot leave their own
// report to speak anew.
func TestOneVoiceEach(t *testing.T) {
	store, engine := stage(t), newEngine(t)
	live(t, store, engine, func(w *world) {
		r := w.report(publishedReport)
		r.Status, r.Promise, r.Verdict = reports.Promised, w.now, reports.Poll{Round: 1, Until: w.now.AddDate(0, 0, 7)}
		if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			w.press("resident", "a:report.join:2")
			w.pick("resident", "done")
			w.do("resident", label("key.skip"))
			w.press("resident", "a:report.verdict:2:1:not_fixed")
			if got := w.report(publishedReport).Verdict.NotFixed; got != 1 {
				t.Errorf("one neighbour said it, %d are counted", got)
			}
			w.press("resident", "a:report.unjoin:2")
		}
		if r := w.report(publishedReport); r.Status != reports.Promised || r.Verdict.NotFixed != 0 {
			t.Errorf("after one neighbour came and went the report is %s, %d say that it is not fixed", r.Status, r.Verdict.NotFixed)
		}
		for _, action := range []string{"unfollow", "unjoin"} {
			w.says(w.press("author", "a:report."+action+":5"), "!follow.not")
		}
		if _, found := w.follower(doneReport, "author"); !found {
			t.Error("what the author said is gone")
		}
	})
}

// A merger brings everybody along with what they said, and is undone without loss: the
// deadlines are those of before.
func TestMergeAndPart(t *testing.T) {
	inWorld(t, func(w *world) {
		before := w.report(3)
		w.press("head", "a:report.follow:3")
		w.press("staff", "a:report.join:2")
		w.pick("staff", "done")
		w.write("staff", "Ленина, 30")
		w.merge(3, "2")
		r, target := w.report(3), w.report(2)
		if r.Status != reports.Merged || r.Into != 2 || r.Joined != 0 || target.Joined != 2 || target.Spots != 3 {
			t.Errorf("merged: %s into %d, joined %d; there joined %d, spots %d", r.Status, r.Into, r.Joined, target.Joined, target.Spots)
		}
		if f, ok := w.follower(2, "resident"); !ok || !f.Joined || f.Words != "И у нас яма" || f.From != 3 || len(f.Photos) != 1 {
			t.Errorf("the neighbour came as %+v", f)
		}
		if f, ok := w.follower(2, "author"); !ok || f.Joined || f.Words != "Яма у школы" {
			t.Errorf("the words of the same author: %+v", f)
		}
		if f, ok := w.follower(2, "head"); !ok || f.Joined {
			t.Errorf("who followed: %+v", f)
		}
		w.press("moderator", "a:report.part:3")
		r, target = w.report(3), w.report(2)
		if r.Status != reports.Published || r.Into != 0 || r.Joined != 1 || r.Spots != 1 || target.Joined != 1 || target.Spots != 1 {
			t.Errorf("parted: %s, joined %d, spots %d; there joined %d, spots %d", r.Status, r.Joined, r.Spots, target.Joined, target.Spots)
		}
		if !r.FirstDue.Equal(before.FirstDue) || r.FinalDue.After(before.FinalDue) {
			t.Errorf("the dates were %v and %v, are %v and %v", before.FirstDue, before.FinalDue, r.FirstDue, r.FinalDue)
		}
		if _, ok := w.follower(2, "author"); ok {
			t.Error("the author is still among the neighbours")
		}
		if f, ok := w.follower(3, "resident"); !ok || f.Words != "И у нас яма" || f.From != 0 {
			t.Errorf("the neighbour went back as %+v", f)
		}
	})
}

// What somebody said who asked to be forgotten stays on the head's checklist too.
func TestMergeWithoutAuthor(t *testing.T) {
	inWorld(t, func(w *world) {
		for _, id := range []civic.ReportID{3, 4} {
			r := w.report(id)
			r.Author = 0
			if err := storage.Reports.Put(w.tx, id, r); err != nil {
				t.Fatal(err)
			}
		}
		w.merge(3, "2") // a neighbour has joined it
		w.merge(4, "2")
		if r := w.report(2); r.Spots != 2 || r.Joined != 1 {
			t.Errorf("spots %d, want the neighbour's and nobody's; joined %d, want the neighbour", r.Spots, r.Joined)
		}
		w.says(w.press("head", "a:report.spots:2"), "spots.title")
		w.merge(2, "8") // on it goes
		if r := w.report(8); r.Spots != 3 {
			t.Errorf("spots %d, want the author's too", r.Spots)
		}
		w.press("moderator", "a:report.part:2")
		w.press("moderator", "a:report.part:3")
		if r := w.report(3); r.Status != reports.Published || r.Spots != 1 || r.Author != 0 {
			t.Errorf("parted: %s, spots %d, author %d", r.Status, r.Spots, r.Author)
		}
	})
}

// There are no chains: what was merged into a merged report goes where that one goes.
func TestMergersMakeNoChains(t *testing.T) {
	inWorld(t, func(w *world) {
		w.merge(1, "2")
		w.merge(2, "3")
		if one, two := w.report(1), w.report(2); one.Into != 3 || two.Into != 3 {
			t.Errorf("1 is part of %d, 2 of %d", one.Into, two.Into)
		}
		w.merge(4, "1") // part of 3
		if got := w.report(4).Into; got != 3 {
			t.Errorf("4 is part of %d", got)
		}
		w.press("moderator", "a:report.merge:3")
		for typed, want := range map[string]string{"2": "merge.same", "3": "merge.same", "5": "merge.closed", "99": "no_report", "x": "merge.number"} {
			if got := keys(w.write("moderator", typed)); !slices.Contains(got, want) {
				t.Errorf("3 into %s: %v, want %s", typed, got, want)
			}
			w.pick("moderator", "x")
			w.press("moderator", "a:report.merge:3")
		}
	})
}

// Who merged is told by their own office, in both reports.
func TestTheCentreMerges(t *testing.T) {
	inWorld(t, func(w *world) {
		w.press("centre", "a:report.merge:3")
		w.write("centre", "2")
		w.pick("centre", "yes")
		from, _ := w.report(3).Last(reports.Merge)
		into, _ := w.report(2).Last(reports.Join)
		if from.Role != civic.Centre || into.Role != civic.Centre {
			t.Errorf("merged by %q, and taken in by %q", from.Role, into.Role)
		}
	})
}

func (w *world) merge(id civic.ReportID, into string) {
	w.t.Helper()
	w.press("moderator", "a:report.merge:"+number(id))
	w.write("moderator", into)
	w.pick("moderator", "yes")
}
