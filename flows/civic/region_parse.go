package civic

import "errors"

// ParseRegion reads a region file.
func ParseRegion(data []byte) (*Region, error) { return nil, errors.New("not yet") }
