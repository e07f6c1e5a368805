package reports

import (
	"fmt"
	"slices"
	"testing"
)

// counted lists what the last move of a life counted, without when and where.
func counted(t *testing.T, events ...Event) (all []string) {
	t.Helper()
	was := lived(t, nine, events[:len(events)-1]...)
	e := events[len(events)-1]
	is := lived(t, nine, events...)
	for _, c := range Counts(was, is, e) {
		if c.District != was.District || c.At.IsZero() {
			t.Errorf("counted for %s at %s", c.District, c.At)
		}
		all = append(all, fmt.Sprintf("%s%+d", c.What, c.N))
	}
	slices.Sort(all)
	return all
}

func TestWhatMovesCount(t *testing.T) {
	filed := []Event{did(t, File, "2026-11-23 10:00")}
	public := append(slices.Clip(filed), did(t, Publish, "2026-11-23 10:00"))
	promised := append(slices.Clip(public), Event{What: Promise, At: at(t, "2026-11-23 11:00"), Due: PromiseAt(at(t, "2026-11-25 00:00"))})
	kept := append(slices.Clip(promised), did(t, Close, "2026-11-25 12:00"))
	for _, c := range []struct {
		why  string
		life []Event
		e    Event
		want []string
	}{
		{"publishing", filed, did(t, Publish, "2026-11-23 11:00"), []string{"published+1"}},
		{"and back", public, did(t, Undo, "2026-11-23 10:05"), []string{"published-1"}},
		{"a refusal", filed, did(t, Refuse, "2026-11-23 11:00"), []string{"refused+1"}},
		{"and back", append(slices.Clip(filed), did(t, Refuse, "2026-11-23 11:00")), did(t, Undo, "2026-11-23 11:05"), []string{"refused-1"}},
		{"an answer in time", public, did(t, Answer, "2026-11-24 09:59"), []string{"in_time+1"}},
		{"a late one", public, did(t, Answer, "2026-11-24 10:01"), []string{"late+1"}},
		{"another answer", append(slices.Clip(public), did(t, Answer, "2026-11-23 11:00")), did(t, Answer, "2026-11-23 12:00"), nil},
		{"a promise is an answer", public, promised[2], []string{"in_time+1"}},
		{"kept", promised, did(t, Close, "2026-11-25 12:00"), []string{"closed+1", "kept+1"}},
		{"kept, says a neighbour", promised, did(t, Confirm, "2026-11-25 12:00"), []string{"confirmed+1", "kept+1"}},
		{"broken", promised, did(t, Break, "2026-12-02 18:00"), []string{"broken+1"}},
		{"closed too late", promised, did(t, Close, "2026-11-27 12:00"), []string{"broken+1", "closed+1"}},
		{"kept only by word", kept, did(t, Return, "2026-11-26 12:00"), []string{"broken+1", "kept-1", "returned+1"}},
		{"sent elsewhere", public, did(t, Redirect, "2026-11-23 12:00"), []string{"outside+1"}},
		{"merged before it was published, and parted", append(slices.Clip(filed), did(t, Merge, "2026-11-23 11:00")), did(t, Part, "2026-11-23 12:00"), []string{"published+1"}},
		{"merged when it was, and parted", append(slices.Clip(public), did(t, Merge, "2026-11-23 11:00")), did(t, Part, "2026-11-23 12:00"), nil},
		{"a note", public, did(t, Note, "2026-11-23 12:00"), nil},
	} {
		if got := counted(t, append(slices.Clip(c.life), c.e)...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}
