package civic

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var monthStems = [...]string{"янв|jan", "фев|feb", "мар|mar", "апр|apr", "май|мая|may", "июн|jun", "июл|jul", "авг|aug", "сен|sep", "окт|oct", "ноя|nov", "дек|dec"}

var (
	dayInFigures = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?$`)
	dayInWords   = regexp.MustCompile(`^(\d{1,2})\s+(\pL{3,})\.?(?:\s+(\d{4}))?$`)
)

// ReadDay reads a date as people type it: "4.12", "04.12.2026", «4 декабря», "4 Dec
// 2026". Without a year it is the next such day, today included. Its hour is 0 in the
// zone of now.
func ReadDay(typed string, now time.Time) (time.Time, bool) {
	typed = strings.TrimSpace(strings.ToLower(typed))
	var d, y string
	var month int
	if f := dayInFigures.FindStringSubmatch(typed); f != nil {
		d, y = f[1], f[3]
		month, _ = strconv.Atoi(f[2])
	} else if f := dayInWords.FindStringSubmatch(typed); f != nil {
		d, y = f[1], f[3]
		month = monthOf(f[2])
	}
	day, _ := strconv.Atoi(d)
	year, _ := strconv.Atoi(y)
	if len(y) == 2 {
		year += 2000
	}
	return dateAfter(year, month, day, now)
}

func monthOf(word string) int {
	for i, stems := range monthStems {
		for _, stem := range strings.Split(stems, "|") {
			if strings.HasPrefix(word, stem) {
				return i + 1
			}
		}
	}
	return 0
}

// dateAfter refuses days that do not exist. A year of 0 is the next in which the day
// has not passed.
func dateAfter(year, month, day int, now time.Time) (time.Time, bool) {
	given := year != 0
	if !given {
		year = now.Year()
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location())
	if !given && t.Before(now) && !SameDay(t, now) {
		t = time.Date(year+1, time.Month(month), day, 0, 0, 0, 0, now.Location())
	}
	return t, month >= 1 && day >= 1 && t.Day() == day && t.Month() == time.Month(month)
}
