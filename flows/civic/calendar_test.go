package civic

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// at reads a moment by the clock of Moscow.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", s, Smolensk().Zone)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNineWorkingHours(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
		why  string
	}{
		{"2026-11-23 09:00", 9, "2026-11-23 18:00", "a whole Monday"},
		{"2026-11-23 12:30", 9, "2026-11-24 12:30", "the same time of the next day"},
		{"2026-11-23 07:00", 9, "2026-11-23 18:00", "before opening counts from opening"},
		{"2026-11-23 20:15", 9, "2026-11-24 18:00", "the evening counts from the next morning"},
		{"2026-11-23 18:00", 4, "2026-11-24 13:00", "closing time is no working time"},
		{"2026-11-27 17:00", 9, "2026-11-30 17:00", "over a weekend"},
		{"2026-11-28 11:00", 4, "2026-11-30 13:00", "sent on a Saturday"},
		{"2026-11-02 17:30", 9, "2026-11-05 09:30", "the eve of 4 November is an hour shorter, the 4th is off"},
		{"2025-12-31 17:00", 2, "2026-01-12 10:00", "over the New Year holidays"},
		{"2026-12-30 17:00", 2, "2027-01-11 10:00", "31 December 2026 is off by decree"},
		{"2026-05-08 16:00", 2, "2026-05-12 10:00", "9 May is a Saturday, so Monday is off"},
		{"2026-11-23 10:00", 0, "2026-11-23 10:00", "nothing to add"},
	} {
		if got := Smolensk().Calendar.AddHours(at(t, c.from), c.n); !got.Equal(at(t, c.want)) {
			t.Errorf("%s + %d h: got %s, want %s: %s", c.from, c.n, got.Format(time.DateTime), c.want, c.why)
		}
	}
}

func TestWorkingDays(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-23 12:30", 1, "2026-11-24 18:00"},
		{"2026-11-23 12:30", 7, "2026-12-02 18:00"},
		{"2026-11-28 11:00", 1, "2026-11-30 18:00"},
		{"2026-11-02 10:00", 1, "2026-11-03 17:00"}, // the eve of a holiday
		{"2026-04-30 10:00", 7, "2026-05-13 18:00"}, // over both holidays of May
		{"2026-11-28 11:00", 0, "2026-11-30 18:00"},
		{"2026-11-23 20:00", 0, "2026-11-23 18:00"},
	} {
		if got := Smolensk().Calendar.AddDays(at(t, c.from), c.n); !got.Equal(at(t, c.want)) {
			t.Errorf("%s + %d d: got %s, want %s", c.from, c.n, got.Format(time.DateTime), c.want)
		}
	}
}

func TestClocksOfOtherZones(t *testing.T) {
	sent := at(t, "2026-11-27 17:00").In(time.FixedZone("Vladivostok", 10*3600)) // Saturday there
	if got := Smolensk().Calendar.AddHours(sent, 2); !got.Equal(at(t, "2026-11-30 10:00")) {
		t.Errorf("got %s", got)
	}
}

func TestMovedDayWorks(t *testing.T) {
	c := calendar(t, calendarFile{Off: []string{"2026-11-23"}, Working: []string{"2026-11-21"}})
	if !c.Working(at(t, "2026-11-21 10:00")) || c.Working(at(t, "2026-11-23 10:00")) {
		t.Error("the Saturday should work instead of the Monday")
	}
}

func TestLunch(t *testing.T) {
	c := calendar(t, calendarFile{Hours: []string{"09:00-13:00", "14:00-18:00"}})
	if got := c.AddHours(at(t, "2026-11-23 12:00"), 8); !got.Equal(at(t, "2026-11-24 12:00")) {
		t.Errorf("eight hours are a day: got %s", got)
	}
	if c.Working(at(t, "2026-11-23 13:30")) {
		t.Error("at work during lunch")
	}
}

// A day of 23 or 25 hours has as many working hours as any other.
func TestClocksTurnedBack(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c, err := calendarFile{}.parse(berlin)
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2026, 10, 23, 15, 0, 0, 0, berlin) // clocks go back on the 25th
	if got, want := c.AddHours(friday, 9), time.Date(2026, 10, 26, 15, 0, 0, 0, berlin); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func calendar(t *testing.T, f calendarFile) Calendar {
	t.Helper()
	c, err := f.parse(Smolensk().Zone)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// AddHours agrees with counting, five minutes at a time, when somebody is at work.
func TestAddHoursCountsMinutes(t *testing.T) {
	c := Smolensk().Calendar
	start := at(t, "2025-12-29 00:00")
	rapid.Check(t, func(t *rapid.T) {
		from := start.Add(time.Duration(rapid.IntRange(0, 370*24*12).Draw(t, "minutes")) * 5 * time.Minute)
		n := rapid.IntRange(1, 20).Draw(t, "hours")
		end := c.AddHours(from, n)
		worked := 0
		for m := from; m.Before(end); m = m.Add(5 * time.Minute) {
			if c.Working(m) {
				worked += 5
			}
		}
		if worked != n*60 {
			t.Fatalf("%s + %d h = %s has %d working minutes", from, n, end, worked)
		}
		if !c.Working(end.Add(-time.Minute)) {
			t.Fatalf("%s + %d h = %s ends outside working time", from, n, end)
		}
	})
}

func TestAddingInTwoSteps(t *testing.T) {
	c := Smolensk().Calendar
	start := at(t, "2026-01-01 00:00")
	rapid.Check(t, func(t *rapid.T) {
		from := start.Add(time.Duration(rapid.IntRange(0, 700*24*3600).Draw(t, "second")) * time.Second)
		a, b := rapid.IntRange(1, 30).Draw(t, "a"), rapid.IntRange(1, 30).Draw(t, "b")
		if one, two := c.AddHours(from, a+b), c.AddHours(c.AddHours(from, a), b); !one.Equal(two) {
			t.Fatalf("%s: %d+%d h at once %s, in two steps %s", from, a, b, one, two)
		}
		if one, two := c.AddDays(from, a+b), c.AddDays(c.AddDays(from, a), b); !one.Equal(two) {
			t.Fatalf("%s: %d+%d days at once %s, in two steps %s", from, a, b, one, two)
		}
		if day := c.AddDays(from, a); c.Working(day) || !c.Working(day.Add(-time.Second)) {
			t.Fatalf("%s + %d days = %s is not the end of a working day", from, a, day)
		}
	})
}

func TestBadCalendars(t *testing.T) {
	for want, f := range map[string]calendarFile{
		"no weekday":          {Week: []string{"monday"}},
		"named twice":         {Week: []string{"mon", "mon"}},
		"not like":            {Hours: []string{"18:00-09:00"}},
		"does not follow":     {Hours: []string{"09:00-13:00", "12:00-18:00"}},
		"no date":             {Off: []string{"2026-02-30"}},
		"stands twice":        {Holidays: []string{"05-09", "05-09"}},
		"both off":            {Off: []string{"2026-11-21"}, Working: []string{"2026-11-21"}},
		"only 60 minutes":     {Hours: []string{"09:00-10:00"}, Short: []string{"2026-11-03"}},
		"at most 60 are allo": {Holidays: make([]string, 61)},
	} {
		_, err := f.parse(time.UTC)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
}
