package queue

import (
	"slices"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// filter is a part of what waits.
type filter string

// The filters.
const (
	unchecked filter = "check" // at the moderators' desk
	late      filter = "late"  // the deadline is over
	today     filter = "today" // the deadline is today
	asked     filter = "asked" // the author is asked something
	mine      filter = "mine"  // the reader deals with it
	every     filter = "all"   // at the district's desk
)

// desk is what waits for somebody: at the moderators' desk, at those of districts.
type desk struct {
	t         *flows.Turn
	moderates bool
	districts []civic.DistrictID
}

func deskOf(t *flows.Turn) (desk, error) {
	all, err := desks(t)
	d := desk{t: t, moderates: slices.Contains(all, "")}
	d.districts = slices.DeleteFunc(all, func(id civic.DistrictID) bool { return id == "" })
	return d, err
}

// filters are those of the desk, the first one for when none was chosen.
func (d desk) filters() (out []filter) {
	if len(d.districts) > 0 {
		out = append(out, every, late, today, asked, mine)
	}
	if d.moderates {
		out = append(out, unchecked)
	}
	return out
}

// first returns the reports of a filter that are owed first, up to n.
func (d desk) first(f filter, n int) ([]reports.Report, error) {
	switch f {
	case unchecked:
		return read(storage.ReportsAt.Each(d.t.Tx, storage.Tuple(""), storage.Span{Limit: n}))
	case late:
		return debts(d.t, d.districts)
	case mine:
		all, err := read(storage.ReportsWith.Each(d.t.Tx, storage.Tuple(d.t.Input.Person), storage.Span{Limit: most}))
		all = slices.DeleteFunc(all, func(r reports.Report) bool { return !slices.Contains(d.districts, r.District) })
		return byDue(all), err
	}
	var all []reports.Report
	for _, id := range d.districts {
		prefix, span := d.place(f, id)
		span.Limit = n
		found, err := read(storage.ReportsDue.Each(d.t.Tx, prefix, span))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return byDue(all), nil
}

// place is where the reports of a filter stand in the index, for a district.
func (d desk) place(f filter, id civic.DistrictID) ([]byte, storage.Span) {
	now := d.t.Now
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	switch f {
	case today:
		return storage.Tuple(id, false), storage.Span{From: storage.Tuple(id, false, now), Until: storage.Tuple(id, false, midnight)}
	case asked:
		return storage.Tuple(id, true), storage.Span{}
	}
	return storage.Tuple(id), storage.Span{}
}

// count counts the reports of a filter, up to most for a district.
func (d desk) count(f filter) (int, error) {
	switch f {
	case unchecked:
		return storage.ReportsAt.Count(d.t.Tx, storage.Tuple(""), most), nil
	case late, mine:
		all, err := d.first(f, most)
		return len(all), err
	}
	n := 0
	for _, id := range d.districts {
		prefix, span := d.place(f, id)
		span.Limit = most
		for _, err := range storage.ReportsDue.Keys(d.t.Tx, prefix, span) {
			if err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func read(found func(yield func(storage.Rec[civic.ReportID, reports.Report], error) bool)) (out []reports.Report, err error) {
	for rec, err := range found {
		if err != nil {
			return nil, err
		}
		out = append(out, rec.Value)
	}
	return out, nil
}

// byDue puts what is owed first at the front, and what waits for its author behind, as
// the index has it.
func byDue(all []reports.Report) []reports.Report {
	slices.SortStableFunc(all, func(a, b reports.Report) int {
		if waits := b.Asked.IsZero(); waits != a.Asked.IsZero() {
			return map[bool]int{true: 1, false: -1}[waits]
		}
		return a.Due().Compare(b.Due())
	})
	return all
}
