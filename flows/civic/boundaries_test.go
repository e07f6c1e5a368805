package civic

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// Three districts on a tenth of a degree each: a west one with a town in a hole of it, and an east one.
//
//	+-------+-------+
//	| west  | east  |   55.1
//	|  [t]  |       |
//	+-------+-------+   55.0
//	32.0   32.1    32.2
var (
	west = []string{"[[32.0,55.0],[32.1,55.0],[32.1,55.1],[32.0,55.1],[32.0,55.0]]", "[[32.04,55.04],[32.04,55.06],[32.06,55.06],[32.06,55.04],[32.04,55.04]]"}
	town = []string{"[[32.04,55.04],[32.06,55.04],[32.06,55.06],[32.04,55.06],[32.04,55.04]]"}
	east = []string{"[[32.1,55.0],[32.2,55.0],[32.2,55.1],[32.1,55.1],[32.1,55.0]]"}
)

func threeDistricts() *Region {
	district := func(id DistrictID, ru, short string, lon float64) District {
		return District{ID: id, Name: Words{"ru": ru, "en": string(id)}, Short: Words{"ru": short, "en": string(id)}, Centre: Point{55.05, lon}}
	}
	return &Region{Districts: []District{
		district("west", "Тёмкинский округ", "Тёмкинский", 32.02),
		district("town", "город Смоленск", "Смоленск", 32.05),
		district("east", "Смоленский округ", "Смоленский", 32.15),
	}}
}

func polygon(properties string, rings []string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":%s,"geometry":{"type":"Polygon","coordinates":[%s]}}`, properties, strings.Join(rings, ","))
}

func collection(features ...string) []byte {
	return fmt.Appendf(nil, `{"type":"FeatureCollection","features":[%s]}`, strings.Join(features, ","))
}

func threeAreas() []byte {
	return collection(
		polygon(`{"district":"Темкинский район"}`, west),
		polygon(`{"name":"Smolensk","name:ru":"городской округ Смоленск"}`, town),
		polygon(`{"id":"east"}`, east))
}

func TestLocate(t *testing.T) {
	r := threeDistricts()
	b, err := ParseBoundaries(threeAreas(), r)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		p    Point
		want Located
	}{
		{"well inside", Point{55.02, 32.02}, Located{District: "west"}},
		{"in the hole", Point{55.05, 32.05}, Located{District: "town"}},
		{"in another", Point{55.05, 32.15}, Located{District: "east"}},
		{"300 m west of the border", Point{55.02, 32.0953}, Located{Near: []DistrictID{"west", "east"}}},
		{"300 m east of the border", Point{55.02, 32.1047}, Located{Near: []DistrictID{"east", "west"}}},
		{"700 m from the border", Point{55.02, 32.089}, Located{District: "west"}},
		{"at the edge of the town", Point{55.05, 32.0597}, Located{Near: []DistrictID{"town", "west"}}},
		{"just outside the region", Point{54.997, 32.02}, Located{Near: []DistrictID{"west"}}},
		{"just inside the region", Point{55.003, 32.02}, Located{District: "west"}},
		{"a kilometre outside", Point{54.99, 32.02}, Located{Outside: true}},
		{"on the other side of the world", Point{-55, -148}, Located{Outside: true}},
		{"nowhere", Point{}, Located{Outside: true}},
	} {
		if got := Locate(r, b, c.p); !sameLocated(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func sameLocated(a, b Located) bool {
	return a.District == b.District && a.Outside == b.Outside && slices.Equal(a.Near, b.Near)
}

// Some maps draw a town over the district, without a hole in it.
func TestTownDrawnOverTheDistrict(t *testing.T) {
	data := collection(polygon(`{"id":"west"}`, west[:1]), polygon(`{"id":"town"}`, town), polygon(`{"id":"east"}`, east))
	b, err := ParseBoundaries(data, threeDistricts())
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Locate(Point{55.05, 32.05}); got.District != "town" {
		t.Errorf("got %+v, want the town", got)
	}
	if got := b.Locate(Point{55.02, 32.02}); got.District != "west" {
		t.Errorf("got %+v, want the district", got)
	}
}

func TestDistrictInTwoPieces(t *testing.T) {
	island := "[[32.3,55.0],[32.4,55.0],[32.4,55.1],[32.3,55.1],[32.3,55.0]]"
	multi := fmt.Sprintf(`{"type":"Feature","id":"east","geometry":{"type":"MultiPolygon","coordinates":[[%s],[%s]]}}`, east[0], island)
	b, err := ParseBoundaries(collection(polygon(`{"id":"west"}`, west), polygon(`{"id":"town"}`, town), multi), threeDistricts())
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Locate(Point{55.05, 32.35}); got.District != "east" {
		t.Errorf("got %+v, want the second piece", got)
	}
}

func TestBadBoundaries(t *testing.T) {
	good := []string{polygon(`{"id":"west"}`, west), polygon(`{"id":"town"}`, town), polygon(`{"id":"east"}`, east)}
	with := func(f string) []byte { return collection(good[0], good[1], f) }
	for want, data := range map[string][]byte{
		"not GeoJSON":                         []byte("kilometres"),
		`type is "Topology"`:                  []byte(`{"type":"Topology"}`),
		`no feature for district "east"`:      collection(good[0], good[1]),
		`no district is called "Минский"`:     collection(append(slices.Clone(good), polygon(`{"name":"Минский"}`, east))...),
		`feature 3: has no "district"`:        with(polygon(`{}`, east)),
		"swapped?":                            with(polygon(`{"id":"east"}`, []string{"[[55.0,32.1],[55.0,32.2],[55.1,32.2],[55.1,32.1],[55.0,32.1]]"})),
		"not a position":                      with(polygon(`{"id":"east"}`, []string{"[[400,55],[32,55],[32,56],[400,55]]"})),
		"not closed":                          with(polygon(`{"id":"east"}`, []string{"[[32,55],[33,55],[33,56],[32,56]]"})),
		"without rings":                       with(polygon(`{"id":"east"}`, nil)),
		`geometry is a "Point"`:               with(`{"id":"east","geometry":{"type":"Point","coordinates":[32,55]}}`),
		"feature 3 (east): has no geometry":   with(`{"id":"east","geometry":null}`),
		"feature 3 (east): has no polygon":    with(`{"id":"east","geometry":{"type":"MultiPolygon","coordinates":[]}}`),
		"feature 3 (east): polygon: json: ca": with(`{"id":"east","geometry":{"type":"Polygon","coordinates":["x"]}}`),
	} {
		_, err := ParseBoundaries(data, threeDistricts())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
}

// Whatever the place, exactly one thing is said about it.
func TestLocatedSaysOneThing(t *testing.T) {
	r := threeDistricts()
	b, err := ParseBoundaries(threeAreas(), r)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := Point{rapid.Float64Range(54.9, 55.2).Draw(t, "lat"), rapid.Float64Range(31.9, 32.3).Draw(t, "lon")}
		for _, l := range []Located{Locate(r, b, p), Locate(r, nil, p)} {
			said := 0
			for _, yes := range []bool{l.District != "", len(l.Near) > 0, l.Outside} {
				if yes {
					said++
				}
			}
			if said != 1 {
				t.Fatalf("%v: %+v", p, l)
			}
		}
	})
}

// VECHE_TEST_BOUNDARIES names a GeoJSON file of the Smolensk oblast.
func TestRealBoundaries(t *testing.T) {
	path := os.Getenv("VECHE_TEST_BOUNDARIES")
	if path == "" {
		t.Skip("VECHE_TEST_BOUNDARIES is not set")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := Smolensk()
	b, err := ParseBoundaries(data, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Districts {
		if d.ID == "smolensky" {
			continue // its head sits in the city
		}
		if got := b.Locate(d.Centre); got.District != d.ID && !slices.Contains(got.Near, d.ID) {
			t.Errorf("centre of %s: got %+v", d.ID, got)
		}
	}
	if got := b.Locate(Point{55.75, 37.62}); !got.Outside {
		t.Errorf("Moscow: got %+v", got)
	}
	threeNearestHold(t, r, b)
}

// threeNearestHold checks the promise of Locate without boundaries: the right district is nearly always offered.
func threeNearestHold(t *testing.T, r *Region, b *Boundaries) {
	all, first, offered := 0, 0, 0
	for lat := 53.3; lat < 56.2; lat += 0.03 {
		for lon := 30.5; lon < 35.6; lon += 0.05 {
			l := b.Locate(Point{lat, lon})
			if l.District == "" {
				continue
			}
			all++
			near := Locate(r, nil, Point{lat, lon}).Near
			if near[0] == l.District {
				first++
			}
			if slices.Contains(near, l.District) {
				offered++
			}
		}
	}
	t.Logf("%d places: %.1f %% in the nearest district, %.1f %% among the three", all, 100*float64(first)/float64(all), 100*float64(offered)/float64(all))
	if offered*100 < all*99 {
		t.Errorf("only %d of %d places have their district among the three", offered, all)
	}
}

func FuzzParseBoundaries(f *testing.F) {
	f.Add(threeAreas())
	f.Add(collection(polygon(`{"id":"west"}`, west[:1]), polygon(`{"id":"town"}`, town), polygon(`{"id":"east"}`, east)))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"id":7,"geometry":{"type":"MultiPolygon","coordinates":[[[[]]]]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := threeDistricts()
		b, err := ParseBoundaries(data, r)
		if (b == nil) == (err == nil) {
			t.Fatalf("got %v and %v", b, err)
		}
		if err != nil {
			return
		}
		for _, a := range b.areas {
			corner := orb.Point(a.shape[0][0][0])
			if p := (Point{corner.Lat(), corner.Lon()}); p.Valid() && b.Locate(p).Outside {
				t.Fatalf("a corner of %s is outside", a.district)
			}
		}
	})
}
