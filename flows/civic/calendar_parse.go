package civic

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxHolidays and maxDates keep a calendar from having no working day at all, on which counting would never end.
const (
	maxHolidays = 60
	maxDates    = 400
)

// calendarFile is the calendar as it stands in the region file.
type calendarFile struct {
	Week     []string `yaml:"week"`     // mon, tue, …
	Hours    []string `yaml:"hours"`    // "09:00-18:00"
	Holidays []string `yaml:"holidays"` // "05-09", every year
	Off      []string `yaml:"off"`      // "2026-01-09"
	Working  []string `yaml:"working"`
	Short    []string `yaml:"short"`
}

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday,
	"fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday,
}

func (f calendarFile) parse(zone *time.Location) (Calendar, error) {
	c := Calendar{zone: zone}
	var errs [6]error
	c.week, errs[0] = parseWeek(f.Week)
	c.spans, errs[1] = parseSpans(f.Hours)
	c.holidays, errs[2] = parseDates("holidays", "2000-", f.Holidays, maxHolidays) // a leap year: 02-29 is a day
	c.off, errs[3] = parseDates("off", "", f.Off, maxDates)
	c.working, errs[4] = parseDates("working", "", f.Working, maxDates)
	c.short, errs[5] = parseDates("short", "", f.Short, maxDates)
	if err := errors.Join(errs[:]...); err != nil {
		return Calendar{}, err
	}
	if last := c.spans[len(c.spans)-1]; len(c.short) > 0 && last.to-last.from <= 60 {
		return Calendar{}, fmt.Errorf("short days are an hour shorter, but the last hours are only %d minutes", last.to-last.from)
	}
	for d := range c.off {
		if c.working[d] {
			return Calendar{}, fmt.Errorf("%s is both off and working", d)
		}
	}
	return c, nil
}

func parseWeek(names []string) (week [7]bool, err error) {
	if len(names) == 0 {
		names = []string{"mon", "tue", "wed", "thu", "fri"}
	}
	for _, name := range names {
		day, ok := weekdays[name]
		if !ok || week[day] {
			return week, fmt.Errorf("week: %q is no weekday or is named twice; write mon, tue, wed, thu, fri, sat, sun", name)
		}
		week[day] = true
	}
	return week, nil
}

func parseSpans(hours []string) ([]span, error) {
	if len(hours) == 0 {
		return []span{{9 * 60, 18 * 60}}, nil
	}
	var spans []span
	for _, h := range hours {
		from, to, _ := strings.Cut(h, "-")
		s := span{minutes(from), minutes(to)}
		if s.from < 0 || s.to <= s.from || len(spans) > 0 && s.from < spans[len(spans)-1].to {
			return nil, fmt.Errorf("hours: %q is not like 09:00-18:00, or does not follow the hours before it", h)
		}
		spans = append(spans, s)
	}
	return spans, nil
}

// minutes is the minute of the day, or -1 if s is not like 09:00.
func minutes(s string) int {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != 5 {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

func parseDates(what, year string, dates []string, most int) (map[string]bool, error) {
	if len(dates) > most {
		return nil, fmt.Errorf("%s: %d dates, at most %d are allowed", what, len(dates), most)
	}
	set := make(map[string]bool)
	for _, d := range slices.Sorted(slices.Values(dates)) {
		if _, err := time.Parse(time.DateOnly, year+d); err != nil || set[d] {
			return nil, fmt.Errorf("%s: %q is no date or stands twice", what, d)
		}
		set[d] = true
	}
	return set, nil
}
