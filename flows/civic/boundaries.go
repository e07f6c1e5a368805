package civic

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// edgeMetres is how near to a border a place is not decided but asked about: maps are simplified, phones err, and people
// share the place where they stand.
const edgeMetres = 500

// Boundaries are the borders of a region's districts.
type Boundaries struct {
	areas []area // the smallest first
}

// area is the territory of a district. A hole in it belongs to another district.
type area struct {
	district DistrictID
	shape    orb.MultiPolygon
	bound    orb.Bound
}

// Locate tells in which district a place lies. Within 500 m of a border between districts, or outside but that near, it
// names those it may be.
func (b *Boundaries) Locate(p Point) Located {
	if !p.Valid() {
		return Located{Outside: true}
	}
	var inside DistrictID
	var near []candidate
	for _, a := range b.areas {
		if !reach(p, edgeMetres).Intersects(a.bound) {
			continue
		}
		// A town drawn over the district around it, instead of in a hole of it, is the smaller of the two.
		if inside == "" && planar.MultiPolygonContains(a.shape, orb.Point{p.Lon, p.Lat}) {
			inside = a.district
			continue
		}
		if m := a.edgeDistance(p); m <= edgeMetres {
			near = append(near, candidate{a.district, m})
		}
	}
	return located(inside, near)
}

// candidate is a district the place is not in, and how far its border is, in metres.
type candidate struct {
	district DistrictID
	metres   float64
}

func located(inside DistrictID, near []candidate) Located {
	if len(near) == 0 {
		return Located{District: inside, Outside: inside == ""}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.metres, b.metres) })
	var ids []DistrictID
	if inside != "" {
		ids = append(ids, inside)
	}
	for _, c := range near {
		ids = append(ids, c.district)
	}
	return Located{Near: ids}
}

// edgeDistance is how far the nearest border of the area is, in metres. The earth around the place is taken as flat: over
// the half kilometre that matters this errs by centimetres.
func (a area) edgeDistance(p Point) float64 {
	best := math.Inf(1)
	for _, polygon := range a.shape {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				s := planar.DistanceFromSegmentSquared(flat(p, ring[i-1]), flat(p, ring[i]), orb.Point{})
				best = math.Min(best, s)
			}
		}
	}
	return math.Sqrt(best)
}

// flat is q in metres east and north of p.
func flat(p Point, q orb.Point) orb.Point {
	return orb.Point{
		earthRadius * radians(q.Lon()-p.Lon) * math.Cos(radians(p.Lat)),
		earthRadius * radians(q.Lat()-p.Lat),
	}
}

// reach is the box that holds everything within so many metres of p, and a little more.
func reach(p Point, metres float64) orb.Bound {
	lat := metres / earthRadius * 180 / math.Pi * 1.01
	lon := lat / math.Max(0.01, math.Cos(radians(p.Lat)))
	return orb.Bound{Min: orb.Point{p.Lon - lon, p.Lat - lat}, Max: orb.Point{p.Lon + lon, p.Lat + lat}}
}
