package casework_test

import (
	"encoding/json"
	"slices"
	"testing"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/flows/report/trial"
	"veche/storage"
)

// asJSON is a report as it is kept.
func asJSON(t *testing.T, r reports.Report) string {
	t.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// To ask whether something can be done changes nothing; to claim is an act, and keeps
// others away.
func TestCheckReadsAndClaimClaims(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed()
		before := asJSON(t, w.Report(id))
		if _, err := casework.Check(w.Turn(trial.Moderator), id, reports.Refuse); err != nil {
			t.Error(err)
		}
		if after := asJSON(t, w.Report(id)); after != before {
			t.Errorf("checked, the report is %s, was %s", after, before)
		}
		if _, err := casework.Claim(w.Turn(trial.Moderator), id, reports.Refuse); err != nil {
			t.Error(err)
		}
		if got := w.Report(id).Claim.By; got != trial.Moderator {
			t.Errorf("%d has the report", got)
		}
		for _, does := range []func(*flows.Turn, civic.ReportID, reports.Move) (reports.Report, error){casework.Check, casework.Claim} {
			if _, err := does(w.Turn(trial.Colleague), id, reports.Refuse); err == nil {
				t.Error("a colleague gets what another one has claimed")
			}
		}
	})
}

// Who claims what does not wait at the desk claims nothing.
func TestNothingIsClaimedElsewhere(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed(reports.Event{What: reports.Publish})
		if _, err := casework.Claim(w.Turn(trial.Moderator), id, reports.Correct); err != nil {
			t.Error(err)
		}
		if got := w.Report(id).Claim; got.By != 0 {
			t.Errorf("claimed: %+v", got)
		}
	})
}

// Rights are checked with every move, by the table alone.
func TestOnlyMoversMove(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed(reports.Event{What: reports.Publish})
		for _, c := range []struct {
			who  civic.PersonID
			move reports.Move
			may  bool
		}{
			{trial.Author, reports.Add, true}, {trial.Resident, reports.Add, false}, {trial.Head, reports.Add, false},
			{trial.Head, reports.Take, true}, {trial.Moderator, reports.Take, false}, {trial.Centre, reports.Take, true},
			{trial.Moderator, reports.Correct, true}, {trial.Head, reports.Correct, false}, {trial.Author, reports.Correct, false},
			{trial.Centre, reports.Remind, false}, {trial.Author, reports.Join, false},
		} {
			if _, may := casework.May(w.Turn(c.who), w.Report(id), c.move); may != c.may {
				t.Errorf("%d may %s: %v", c.who, c.move, may)
			}
		}
	})
}

// What follows from a change: a move is on the record and is heard of, a change that is
// no move is not, and what is committed as it was is not put again.
func TestWhatFollowsFromACommit(t *testing.T) {
	acts := func(w *trial.Trial) (n int) {
		for _, err := range storage.Acts.All(w.Tx) {
			w.Must(err)
			n++
		}
		return n
	}
	trial.In(t, func(w *trial.Trial) {
		id := w.Filed(reports.Event{What: reports.Publish})
		before := acts(w)
		if said := trial.Keys(w.Move(id, reports.Event{What: reports.Take})); !slices.Contains(said, "told.take") || acts(w) != before+1 {
			t.Errorf("taken: said %v, %d acts", said, acts(w)-before)
		}
		was, turn := w.Report(id), w.Turn(trial.Centre)
		r := was
		r.Copies++
		w.Must(casework.Commit(turn, was, r, reports.Event{}))
		if w.Report(id).Copies != 1 || acts(w) != before+1 || len(turn.Said) != 0 {
			t.Errorf("counted: %d copies, %d acts, said %v", w.Report(id).Copies, acts(w)-before, trial.Keys(turn.Said))
		}
	})
}

// A question that lapses, a promise that breaks: the district hears of it wherever it
// comes from.
func TestTheDistrictHears(t *testing.T) {
	ask := reports.Event{What: reports.Ask, Text: "Какой подъезд?"}
	for _, c := range []struct {
		why  string
		life []reports.Event
		do   func(*trial.Trial, civic.ReportID) []flows.Said
		want string
	}{
		{"it lapses", []reports.Event{ask}, func(w *trial.Trial, _ civic.ReportID) []flows.Said {
			return w.Until(w.Now.Add(reports.AskedLasts))
		}, "lapsed"},
		{"the author is forgotten", []reports.Event{ask}, func(w *trial.Trial, _ civic.ReportID) []flows.Said {
			return w.Forgets(trial.Author)
		}, "unasked"},
		{"the author replies", []reports.Event{ask}, func(w *trial.Trial, id civic.ReportID) []flows.Said {
			return w.Move(id, reports.Event{What: reports.Reply, Text: "Второй"})
		}, "heard.reply"},
		{"the author adds", nil, func(w *trial.Trial, id civic.ReportID) []flows.Said {
			return w.Move(id, reports.Event{What: reports.Add, Text: "Ещё одна"})
		}, "told.add"},
	} {
		trial.In(t, func(w *trial.Trial) {
			id := w.Filed(append([]reports.Event{{What: reports.Publish}}, c.life...)...)
			n := 0
			for _, s := range c.do(w, id) {
				if s.Message.Key == c.want && s.To.Desk == civic.DistrictDesk(trial.District) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s: %q is said %d times at the district's desk", c.why, c.want, n)
			}
		})
	}
}
