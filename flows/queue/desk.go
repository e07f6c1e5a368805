package queue

import (
	"cmp"
	"slices"
	"time"

	"veche/flows"
	"veche/flows/civic"
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

// view is what waits for somebody: at the moderators' desk, at those of districts.
type view struct {
	t         *flows.Turn
	moderates bool
	desks     []civic.Desk // of districts
}

func viewOf(t *flows.Turn) (v view, err error) {
	v = view{t: t, moderates: t.May("", civic.Moderator, civic.Centre)}
	for _, d := range t.Region.Districts {
		waits, err := waitsFor(t, d.ID)
		if err != nil {
			return v, err
		}
		if waits {
			v.desks = append(v.desks, civic.DistrictDesk(d.ID))
		}
	}
	return v, nil
}

// waitsFor reports whether the person deals with what waits at the district's desk, where
// they ask. The Centre stands in where there is nobody, and at the desk itself.
func waitsFor(t *flows.Turn, d civic.DistrictID) (bool, error) {
	desk := civic.DistrictDesk(d)
	role, ok := t.Acts(d, civic.Head, civic.Deputy, civic.Staff, civic.Centre)
	if !ok || role != civic.Centre || t.AtDesk(desk) {
		return ok, nil
	}
	manned, err := flows.Manned(t.Tx, desk)
	return !manned, err
}

// filters are those of the view, the first one for when none was chosen.
func (v view) filters() (out []filter) {
	if len(v.desks) > 0 {
		out = append(out, every, late, today, asked, mine)
	}
	if v.moderates {
		out = append(out, unchecked)
	}
	return out
}

// first returns what a filter has that is owed first, up to n.
func (v view) first(f filter, n int) (all []civic.Waiting, err error) {
	tx := v.t.Tx
	switch f {
	case unchecked:
		return read(storage.WaitingSince.Each(tx, storage.Tuple(civic.ModeratorsDesk), storage.Span{Limit: n}))
	case late:
		return debts(v.t, v.desks)
	case mine:
		all, err = read(storage.WaitingWith.Each(tx, storage.Tuple(v.t.Input.Person), storage.Span{Limit: most}))
		all = slices.DeleteFunc(all, func(w civic.Waiting) bool { return !slices.Contains(v.desks, w.Desk) })
		return byDue(all), err
	}
	for _, d := range v.desks {
		prefix, span := v.place(f, d)
		span.Limit = n
		found, err := read(storage.WaitingDue.Each(tx, prefix, span))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return byDue(all), nil
}

// place is where the index has what a filter shows of a desk.
func (v view) place(f filter, d civic.Desk) ([]byte, storage.Span) {
	now := v.t.Now
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	switch f {
	case today:
		return storage.Tuple(d, false), storage.Span{From: storage.DueKey(d, false, now), Until: storage.DueKey(d, false, midnight)}
	case asked:
		return storage.Tuple(d, true), storage.Span{}
	}
	return storage.Tuple(d), storage.Span{}
}

// count counts what a filter has, up to most at a desk.
func (v view) count(f filter) (n int, err error) {
	switch f {
	case unchecked:
		return storage.WaitingSince.Count(v.t.Tx, storage.Tuple(civic.ModeratorsDesk), most), nil
	case late, mine:
		all, err := v.first(f, most)
		return len(all), err
	}
	for _, d := range v.desks {
		prefix, span := v.place(f, d)
		span.Limit = most
		for _, err := range storage.WaitingDue.Keys(v.t.Tx, prefix, span) {
			if err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func read(found func(yield func(storage.Rec[storage.WaitingKey, civic.Waiting], error) bool)) (out []civic.Waiting, err error) {
	for rec, err := range found {
		if err != nil {
			return nil, err
		}
		out = append(out, rec.Value)
	}
	return out, nil
}

// byDue puts what is owed first at the front, and what somebody else has the next word of
// behind, as the index has it.
func byDue(all []civic.Waiting) []civic.Waiting {
	slices.SortStableFunc(all, func(a, b civic.Waiting) int {
		return cmp.Or(last(a.Asked, b.Asked), last(a.Due.IsZero(), b.Due.IsZero()), a.Due.Compare(b.Due))
	})
	return all
}

// last compares by what comes behind where the other does not.
func last(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
