package flows_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// A card goes 60 days after the end of its report, wherever it stands and however long it
// was not said; one of a report that is open stays, and one that was said since.
func TestCardsGoAfterTheEndOfTheirReport(t *testing.T) {
	inWorld(t, func(w *world) {
		before := func(days int) time.Time { return w.now.AddDate(0, 0, -days) }
		for id, c := range map[civic.ReportID]struct {
			status   reports.Status
			closed   int // days ago
			said     int // days ago; 0: by a release that did not keep it
			stays    bool
			nextLook int // counted from so many days ago
		}{
			901: {reports.Confirmed, 61, 61, false, 0},
			902: {reports.Confirmed, 59, 59, true, 59},
			903: {reports.Confirmed, 300, 61, false, 0}, // somebody looked at it later
			904: {reports.Confirmed, 300, 10, true, 10}, // and somebody just now
			905: {reports.Published, 0, 200, true, 0},
			906: {reports.Confirmed, 300, 0, false, 0},
			907: {reports.Confirmed, 30, 0, true, 30},
			908: {reports.Published, 0, 0, true, 0},
			909: {reports.Refused, 70, 70, false, 0},
		} {
			r := reports.Report{ID: id, Author: players["author"], District: here, Status: c.status, Timeline: []reports.Event{{At: before(400), What: reports.File}}}
			if !c.status.Open() {
				r.Timeline = append(r.Timeline, reports.Event{At: before(c.closed), What: reports.Close})
			}
			live := storage.Live{Chat: storage.Private(players["author"]), Name: string(cards.Author.Of(id)), ID: int(id)}
			if c.said > 0 {
				live.Day = before(c.said).Format(time.DateOnly)
			}
			key := storage.LiveKey{Chat: live.Chat, Name: live.Name}
			if err := storage.Reports.Put(w.tx, id, r); err != nil {
				t.Fatal(err)
			}
			if err := storage.Lives.Put(w.tx, key, live); err != nil {
				t.Fatal(err)
			}
			w.sweep(0)
			got, stays, err := storage.Lives.Find(w.tx, key)
			if err != nil || stays != c.stays || stays && got.Day != before(c.nextLook).Format(time.DateOnly) {
				t.Errorf("%d: stays %v, %q, %v", id, stays, got.Day, err)
			}
			if err := storage.Reports.Delete(w.tx, id); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Many go in parts, whatever stands between them: what waits to leave, what is about
// nothing any more, what no conversation knows.
func TestManyOldCardsGoInParts(t *testing.T) {
	inWorld(t, func(w *world) {
		const many = 350
		for n := range many {
			live := storage.Live{Chat: -5, Name: string(cards.Feed.Of(civic.ReportID(10_000 + n))), ID: n}
			switch n % 50 {
			case 1:
				live.Queued = 9
			case 2:
				live.Name = fmt.Sprintf("retired/%d", n)
			}
			if err := storage.Lives.Put(w.tx, storage.LiveKey{Chat: -5, Name: live.Name}, live); err != nil {
				t.Fatal(err)
			}
		}
		w.sweep(0)
		left := 0
		for range storage.Lives.All(w.tx, storage.Range[storage.LiveKey]{Prefix: storage.Tuple(-5)}) {
			left++
		}
		if left != many/50 {
			t.Errorf("%d are left", left)
		}
		w.destroyed(map[string]int{"lives": many - many/50})
	})
}

// Whoever adds a kind of card says when it is over: but for the cards of bans, which last
// shorter than a card does.
func TestKindsOfCardSayWhenTheyAreOver(t *testing.T) {
	if endless := newEngine(t).Endless(); !slices.Equal(endless, []string{"ban/#"}) {
		t.Errorf("nobody knows when these are over: %v", endless)
	}
}
