package storage

import (
	"maps"
	"strings"
	"testing"

	"veche/flows/civic"
)

// format1 is the last release whose files have format 1.
const format1 = "0.2.0"

// Pictures that were shown as proof before are still known again, by the method of then.
func TestLikenessesOfFormat1KeepTheirMethod(t *testing.T) {
	unpacked(t, format1, func(t *testing.T, path string) {
		view(t, open(t, path, Options{}), func(tx *Tx) error {
			n := 0
			for rec, err := range Likenesses.All(tx) {
				if err != nil {
					return err
				}
				n++
				for i, band := range civic.Bands(rec.Value.Hash) {
					if !LikenessesLike.Has(tx, Tuple("dct64", i, band), rec.Key) || rec.Value.Method != "dct64" {
						t.Errorf("%d cannot be found: %+v", rec.Key, rec.Value)
					}
				}
			}
			last, err := counters.Get(tx, LikenessCounter)
			if n == 0 || last < uint64(n) {
				t.Errorf("there are %d, and %d were counted", n, last)
			}
			return err
		})
	})
}

func TestPeopleAreFoundByTheirDistrict(t *testing.T) {
	s := open(t, newFile(t), Options{})
	update(t, s, func(tx *Tx) error {
		for id, p := range []civic.Person{{}, {District: "vyazemsky"}, {District: "smolensk-city", Part: "zadneprovsky"}, {District: "smolensk-city", Part: "leninsky"}, {District: "smolensk"}} {
			p.ID = civic.PersonID(id)
			if err := People.Put(tx, p.ID, p); err != nil {
				return err
			}
		}
		for _, c := range []struct {
			of   []byte
			want int
		}{{Tuple("smolensk-city"), 2}, {Tuple("smolensk-city", "leninsky"), 1}, {Tuple("vyazemsky"), 1}, {Tuple(""), 0}} {
			if n := PeopleIn.Count(tx, c.of, 0); n != c.want {
				t.Errorf("%q: %d people", c.of, n)
			}
		}
		return nil
	})
}

// What people in office did is still said of the report to which they did it.
func TestActsOfFormat1NameTheirSubject(t *testing.T) {
	unpacked(t, format1, func(t *testing.T, path string) {
		was := map[uint64]civic.ReportID{}
		first := open(t, path, Options{schema: []bucket{acts1}})
		view(t, first, func(tx *Tx) error {
			for rec, err := range acts1.All(tx) {
				if err != nil {
					return err
				}
				was[rec.Key] = rec.Value.Report
			}
			return nil
		})
		first.Close()
		about := 0
		view(t, open(t, path, Options{}), func(tx *Tx) error {
			for id, report := range was {
				a, err := Acts.Get(tx, id)
				if err != nil {
					return err
				}
				want := civic.Subject{}
				if report != 0 {
					about++
					want = civic.Subject{Kind: "report", ID: uint64(report)}
				}
				if a.Subject != want || a.ID != id || a.What == "" {
					t.Errorf("%d was about the report %d: %+v", id, report, a)
				}
			}
			return nil
		})
		if about == 0 {
			t.Error("no act was about a report")
		}
	})
}

// The numbers of the months are what they were, and now there are cases behind them.
func TestCasesCountWhatFormat1Counted(t *testing.T) {
	unpacked(t, format1, func(t *testing.T, path string) {
		was := map[string]int64{}
		first := open(t, path, Options{schema: []bucket{Values}})
		view(t, first, func(tx *Tx) error {
			for rec, err := range Values.All(tx) {
				if err != nil {
					return err
				}
				if uncounted(rec.Key) && rec.Value != 0 {
					was[rec.Key] = rec.Value
				}
			}
			return nil
		})
		first.Close()
		is := map[string]int64{}
		view(t, open(t, path, Options{}), func(tx *Tx) error {
			for rec, err := range Cases.All(tx) {
				if err != nil {
					return err
				}
				for _, n := range rec.Value.Counted {
					is["tally/"+civic.MonthOf(n.At)+"/"+string(n.District)+"/"+n.What]++
				}
			}
			for name, n := range is {
				part := strings.Split(name, "/")
				sums, err := Counted(tx, "report", part[1])
				if err != nil || sums[civic.DistrictID(part[2])][part[3]] != n {
					t.Errorf("%s is %d, its cases count %d: %v", name, sums[civic.DistrictID(part[2])][part[3]], n, err)
				}
			}
			return nil
		})
		if len(was) == 0 || !maps.Equal(is, was) {
			t.Errorf("cases count %v, what was counted is %v", is, was)
		}
	})
}
