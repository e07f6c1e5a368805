package storage

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// What waits is what the reports say, whatever becomes of them, and the check says so.
func TestRowsFollowTheirRecords(t *testing.T) {
	s := open(t, newFile(t), Options{})
	rapid.Check(t, func(rt *rapid.T) {
		id := rapid.Uint64Range(1, 5).Draw(rt, "id")
		r := reports.Report{
			ID: civic.ReportID(id), Sent: time.Unix(1e9, 0),
			Status:   rapid.SampledFrom(reports.Statuses()).Draw(rt, "status"),
			District: rapid.SampledFrom([]civic.DistrictID{"a", "b"}).Draw(rt, "district"),
			Referred: rapid.Bool().Draw(rt, "referred"),
			Taken:    rapid.SampledFrom([]civic.PersonID{0, 7}).Draw(rt, "taken"),
		}
		if rapid.Bool().Draw(rt, "is due") {
			r.FirstDue = time.Unix(2e9, 0)
		}
		destroyed := rapid.IntRange(0, 4).Draw(rt, "destroyed") == 0
		update(t, s, func(tx *Tx) error {
			if destroyed {
				return Reports.Delete(tx, r.ID)
			}
			return Reports.Put(tx, r.ID, r)
		})
		view(t, s, func(tx *Tx) error {
			n := 0
			for rec, err := range Waiting.All(tx) {
				if err != nil {
					rt.Fatal(err)
				}
				if rec.Key.Subject.ID == id {
					n++
				}
			}
			want := len(r.Waits())
			if destroyed {
				want = 0
			}
			if n != want {
				rt.Fatalf("%d rows of report %d, want %d", n, id, want)
			}
			return Verify(tx)
		})
	})
}

// A row that is missing, false, or follows from nothing is named.
func TestTheCheckNamesRowsThatDoNotFollow(t *testing.T) {
	sent := reports.Report{ID: 3, Status: reports.Sent, Sent: time.Unix(1e9, 0)}
	key := WaitingKey{civic.ModeratorsDesk, reports.Subject(3)}
	for what, c := range map[string]struct {
		do   func(*Tx) error
		want string
	}{
		"missing":   {func(tx *Tx) error { return Waiting.Delete(tx, key) }, "is missing"},
		"false":     {func(tx *Tx) error { return Waiting.Put(tx, key, civic.Waiting{Desk: "moderators"}) }, "is missing or not"},
		"of none":   {func(tx *Tx) error { return Waiting.Put(tx, WaitingKey{"centre", key.Subject}, civic.Waiting{}) }, "follows from nothing"},
		"of nobody": {func(tx *Tx) error { return Waiting.Put(tx, WaitingKey{"centre", reports.Subject(4)}, civic.Waiting{}) }, "follows from nothing"},
	} {
		s := open(t, newFile(t), Options{})
		update(t, s, func(tx *Tx) error { return Reports.Put(tx, 3, sent) })
		view(t, s, Verify)
		update(t, s, c.do)
		view(t, s, func(tx *Tx) error {
			if err := Verify(tx); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "waiting") {
				t.Errorf("%s: %v", what, err)
			}
			return nil
		})
	}
}

// A record that rotted can be put anew: what followed from it goes.
func TestRowsOfARottenRecordGo(t *testing.T) {
	s := open(t, newFile(t), Options{})
	key := Reports.keys.encode(3)
	update(t, s, func(tx *Tx) error {
		return Reports.Put(tx, 3, reports.Report{ID: 3, Status: reports.Sent, Sent: time.Unix(1e9, 0)})
	})
	update(t, s, func(tx *Tx) error { return tx.put(&Reports.place, key, []byte("rot")) })
	update(t, s, func(tx *Tx) error { return Reports.Put(tx, 3, reports.Report{ID: 3, Status: reports.Refused}) })
	view(t, s, func(tx *Tx) error {
		if n := Waiting.Len(tx); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		return Verify(tx)
	})
}
