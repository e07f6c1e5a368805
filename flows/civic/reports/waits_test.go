package reports_test

import (
	"testing"
	"time"

	"veche/flows/civic"
	"veche/flows/civic/reports"
)

// Where a report waits, since when and until when, at each point of its life.
func TestWhereReportsWait(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	const moderators, ours, theirs = civic.ModeratorsDesk, civic.Desk("district/a"), civic.Desk("district/b")
	filed := reports.Event{At: at(2, 9), What: reports.File}
	published := reports.Event{At: at(2, 12), What: reports.Publish}
	base := reports.Report{ID: 7, District: "a", Sent: at(2, 9), FirstDue: at(4, 12), FinalDue: at(20, 12)}
	for name, c := range map[string]struct {
		status reports.Status
		change func(*reports.Report)
		life   []reports.Event
		want   []civic.Waiting
	}{
		"sent": {reports.Sent, nil, nil, []civic.Waiting{{Desk: moderators, Since: at(2, 9)}}},
		"sent and claimed": {reports.Sent, func(r *reports.Report) { r.Claim.By = 5 }, nil,
			[]civic.Waiting{{Desk: moderators, Since: at(2, 9), With: 5}}},
		"appealed": {reports.Sent, nil, []reports.Event{{At: at(3, 9), What: reports.Refuse}, {At: at(3, 10), What: reports.Appeal}},
			[]civic.Waiting{{Desk: moderators, Since: at(3, 10)}}},
		"refused":   {reports.Refused, nil, nil, nil},
		"withdrawn": {reports.Withdrawn, nil, nil, nil},
		"done":      {reports.Done, nil, []reports.Event{published}, nil},
		"published": {reports.Published, nil, []reports.Event{published},
			[]civic.Waiting{{Desk: ours, Since: at(2, 12), Due: at(4, 12), Late: at(4, 12)}}},
		"taken": {reports.Taken, func(r *reports.Report) { r.Taken = 6 }, []reports.Event{published},
			[]civic.Waiting{{Desk: ours, Since: at(2, 12), Due: at(4, 12), Late: at(4, 12), With: 6}}},
		"answered": {reports.Answered, nil, []reports.Event{published, {At: at(3, 9), What: reports.Answer}},
			[]civic.Waiting{{Desk: ours, Since: at(2, 12), Due: at(20, 12), Late: at(20, 12)}}},
		"promised, late from the next day on": {reports.Promised, func(r *reports.Report) { r.Promise = at(10, 18) }, []reports.Event{published},
			[]civic.Waiting{{Desk: ours, Since: at(2, 12), Due: at(10, 18), Late: at(11, 0)}}},
		"asked in time, so that nothing is late": {reports.Published, func(r *reports.Report) { r.Asked = at(3, 9) }, []reports.Event{published},
			[]civic.Waiting{{Desk: ours, Since: at(2, 12), Due: at(4, 12), Asked: true}}},
		"asked too late": {reports.Published, func(r *reports.Report) { r.Asked = at(5, 9) }, []reports.Event{published},
			[]civic.Waiting{{Desk: ours, Since: at(2, 12), Due: at(4, 12), Late: at(4, 12), Asked: true}}},
		"handed over": {reports.Published, func(r *reports.Report) { r.District = "b" }, []reports.Event{published, {At: at(3, 9), What: reports.HandOver, From: "a", To: "b"}},
			[]civic.Waiting{{Desk: theirs, Since: at(3, 9), Due: at(4, 12), Late: at(4, 12)}}},
		"returned": {reports.Returned, nil, []reports.Event{published, {At: at(9, 9), What: reports.Close}, {At: at(10, 9), What: reports.Return}},
			[]civic.Waiting{{Desk: ours, Since: at(10, 9), Due: at(20, 12), Late: at(20, 12)}}},
		"referred": {reports.Published, func(r *reports.Report) { r.Referred = true }, []reports.Event{published, {At: at(3, 9), What: reports.Refer}},
			[]civic.Waiting{{Desk: moderators, Since: at(3, 9)}, {Desk: ours, Since: at(2, 12), Due: at(4, 12), Late: at(4, 12)}}},
	} {
		r := base
		r.Status, r.Timeline = c.status, append([]reports.Event{filed}, c.life...)
		if c.change != nil {
			c.change(&r)
		}
		got := r.Waits()
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i, want := range c.want {
			want.Subject = reports.Subject(7)
			if got[i] != want {
				t.Errorf("%s waits\n%+v, want\n%+v", name, got[i], want)
			}
		}
	}
}
