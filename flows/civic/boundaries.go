package civic

import "errors"

// Boundaries are the borders of a region's districts.
type Boundaries struct{}

// ParseBoundaries reads GeoJSON.
func ParseBoundaries(data []byte, r *Region) (*Boundaries, error) { return nil, errors.New("not yet") }

// Locate tells in which district a place lies.
func (b *Boundaries) Locate(p Point) Located { return Located{Outside: true} }
