package civic

import (
	"testing"
	"time"
)

func TestDaysAsPeopleTypeThem(t *testing.T) {
	now := at(t, "2026-11-23 10:00")
	for typed, want := range map[string]string{
		"4.12": "2026-12-04", "04.12.2026": "2026-12-04", "4/12/26": "2026-12-04", "4 декабря": "2026-12-04", " 4 Дек. ": "2026-12-04", "4 December 2026": "2026-12-04",
		"23.11": "2026-11-23", "22.11": "2027-11-22", "1 мая": "2027-05-01", "1 мар": "2027-03-01", "29.2.2028": "2028-02-29",
		"31.11": "", "0.12": "", "4.13": "", "": "", "завтра": "", "4 числа": "", "2026-12-04": "", "29.2.2027": "", "12": "",
	} {
		day, ok := ReadDay(typed, now)
		if got := day.Format(time.DateOnly); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %s, %v; want %q", typed, got, ok, want)
		}
	}
}
