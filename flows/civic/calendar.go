package civic

import "time"

// Calendar knows when people in offices work.
type Calendar struct{ zone *time.Location }

// Working tells whether offices are open at t.
func (c Calendar) Working(t time.Time) bool { return true }

// AddHours is t plus n working hours.
func (c Calendar) AddHours(t time.Time, n int) time.Time { return t.Add(time.Duration(n) * time.Hour) }

// AddDays is the end of the n-th working day after t.
func (c Calendar) AddDays(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }
