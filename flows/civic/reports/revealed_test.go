package reports

import (
	"slices"
	"testing"

	"veche/flows/civic"
)

// What is added is for those who work on a report, also when nothing was filed with it, when
// it is the very photo that was filed, and when it came before a moderator looked.
func TestPhotosForAll(t *testing.T) {
	one, two, three := civic.Photo{ID: "1"}, civic.Photo{ID: "2"}, civic.Photo{ID: "3"}
	add := func(p ...civic.Photo) Event { return Event{What: Add, Photos: p} }
	for _, c := range []struct {
		why      string
		photos   []civic.Photo
		timeline []Event
		want     []civic.Photo
	}{
		{"filed", []civic.Photo{one, two}, []Event{{What: File}, {What: Publish}}, []civic.Photo{one, two}},
		{"added", []civic.Photo{one, two, three}, []Event{{What: File}, {What: Publish}, add(two), add(three)}, []civic.Photo{one}},
		{"added before it was published", []civic.Photo{one, two}, []Event{{What: File}, add(two), {What: Publish}}, []civic.Photo{one}},
		{"nothing but added", []civic.Photo{one}, []Event{{What: File}, {What: Publish}, add(one)}, nil},
		{"the same again", []civic.Photo{one, one}, []Event{{What: File}, {What: Publish}, add(one)}, []civic.Photo{one}},
		{"forgotten", nil, []Event{{What: File}, add(one)}, nil},
	} {
		r := Report{Photos: c.photos, Timeline: c.timeline}
		if got := r.Revealed().Photos; !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
		if got := r.Revealed().Revealed().Photos; !slices.Equal(got, c.want) {
			t.Errorf("%s, revealed twice: %v, want %v", c.why, got, c.want)
		}
	}
}
