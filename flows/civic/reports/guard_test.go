package reports

import (
	"errors"
	"testing"
	"time"

	"veche/flows/civic"
)

// What the table of moves cannot know.
func TestWhatBarsAMove(t *testing.T) {
	refused := lived(t, nine, did(t, File, "2026-11-23 10:00"), did(t, Refuse, "2026-11-23 11:00"))
	again := lived(t, nine, append(refused.Timeline, did(t, Appeal, "2026-11-23 12:00"), did(t, Refuse, "2026-11-23 13:00"))...)
	spoken := Report{Status: Sent, Voice: "v"}
	asked := published(t, "2026-11-23 10:00", did(t, Ask, "2026-11-23 12:00"))
	far := Event{What: Promise, At: at(t, "2026-11-23 12:00"), Due: at(t, "2027-02-01 18:00"), Role: civic.Head}
	allowed := far
	allowed.Role = civic.Centre
	for _, c := range []struct {
		why  string
		r    Report
		e    Event
		want error
	}{
		{"an appeal", refused, did(t, Appeal, "2026-11-24 10:00"), nil},
		{"a second one", again, did(t, Appeal, "2026-11-24 10:00"), ErrNotNow},
		{"an undo at once", refused, did(t, Undo, "2026-11-23 11:09"), nil},
		{"an undo too late", refused, did(t, Undo, "2026-11-23 11:10"), ErrUndone},
		{"an undo of what was taken since", published(t, "2026-11-23 10:00", did(t, Note, "2026-11-23 10:01")), did(t, Undo, "2026-11-23 10:02"), ErrUndone},
		{"publishing a voice", spoken, did(t, Publish, "2026-11-23 10:00"), ErrUntyped},
		{"a second question", asked, did(t, Ask, "2026-11-23 13:00"), ErrNotNow},
		{"a far promise", published(t, "2026-11-23 10:00"), far, ErrBeyond},
		{"one that the Centre allows", published(t, "2026-11-23 10:00"), allowed, nil},
		{"what the table does not have", refused, did(t, Close, "2026-11-23 12:00"), ErrNotNow},
	} {
		if _, err := c.r.Apply(region(nine), c.e); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v, want %v", c.why, err, c.want)
		}
	}
}

// One moderator at a time takes care of what waits.
func TestTheClaim(t *testing.T) {
	now := at(t, "2026-11-23 12:00")
	claimed := Report{Status: Sent}.Claimed(31, civic.Moderator, now)
	longer := claimed.Claimed(31, civic.Moderator, now.Add(time.Minute))
	if longer.Claim.Since != now || longer.Claim.At == now || !longer.Claim.Holds(32, now) || longer.Claim.Holds(31, now) || longer.Claim.Holds(32, now.Add(time.Hour)) {
		t.Errorf("the claim is %+v", longer.Claim)
	}
	if other := claimed.Claimed(32, civic.Centre, now.Add(time.Hour)).Claim; other.By != 32 || other.Role != civic.Centre || other.Since.Equal(now) {
		t.Errorf("taken over, the claim is %+v", other)
	}
	for _, c := range []struct {
		why  string
		r    Report
		m    Move
		role civic.Role
		want bool
	}{
		{"who publishes", Report{Status: Sent}, Publish, civic.Moderator, true},
		{"who sends it elsewhere", Report{Status: Taken, Referred: true}, Redirect, civic.Centre, true},
		{"the district's own", Report{Status: Taken, Referred: true}, Redirect, civic.Head, false},
		{"what waits no more", Report{Status: Taken}, Correct, civic.Moderator, false},
		{"what waits, another move", Report{Status: Taken, Referred: true}, Take, civic.Centre, false},
	} {
		if c.r.OfDesk(c.m, c.role) != c.want {
			t.Errorf("%s: of the desk is %v", c.why, !c.want)
		}
	}
}
