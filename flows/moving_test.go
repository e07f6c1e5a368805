package flows_test

import (
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// crowd lets so many more follow a report, every tenth with a spot of their own.
func (w *world) crowd(id civic.ReportID, n int) (all []civic.PersonID) {
	w.t.Helper()
	r := w.report(id)
	for i := range n {
		p := civic.Person{ID: civic.PersonID(10_000 + i), Language: "ru"}
		f := reports.Follower{Report: id, Person: p.ID, At: w.now, Joined: true}
		r.Joined++
		if i%10 == 0 {
			r.Spots, r.Numbered = r.Spots+1, r.Numbered+1
			f.N, f.Words = r.Numbered, "И здесь"
		}
		if err := storage.People.Put(w.tx, p.ID, p); err != nil {
			w.t.Fatal(err)
		}
		if err := storage.Followers.Put(w.tx, storage.FollowerKey{Report: id, Person: p.ID}, f); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, p.ID)
	}
	if err := storage.Reports.Put(w.tx, id, r); err != nil {
		w.t.Fatal(err)
	}
	return all
}

func (w *world) following(id civic.ReportID, all []civic.PersonID) (n int) {
	for _, p := range all {
		if storage.Followers.Has(w.tx, storage.FollowerKey{Report: id, Person: p}) {
			n++
		}
	}
	return n
}

// A merger of a report that very many follow holds nobody up: those who do not fit in
// its transaction come by and by, each once and with what they said; and go back so.
func TestManyFollowersAreMovedByAndBy(t *testing.T) {
	const n = 1000
	inWorld(t, func(w *world) {
		all := w.crowd(3, n)
		was := w.report(3)
		w.merge(3, "2")
		if came := w.following(2, all); came == 0 || came > 100 {
			t.Errorf("%d of %d came in one transaction", came, n)
		}
		told := map[civic.PersonID]int{}
		for _, said := range w.until(w.now.Add(2 * time.Minute)) {
			if said.Message.Key == "merged.follower" {
				told[said.To.Person]++
			}
		}
		for _, p := range all[100:] {
			if told[p] != 1 {
				t.Errorf("%d was told %d times", p, told[p])
			}
		}
		r, target := w.report(3), w.report(2)
		if w.following(2, all) != n || w.following(3, all) != 0 || r.Joined != 0 || target.Joined < n || target.Spots < n/10 {
			t.Errorf("%d came, %d stayed; joined %d there, %d here; %d spots", w.following(2, all), w.following(3, all), target.Joined, r.Joined, target.Spots)
		}
		w.press("moderator", "a:report.part:3")
		w.until(w.now.Add(2 * time.Minute))
		r = w.report(3)
		if w.following(3, all) != n || w.following(2, all) != 0 || r.Joined != was.Joined || r.Spots != was.Spots {
			t.Errorf("%d went back, %d stayed; joined %d, %d spots, before %d and %d", w.following(3, all), w.following(2, all), r.Joined, r.Spots, was.Joined, was.Spots)
		}
	})
}

// A report that is parted while its followers are still on their way gets all of them
// back.
func TestPartWhileFollowersAreOnTheirWay(t *testing.T) {
	const n = 600
	inWorld(t, func(w *world) {
		all := w.crowd(3, n)
		w.merge(3, "2")
		w.until(w.now.Add(4 * time.Second))
		if came := w.following(2, all); came < 150 || came > 300 {
			t.Fatalf("%d came", came)
		}
		w.press("moderator", "a:report.part:3")
		w.until(w.now.Add(2 * time.Minute))
		if w.following(3, all) != n || w.following(2, all) != 0 {
			t.Errorf("%d are back, %d are not", w.following(3, all), w.following(2, all))
		}
	})
}
