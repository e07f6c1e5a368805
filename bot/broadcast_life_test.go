package bot

import (
	"encoding/json"
	"testing"
	"time"

	"veche/flows/civic"
	"veche/storage"
)

// Two broadcasts go side by side: neither waits for the end of the other.
func TestTwoBroadcastsAtOnce(t *testing.T) {
	const n = 600
	a := newAudience(t, n)
	a.begin("one")
	a.begin("two")
	for range 30 {
		a.round(12)
	}
	now := a.cursors()
	if len(now) != 2 || now[0]-now[1] > 20 || now[1]-now[0] > 20 || now[0] < 1100 {
		t.Errorf("of 1000 to %d they have come to %v", 1000+n, now)
	}
	a.finish(12)
	a.told(2)
	if a.most > 250 {
		t.Errorf("%d rows waited", a.most)
	}
}

// cursors is how far the broadcasts are that go on.
func (a *audience) cursors() (all []civic.PersonID) {
	a.Helper()
	a.change(func(tx *storage.Tx) error {
		for rec, err := range storage.Timers.All(tx) {
			if err != nil {
				return err
			}
			var b struct {
				From civic.PersonID `json:"from"`
			}
			if rec.Value.Kind != "broadcast" {
				continue
			}
			if err := json.Unmarshal(rec.Value.Args, &b); err != nil {
				return err
			}
			all = append(all, b.From)
		}
		return nil
	})
	return all
}

// Who blocks the bot under way costs the others nothing, and gets no more.
func TestAFollowerBlocksTheBotDuringABroadcast(t *testing.T) {
	const n = 100
	a := newAudience(t, n)
	a.gone[1003], a.gone[1090] = true, true
	a.begin("news")
	a.finish(12)
	a.told(1)
	if len(a.read) != n-2 {
		t.Errorf("%d were told, want %d", len(a.read), n-2)
	}
	a.gone = map[storage.ChatID]bool{}
	a.begin("again")
	a.finish(12)
	if a.read[1003] != 0 || a.read[1004] != 2 {
		t.Errorf("who blocked the bot was told %d times, the next one %d", a.read[1003], a.read[1004])
	}
}

// At nine in the evening a broadcast stops where it is, and goes on in the morning.
func TestQuietHoursBeginDuringABroadcast(t *testing.T) {
	const n = 300
	a := newAudience(t, n)
	evening := time.Date(2026, 11, 23, 21, 0, 0, 0, a.now.Location())
	a.now = evening.Add(-5 * time.Second)
	a.begin("news")
	for a.now.Before(evening) {
		a.round(0)
	}
	told := a.most
	if told == 0 || told >= n {
		t.Fatalf("%d were told before nine", told)
	}
	for range 3 {
		a.now = a.now.Add(time.Hour)
		a.round(0)
	}
	if a.most != told {
		t.Errorf("%d rows were made at night", a.most-told)
	}
	a.now = evening.Add(12 * time.Hour)
	a.finish(12)
	a.told(1)
}

// Who comes behind the place that a broadcast has reached is told too, once; who goes
// is not; who comes before it saw how things are when they came.
func TestFollowersComeAndGoDuringABroadcast(t *testing.T) {
	const n = 200
	a := newAudience(t, n)
	a.begin("news")
	for range 7 {
		a.round(12)
	}
	if told := len(a.read); told < 20 || told > n-20 {
		t.Fatalf("%d were told", told)
	}
	a.change(func(tx *storage.Tx) error {
		for _, goes := range []civic.PersonID{1000, 1000 + n - 1} {
			if err := storage.Followers.Delete(tx, storage.FollowerKey{Report: 1, Person: goes}); err != nil {
				return err
			}
		}
		for _, comes := range []civic.PersonID{999, 1000 + n, 5000} {
			if err := putFollower(tx, comes, a.now); err != nil {
				return err
			}
		}
		return nil
	})
	a.finish(12)
	for chat, want := range map[storage.ChatID]int{1000: 1, 1001: 1, 1000 + n - 2: 1, 1000 + n - 1: 0, 999: 0, 1000 + n: 1, 5000: 1} {
		if a.read[chat] != want {
			t.Errorf("%d was told %d times, want %d", chat, a.read[chat], want)
		}
	}
}
