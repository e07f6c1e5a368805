package flows_test

import (
	"testing"
	"time"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/storage"
)

// Who looks at what waits for moderators, or deals with what waits at a district, stands in
// the lists by their office, as long as they do.
func TestTheQueueSaysWhoHasIt(t *testing.T) {
	for name, c := range map[string]struct {
		reader string
		filter string
		id     civic.ReportID
		before func(*world)
		want   string
	}{
		"nobody":            {"moderator", "check", sentReport, nil, ""},
		"a moderator":       {"moderator", "check", sentReport, claimedBy("colleague"), "with.moderator"},
		"one who left it":   {"moderator", "check", sentReport, func(w *world) { claimedBy("colleague")(w); w.now = w.now.Add(time.Hour) }, ""},
		"nobody's yet":      {"head", "all", publishedReport, nil, ""},
		"one of the staff":  {"head", "all", publishedReport, takenBy("staff"), "with.staff"},
		"no longer of them": {"head", "all", publishedReport, takenBy("resident"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				if c.before != nil {
					c.before(w)
				}
				turn := w.press(c.reader, "a:queue.queue:"+c.filter+":0")
				got := "is not there"
				for _, row := range turn.Said[0].Message.Rows {
					if args := row[0].Label.(flows.Term).Args; args["Name"] != nil && args["Name"].(flows.Term).Args["ID"] == uint64(c.id) {
						got = args["With"].(flows.Term).Key
					}
				}
				if got != c.want {
					t.Errorf("with %q, want %q", got, c.want)
				}
			})
		})
	}
}

func takenBy(who string) func(*world) {
	return func(w *world) {
		r := w.report(publishedReport)
		r.Status, r.Taken = reports.Taken, players[who]
		if err := storage.Reports.Put(w.tx, r.ID, r); err != nil {
			w.t.Fatal(err)
		}
	}
}
