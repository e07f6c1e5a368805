package neighbours_test

import (
	"fmt"
	"testing"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/neighbours"
	"veche/flows/report/trial"
	"veche/storage"
)

func follower(w *trial.Trial, id civic.ReportID, p civic.PersonID) (reports.Follower, bool) {
	f, found, err := storage.Followers.Find(w.Tx, storage.FollowerKey{Report: id, Person: p})
	w.Must(err)
	return f, found
}

func TestWhoCanJoin(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		sent, open := w.Filed(), w.Filed(reports.Event{What: reports.Publish})
		done := w.Filed(reports.Event{What: reports.Publish}, reports.Event{What: reports.Close, NoProof: "Темно"})
		for _, c := range []struct {
			why string
			who civic.PersonID
			id  civic.ReportID
			may bool
		}{
			{"a neighbour", trial.Neighbour, open, true},
			{"twice", trial.Neighbour, open, false},
			{"its author", trial.Author, open, false},
			{"what nobody has published", trial.Neighbour, sent, false},
			{"what is done", trial.Neighbour, done, false},
			{"what is not there", trial.Neighbour, 999, false},
		} {
			_, err := neighbours.Join(w.Turn(c.who), c.id, reports.Follower{Words: "И у нас, +7 910 123-45-67"})
			if (err == nil) != c.may {
				t.Errorf("%s: %v", c.why, err)
			}
		}
		f, _ := follower(w, open, trial.Neighbour)
		if r := w.Report(open); r.Joined != 1 || r.Spots != 1 || f.N != 1 || f.Words == "И у нас, +7 910 123-45-67" {
			t.Errorf("%d joined with %d spots: %+v", r.Joined, r.Spots, f)
		}
	})
}

// Who leaves takes along what they added and what they said.
func TestLeaving(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed(reports.Event{What: reports.Publish})
		_, err := neighbours.Join(w.Turn(trial.Neighbour), id, reports.Follower{Words: "И у нас"})
		w.Must(err)
		w.Move(id, reports.Event{What: reports.Close, NoProof: "Темно"})
		w.Press(trial.Neighbour, cards.Verdict, id, 1, reports.NotFixed)
		if v := w.Report(id).Verdict; v.NotFixed != 1 {
			t.Fatalf("counted is %+v", v)
		}
		w.Press(trial.Neighbour, "report.unjoin", id)
		r := w.Report(id)
		if _, found := follower(w, id, trial.Neighbour); found || r.Joined != 0 || r.Spots != 0 || r.Verdict.NotFixed != 0 {
			t.Errorf("who left is still counted: %+v", r)
		}
	})
}

// A merger brings followers along, few at once and many by and by, and a parting takes
// them back; both reports count those that they have.
func TestMergeAndPart(t *testing.T) {
	for _, n := range []int{1, 3, 130} { // more than are moved at once
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			trial.In(t, func(w *trial.Trial) {
				merged, target := w.Filed(reports.Event{What: reports.Publish}), w.Filed(reports.Event{What: reports.Publish})
				for i := range n {
					p := civic.PersonID(1000 + i)
					w.Must(storage.People.Put(w.Tx, p, civic.Person{ID: p, Language: "ru"}))
					_, err := neighbours.Join(w.Turn(p), merged, reports.Follower{Words: "И у нас"})
					w.Must(err)
				}
				has := func(id civic.ReportID) (joined int) {
					for rec, err := range storage.Followers.All(w.Tx, storage.Range[storage.FollowerKey]{Prefix: storage.OfReport(id)}) {
						w.Must(err)
						if rec.Value.Joined {
							joined++
						}
					}
					return joined
				}
				_, err := neighbours.Merge(w.Turn(trial.Moderator), merged, target)
				w.Must(err)
				w.Spread()
				if r := w.Report(target); r.Joined != n || has(target) != n || w.Report(merged).Joined != 0 || has(merged) != 0 {
					t.Errorf("merged: the target counts %d and has %d, the other counts %d and has %d", r.Joined, has(target), w.Report(merged).Joined, has(merged))
				}
				_, err = neighbours.Part(w.Turn(trial.Moderator), merged)
				w.Must(err)
				w.Spread()
				if r := w.Report(merged); r.Joined != n || has(merged) != n || w.Report(target).Joined != 0 || has(target) != 0 {
					t.Errorf("parted: the report counts %d and has %d, the target counts %d and has %d", r.Joined, has(merged), w.Report(target).Joined, has(target))
				}
			})
		})
	}
}
