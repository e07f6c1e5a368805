package flows

import (
	"time"

	"veche/storage"
)

// dailyHour is when timers come that come every day, in the region's time: what they
// say then disturbs nobody.
const dailyHour = 11

// Tomorrow returns the timer that follows one of a daily kind; false for other kinds.
func (e *Engine) Tomorrow(kind string, now time.Time) (storage.Timer, bool) {
	if !e.timers[kind].Daily {
		return storage.Timer{}, false
	}
	now = now.In(e.Region.Zone)
	due := time.Date(now.Year(), now.Month(), now.Day(), dailyHour, 0, 0, 0, now.Location())
	if !due.After(now) {
		due = due.AddDate(0, 0, 1)
	}
	return storage.Timer{Name: kind, Kind: kind, Due: due}, true
}

// Missing returns the daily timers that the store does not have yet, or cannot read any
// more: they are due.
func (e *Engine) Missing(tx *storage.Tx) (due []storage.Timer) {
	for _, k := range values(e.timers) {
		if _, found, _ := storage.Timers.Find(tx, k.Name); k.Daily && !found {
			due = append(due, storage.Timer{Name: k.Name, Kind: k.Name})
		}
	}
	return due
}
