package storage

import (
	"errors"
	"reflect"
	"slices"
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

// asked is a report that was answered so many hours after it was published, 0 for never.
func asked(id civic.ReportID, d civic.DistrictID, day, answered int) reports.Report {
	at := time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC)
	r := reports.Report{ID: id, Status: reports.Published, District: d, Category: "roads", Sent: at, FirstDue: at.Add(9 * time.Hour),
		Timeline: []reports.Event{{At: at, What: reports.File}, {At: at, What: reports.Publish}}}
	if answered > 0 {
		r.Status = reports.Answered
		r.Timeline = append(r.Timeline, reports.Event{At: at.Add(time.Duration(answered) * time.Hour), What: reports.Answer})
	}
	return r
}

// How long answers take, what is counted, and which cases are behind it: rows alone say so.
func TestNumbersAndTheCasesBehindThem(t *testing.T) {
	s := open(t, newFile(t), Options{})
	update(t, s, func(tx *Tx) error {
		var errs []error
		for _, r := range []reports.Report{asked(1, "a", 2, 5), asked(2, "a", 30, 40), asked(3, "a", 4, 2), asked(4, "a", 5, 0), asked(5, "ab", 6, 1), asked(6, "a", 33, 1)} {
			errs = append(errs, Reports.Put(tx, r.ID, r))
		}
		return errors.Join(errs...)
	})
	view(t, s, func(tx *Tx) error {
		var waits []time.Duration
		for rec, err := range Cases.All(tx, Range[CaseKey]{Prefix: CasesOf(reports.Kind, "2026-11", "a")}) {
			if err != nil {
				return err
			}
			if c := rec.Value; !c.Answered.IsZero() {
				waits = append(waits, c.Answered.Sub(c.Asked))
			}
		}
		slices.Sort(waits)
		if len(waits) != 3 || waits[1] != 5*time.Hour {
			t.Errorf("the answers took %v", waits)
		}
		for month, want := range map[string]map[civic.DistrictID]map[string]int64{
			"2026-11": {"a": {"published": 4, "in_time": 2}, "ab": {"published": 1, "in_time": 1}},
			"2026-12": {"a": {"published": 1, "in_time": 1, "late": 1}},
			"2026-10": {},
		} {
			if got, err := Counted(tx, reports.Kind, month); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %v, want %v, %v", month, got, want, err)
			}
		}
		var late []uint64
		for k, err := range CasesCounted.Keys(tx, CountedKey(reports.Kind, "2026-12", "a", "late")) {
			if err != nil {
				return err
			}
			late = append(late, k.ID)
		}
		if !slices.Equal(late, []uint64{2}) {
			t.Errorf("%v were answered late", late)
		}
		return Verify(tx)
	})
}

// A case that is not what its report says, and a number that is not what the cases say, are
// named.
func TestTheCheckNamesFalseCasesAndNumbers(t *testing.T) {
	r := asked(3, "a", 2, 5)
	key := CaseKey{reports.Kind, "2026-11", "a", 3}
	number := join(Tuple(CountedKey(reports.Kind, "2026-11", "a", "in_time"), 1), caseKeys.encode(key))
	again := join(Tuple(CountedKey(reports.Kind, "2026-11", "a", "in_time"), 2), caseKeys.encode(key))
	for what, c := range map[string]struct {
		do   func(*Tx) error
		want string
	}{
		"another answer": {func(tx *Tx) error {
			row := r.Case()
			row.Answered = row.Asked
			return Cases.Put(tx, key, row)
		}, "cases {report 2026-11 a 3} is missing or not what reports says"},
		"no row":        {func(tx *Tx) error { return Cases.Delete(tx, key) }, "cases {report 2026-11 a 3} is missing"},
		"another month": {func(tx *Tx) error { return Cases.Put(tx, CaseKey{reports.Kind, "2026-10", "a", 3}, r.Case()) }, "cases {report 2026-10 a 3} follows from nothing"},
		"one less":      {func(tx *Tx) error { return tx.delete(&CasesCounted.place, number) }, "cases.counted: the entry of {report 2026-11 a 3} is missing"},
		"one more":      {func(tx *Tx) error { return tx.put(&CasesCounted.place, again, entryValue(caseKeys.encode(key))) }, "cases.counted {report 2026-11 a 3}: rotten"},
	} {
		s := open(t, newFile(t), Options{})
		update(t, s, func(tx *Tx) error { return Reports.Put(tx, r.ID, r) })
		view(t, s, Verify)
		update(t, s, c.do)
		view(t, s, func(tx *Tx) error {
			if err := Verify(tx); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %s", what, err, c.want)
			}
			return nil
		})
	}
}
