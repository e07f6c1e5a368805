package locales

import (
	"fmt"
	"time"
)

var months = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня",
	"июля", "августа", "сентября", "октября", "ноября", "декабря"}

// Day words a date without the year: «4 декабря», "4 December".
func Day(lang string, t time.Time) string {
	if lang == "en" {
		return t.Format("2 January")
	}
	return fmt.Sprintf("%d %s", t.Day(), months[t.Month()-1])
}

// Moment words a date with the time of day: «4 декабря, 14:30».
func Moment(lang string, t time.Time) string {
	return Day(lang, t) + ", " + t.Format("15:04")
}
