package storage

import (
	"testing"

	"veche/flows/civic"
)

// Pictures that were shown as proof before are still known again, by the method of then.
func TestLikenessesOfFormat1KeepTheirMethod(t *testing.T) {
	released(t, func(t *testing.T, path string) {
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
