package storage

import (
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/civic/stems"
)

// ReportsNear finds the reports that a district owes something on by where they are.
// Its keys hold all that reports are compared by, so that a search reads keys alone;
// see [TracesNear] and [TracesAt].
var ReportsNear = Reports.Index("near", func(r reports.Report) [][]byte {
	if !r.Status.Held() {
		return nil
	}
	trace := r.Trace()
	if p := trace.Point; p != nil {
		row, column := cell(*p)
		return [][]byte{addTrace(Tuple(byPoint, row, column), trace)}
	}
	var keys [][]byte
	for _, street := range streets(trace.Place) {
		keys = append(keys, addTrace(Tuple(byAddress, r.District, street, house(trace.Place)), trace))
	}
	return keys
})

// What a key of [ReportsNear] begins with.
const (
	byPoint   int8 = 1 // row and column of the cell
	byAddress int8 = 2 // district, street, house
)

// The sides of a cell in degrees; at 55° north it is 560 by 640 metres.
const (
	cellLat = 0.005
	cellLon = 0.01
)

func cell(p civic.Point) (row, column int32) {
	return int32(math.Floor(p.Lat / cellLat)), int32(math.Floor(p.Lon / cellLon))
}

// streets are the words by which a typed place is looked up: those that are no
// numbers; 0 where there are none.
func streets(place []uint32) []uint32 {
	var out []uint32
	for _, s := range place {
		if !stems.OfNumber(s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return []uint32{0}
	}
	return out
}

// house is the first number of a typed place; 0 where there is none.
func house(place []uint32) uint32 {
	if i := slices.IndexFunc(place, stems.OfNumber); i >= 0 {
		return place[i]
	}
	return 0
}

// TracesNear walks over the open reports within so many metres of a point, in no
// order, and some beyond. No report is read.
func TracesNear(tx *Tx, p civic.Point, metres float64) iter.Seq2[civic.Trace, error] {
	high := metres / 111_000
	wide := high / max(math.Cos(p.Lat*math.Pi/180), 0.01)
	row, column := cell(civic.Point{Lat: p.Lat - high, Lon: p.Lon - wide})
	lastRow, lastColumn := cell(civic.Point{Lat: p.Lat + high, Lon: p.Lon + wide})
	return func(yield func(civic.Trace, error) bool) {
		for ; row <= lastRow; row++ {
			span := Span{From: Tuple(byPoint, row, column), Until: Tuple(byPoint, row, lastColumn+1)}
			for tr, err := range traces(tx, Tuple(byPoint, row), span) {
				if !yield(tr, err) {
					return
				}
			}
		}
	}
}

// TracesAt walks over open reports of a district of which the typed place shares a word
// with this one, and the house, where both name one; those of several words come
// several times. Of each word it sees so many at most.
func TracesAt(tx *Tx, d civic.DistrictID, place []uint32, most int) iter.Seq2[civic.Trace, error] {
	return func(yield func(civic.Trace, error) bool) {
		for _, prefix := range addresses(d, place) {
			for tr, err := range traces(tx, prefix, Span{Limit: most}) {
				if !yield(tr, err) {
					return
				}
			}
		}
	}
}

// addresses are the beginnings of the keys by which places like this one are found.
func addresses(d civic.DistrictID, place []uint32) (prefixes [][]byte) {
	house := house(place)
	for _, street := range streets(place) {
		if house == 0 {
			prefixes = append(prefixes, Tuple(byAddress, d, street))
			continue
		}
		prefixes = append(prefixes, Tuple(byAddress, d, street, house), Tuple(byAddress, d, street, uint32(0)))
	}
	return prefixes
}

func traces(tx *Tx, prefix []byte, span ...Span) iter.Seq2[civic.Trace, error] {
	return func(yield func(civic.Trace, error) bool) {
		for rec, err := range ReportsNear.Entries(tx, prefix, span...) {
			var tr civic.Trace
			if err == nil {
				tr, err = readTrace(rec.Value)
			}
			tr.Report = rec.Key
			if !yield(tr, err) {
				return
			}
		}
	}
}

// addTrace puts a trace behind an index key. Its last two bytes say how long it is.
func addTrace(key []byte, t civic.Trace) []byte {
	from := len(key)
	key = addText(key, string(t.Category))
	key = binary.BigEndian.AppendUint32(key, uint32(t.Sent.Unix()))
	var at civic.Point
	if t.Point != nil {
		at = *t.Point
	}
	key = binary.BigEndian.AppendUint64(key, math.Float64bits(at.Lat))
	key = binary.BigEndian.AppendUint64(key, math.Float64bits(at.Lon))
	key = addStems(addStems(key, t.Place), t.Words)
	return binary.BigEndian.AppendUint16(key, uint16(len(key)-from))
}

func addStems(key []byte, all []uint32) []byte {
	all = all[:min(len(all), stems.Max)]
	key = append(key, byte(len(all)))
	for _, s := range all {
		key = binary.BigEndian.AppendUint32(key, s)
	}
	return key
}

// readTrace reads what addTrace wrote.
func readTrace(key []byte) (t civic.Trace, err error) {
	rotten := fmt.Errorf("read reports.near %x: %w", key, ErrRotten)
	if len(key) < 2 {
		return t, rotten
	}
	end := len(key) - 2
	from := end - int(binary.BigEndian.Uint16(key[end:]))
	if from < 0 {
		return t, rotten
	}
	category, b, err := cutText(key[from:end])
	if err != nil || len(b) < 22 {
		return t, rotten
	}
	t.Category, t.Sent = civic.CategoryID(category), time.Unix(int64(binary.BigEndian.Uint32(b)), 0)
	p := civic.Point{Lat: math.Float64frombits(binary.BigEndian.Uint64(b[4:])), Lon: math.Float64frombits(binary.BigEndian.Uint64(b[12:]))}
	if p.Valid() {
		t.Point = &p
	}
	var ok bool
	if t.Place, b, ok = cutStems(b[20:]); !ok {
		return t, rotten
	}
	if t.Words, b, ok = cutStems(b); !ok || len(b) > 0 {
		return t, rotten
	}
	return t, nil
}

func cutStems(b []byte) (all []uint32, rest []byte, ok bool) {
	if len(b) == 0 || len(b) < 1+4*int(b[0]) {
		return nil, nil, false
	}
	n := int(b[0])
	for b = b[1:]; n > 0; n-- {
		all = append(all, binary.BigEndian.Uint32(b))
		b = b[4:]
	}
	return all, b, true
}
