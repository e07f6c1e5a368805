package courier

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// In any stretch of time no more leaves than the burst and what the pace allows.
func TestMeterNeverLetsMoreThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pace{
			every: time.Duration(rapid.IntRange(1, 3000).Draw(t, "every")) * time.Millisecond,
			burst: rapid.IntRange(1, 8).Draw(t, "burst"),
		}
		now := time.Unix(1_700_000_000, 0)
		var m meter
		var left []time.Time
		for range 40 {
			now = now.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "pause")) * time.Millisecond)
			if at := m.ready(p); at.After(now) {
				now = at
			}
			m.spend(p, now, 1)
			left = append(left, now)
		}
		for i := range left {
			for j := i; j < len(left); j++ {
				if most := p.burst + int(left[j].Sub(left[i])/p.every); j-i+1 > most {
					t.Fatalf("%d calls within %v, pace %v", j-i+1, left[j].Sub(left[i]), p)
				}
			}
		}
	})
}

func TestMeterCanBeOverdrawn(t *testing.T) {
	p, now := pace{time.Second, 3}, time.Unix(1_700_000_000, 0)
	var m meter
	m.spend(p, now, 10)
	if wait := m.ready(p).Sub(now); wait != 8*time.Second {
		t.Errorf("after an album of ten the next waits %v", wait)
	}
	var free meter
	free.spend(pace{}, now, 1000)
	if free.ready(pace{}).After(now) {
		t.Error("the zero pace holds something back")
	}
}
