package civic

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// strayMetres is how far a district's town may lie from its territory; farther means another region or lat and lon swapped.
const strayMetres = 50_000

// feature is what is read of a GeoJSON feature (RFC 7946). orb's own decoder brings a database driver along.
type feature struct {
	Type       string          `json:"type"`
	ID         any             `json:"id"`
	Properties map[string]any  `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

// ParseBoundaries reads the borders of the region's districts from GeoJSON: a FeatureCollection with polygons, each with the
// name or ID of its district in "district", "name", "name:ru", "name:en" or "id". Every district must be there, and nothing else.
func ParseBoundaries(data []byte, r *Region) (*Boundaries, error) {
	var file struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("boundaries: not GeoJSON: %w", err)
	}
	if file.Type != "FeatureCollection" {
		return nil, fmt.Errorf("boundaries: type is %q, want a FeatureCollection", file.Type)
	}
	shapes := make(map[DistrictID]orb.MultiPolygon)
	var errs []error
	for i, f := range file.Features {
		d, err := f.district(r)
		if err != nil {
			errs = append(errs, fmt.Errorf("boundaries: feature %d: %w", i+1, err))
			continue
		}
		shape, err := f.shape()
		if err != nil {
			errs = append(errs, fmt.Errorf("boundaries: feature %d (%s): %w", i+1, d, err))
		}
		shapes[d] = append(shapes[d], shape...)
	}
	b, err := newBoundaries(r, shapes)
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	return b, nil
}

func newBoundaries(r *Region, shapes map[DistrictID]orb.MultiPolygon) (*Boundaries, error) {
	b := new(Boundaries)
	var errs []error
	for _, d := range r.Districts {
		shape, ok := shapes[d.ID]
		if !ok {
			errs = append(errs, fmt.Errorf("boundaries: no feature for district %q (%s)", d.ID, d.Name.In("ru")))
			continue
		}
		a := area{d.ID, shape, shape.Bound()}
		if len(shape) > 0 && !a.bound.Intersects(reach(d.Centre, strayMetres)) {
			errs = append(errs, fmt.Errorf("boundaries: %q lies far from its centre; are longitude and latitude swapped?", d.ID))
		}
		b.areas = append(b.areas, a)
	}
	slices.SortStableFunc(b.areas, func(x, y area) int {
		return cmp.Compare(planar.Area(x.shape), planar.Area(y.shape))
	})
	return b, errors.Join(errs...)
}

// district finds whose territory the feature is.
func (f feature) district(r *Region) (DistrictID, error) {
	names := []any{f.Properties["district"], f.Properties["name:ru"], f.Properties["name"], f.Properties["name:en"],
		f.Properties["id"], f.ID}
	var seen []string
	for _, n := range names {
		name, ok := n.(string)
		if !ok || name == "" {
			continue
		}
		for _, d := range r.Districts {
			if string(d.ID) == name || d.called(name) {
				return d.ID, nil
			}
		}
		seen = append(seen, fmt.Sprintf("%q", name))
	}
	if len(seen) == 0 {
		return "", errors.New(`has no "district", "name", "name:ru", "name:en" or "id"`)
	}
	return "", fmt.Errorf("no district is called %s", strings.Join(seen, " or "))
}

// called tells whether the name is the district's own, "район", "округ" and ё aside.
func (d District) called(name string) bool {
	want := placeWords(name)
	for _, l := range languages {
		if slices.Equal(want, placeWords(d.Name[l.code])) || slices.Equal(want, placeWords(d.Short[l.code])) {
			return true
		}
	}
	return false
}

func (f feature) shape() (orb.MultiPolygon, error) {
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(f.Geometry, &g); err != nil || g.Type == "" {
		return nil, errors.New("has no geometry")
	}
	var raw [][][][]float64 // a position may carry a height
	switch g.Type {
	case "Polygon":
		raw = make([][][][]float64, 1)
		if err := json.Unmarshal(g.Coordinates, &raw[0]); err != nil {
			return nil, fmt.Errorf("polygon: %w", err)
		}
	case "MultiPolygon":
		if err := json.Unmarshal(g.Coordinates, &raw); err != nil {
			return nil, fmt.Errorf("multipolygon: %w", err)
		}
	default:
		return nil, fmt.Errorf("geometry is a %q, want Polygon or MultiPolygon", g.Type)
	}
	return shapeOf(raw)
}

func shapeOf(raw [][][][]float64) (shape orb.MultiPolygon, err error) {
	if len(raw) == 0 {
		return nil, errors.New("has no polygon")
	}
	for _, rings := range raw {
		if len(rings) == 0 {
			return nil, errors.New("has a polygon without rings")
		}
		var polygon orb.Polygon
		for _, positions := range rings {
			ring, err := ringOf(positions)
			if err != nil {
				return nil, err
			}
			polygon = append(polygon, ring)
		}
		shape = append(shape, polygon)
	}
	return shape, nil
}

func ringOf(positions [][]float64) (orb.Ring, error) {
	var ring orb.Ring
	for _, p := range positions {
		if len(p) < 2 || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
			return nil, fmt.Errorf("%v is not a position of longitude and latitude", p)
		}
		ring = append(ring, orb.Point{p[0], p[1]})
	}
	if len(ring) < 4 || !ring.Closed() {
		return nil, errors.New("has a ring that is not closed or has fewer than four positions")
	}
	return ring, nil
}
