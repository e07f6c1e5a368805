package civic

import (
	"slices"
	"time"
)

// Calendar knows when offices are open. Norms in working hours and days are counted by it.
//
// A working day of the built-in region has nine hours, 9 to 18, lunch included: the norm of "nine working hours" is then
// what a resident expects of it, an answer by the same time of the next working day. A region that counts eight names
// two spans of hours, 09:00-13:00 and 14:00-18:00.
type Calendar struct {
	zone     *time.Location
	week     [7]bool         // working weekdays
	spans    []span          // opening hours, in order
	holidays map[string]bool // every year: "05-09"
	off      map[string]bool // days off by order: "2026-01-09"
	working  map[string]bool // working days by order, stronger than all of the above
	short    map[string]bool // days before holidays, an hour shorter (Labour Code, article 95)
}

// span is a part of a day in minutes since midnight, from included, to not.
type span struct{ from, to int }

// Working tells whether offices are open at t. At the minute of closing they are not.
func (c Calendar) Working(t time.Time) bool {
	t = t.In(c.zone)
	return slices.ContainsFunc(c.hours(t), func(s span) bool {
		from, to := c.bounds(t, s)
		return !t.Before(from) && t.Before(to)
	})
}

// AddHours is the moment at which n working hours have gone by after t, in the region's zone. Hours that end with the
// working day end at its closing, not at the next opening. With n of 0 or less it is t.
func (c Calendar) AddHours(t time.Time, n int) time.Time { return c.Add(t, time.Duration(n)*time.Hour) }

// Add is [Calendar.AddHours] for any length of working time.
func (c Calendar) Add(t time.Time, left time.Duration) time.Time {
	t = t.In(c.zone)
	if left <= 0 {
		return t
	}
	for day := t; ; day = nextDay(day) {
		for _, s := range c.hours(day) {
			from, to := c.bounds(day, s)
			if from.Before(t) {
				from = t
			}
			open := to.Sub(from)
			if open >= left {
				return from.Add(left)
			}
			left -= max(0, open)
		}
	}
}

// Between is the working time from one moment to a later one; 0 if it is not later.
func (c Calendar) Between(from, to time.Time) (total time.Duration) {
	from, to = from.In(c.zone), to.In(c.zone)
	for day := from; day.Before(to) || SameDay(day, to); day = nextDay(day) {
		for _, s := range c.hours(day) {
			open, closing := c.bounds(day, s)
			if open.Before(from) {
				open = from
			}
			if closing.After(to) {
				closing = to
			}
			total += max(0, closing.Sub(open))
		}
	}
	return total
}

// WorkingDay tells whether offices are open at all on the day of t.
func (c Calendar) WorkingDay(t time.Time) bool { return len(c.hours(t.In(c.zone))) > 0 }

// AddDays is the closing hour of the n-th working day after the day of t, in the region's zone. With n of 0 or less it is
// the closing of t's own day or, if that is a day off, of the next working day.
func (c Calendar) AddDays(t time.Time, n int) time.Time {
	day := t.In(c.zone)
	if n > 0 {
		day = nextDay(day)
	}
	for ; ; day = nextDay(day) {
		hours := c.hours(day)
		if len(hours) == 0 {
			continue
		}
		if n--; n <= 0 {
			_, closing := c.bounds(day, hours[len(hours)-1])
			return closing
		}
	}
}

// WorkingDayFrom is noon of the day of t or, if that is a day off, of the next working day.
func (c Calendar) WorkingDayFrom(t time.Time) time.Time {
	y, m, d := t.In(c.zone).Date()
	day := time.Date(y, m, d, 12, 0, 0, 0, c.zone)
	for !c.WorkingDay(day) {
		day = nextDay(day)
	}
	return day
}

// hours is when offices are open on the day of t; nothing on a day off.
func (c Calendar) hours(t time.Time) []span {
	date := t.Format(time.DateOnly)
	free := !c.week[t.Weekday()] || c.holidays[t.Format("01-02")] || c.off[date]
	if free && !c.working[date] {
		return nil
	}
	if !c.short[date] {
		return c.spans
	}
	hours := slices.Clone(c.spans)
	hours[len(hours)-1].to -= 60
	return hours
}

func (c Calendar) bounds(day time.Time, s span) (from, to time.Time) {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, s.from, 0, 0, c.zone), time.Date(y, m, d, 0, s.to, 0, 0, c.zone)
}

// SameDay reports whether two moments lie on one day, each in its own zone.
func SameDay(a, b time.Time) bool {
	y, m, d := a.Date()
	y2, m2, d2 := b.Date()
	return y == y2 && m == m2 && d == d2
}

// nextDay is noon of the next date: noon exists on every date, whatever is done to the clocks.
func nextDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+1, 12, 0, 0, 0, t.Location())
}
