package civic

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	smolensk, vyazma := Point{54.782, 32.040}, Point{55.210, 34.295}
	if d := smolensk.Distance(vyazma); math.Abs(d-151_600) > 1_000 {
		t.Errorf("Smolensk to Vyazma: %.0f m", d)
	}
	rapid.Check(t, func(t *rapid.T) {
		p, q := anyPoint(t), anyPoint(t)
		if d := p.Distance(q); d < 0 || d > math.Pi*earthRadius+1 || math.Abs(d-q.Distance(p)) > 1e-3 {
			t.Fatalf("%v to %v: %v", p, q, d)
		}
	})
}

func anyPoint(t *rapid.T) Point {
	return Point{rapid.Float64Range(-90, 90).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")}
}

func TestValidPoints(t *testing.T) {
	for p, want := range map[Point]bool{
		{54.78, 32.04}: true, {-90, 180}: true,
		{}: false, {91, 0}: false, {0, -181}: false, {math.NaN(), 1}: false, {1, math.Inf(1)}: false,
	} {
		if p.Valid() != want {
			t.Errorf("%v: valid is %v", p, !want)
		}
	}
}

// Smolensk is the centre of the city and of the district around it: without boundaries both must be offered.
func TestWithoutBoundariesThreeAreOffered(t *testing.T) {
	got := Locate(Smolensk(), nil, Point{54.78, 32.04})
	if got.District != "" || got.Outside || len(got.Near) != 3 {
		t.Fatalf("got %+v, want three to choose from", got)
	}
	if !slices.Contains(got.Near, "smolensk-city") || !slices.Contains(got.Near, "smolensky") {
		t.Errorf("got %v, want the city and the district", got.Near)
	}
}

func TestFarAwayIsOutside(t *testing.T) {
	for name, p := range map[string]Point{
		"Moscow":     {55.75, 37.62},
		"Sydney":     {-33.87, 151.21},
		"nowhere":    {},
		"impossible": {100, 200},
	} {
		if got := Locate(Smolensk(), nil, p); !got.Outside || got.District != "" || got.Near != nil {
			t.Errorf("%s: got %+v, want outside", name, got)
		}
	}
}

func TestNearestHasAsManyAsThereAre(t *testing.T) {
	r := Smolensk()
	p := Point{55.2, 34.3}
	if got := r.Nearest(p, 100); len(got) != len(r.Districts) {
		t.Errorf("got %d districts", len(got))
	}
	if got := r.Nearest(p, -1); len(got) != 0 {
		t.Errorf("got %d districts", len(got))
	}
	if got := r.Nearest(p, 1); got[0].ID != "vyazemsky" {
		t.Errorf("got %q beside Vyazma", got[0].ID)
	}
}
