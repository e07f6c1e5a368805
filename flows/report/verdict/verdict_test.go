package verdict_test

import (
	"slices"
	"testing"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/neighbours"
	"veche/flows/report/trial"
)

// said is somebody's word in a round.
type said struct {
	who  civic.PersonID
	says reports.Says
}

// closed is a report with two neighbours that the district says is done.
func closed(w *trial.Trial) civic.ReportID {
	id := w.Filed(reports.Event{What: reports.Publish})
	for _, who := range []civic.PersonID{trial.Neighbour, trial.Neighbour2} {
		_, err := neighbours.Join(w.Turn(who), id, reports.Follower{})
		w.Must(err)
	}
	w.Move(id, reports.Event{What: reports.Close, Text: "Готово", NoProof: "Темно"})
	return id
}

func TestWhatThoseAffectedDecide(t *testing.T) {
	for _, c := range []struct {
		why  string
		say  []said
		want reports.Status
	}{
		{"nobody says anything", nil, reports.Done},
		{"the author says so too", []said{{trial.Author, reports.Fixed}}, reports.Confirmed},
		{"the author says that it is not", []said{{trial.Author, reports.NotFixed}}, reports.Returned},
		{"the author half and half", []said{{trial.Author, reports.Partly}}, reports.Done},
		{"one neighbour is not enough", []said{{trial.Neighbour, reports.NotFixed}}, reports.Done},
		{"two are", []said{{trial.Neighbour, reports.NotFixed}, {trial.Neighbour2, reports.NotFixed}}, reports.Returned},
		{"two for a silent author", []said{{trial.Neighbour, reports.Fixed}, {trial.Neighbour2, reports.Fixed}}, reports.Confirmed},
		{"confirmed, and then it is not", []said{{trial.Author, reports.Fixed}, {trial.Neighbour, reports.NotFixed}, {trial.Neighbour2, reports.NotFixed}}, reports.Returned},
	} {
		trial.In(t, func(w *trial.Trial) {
			id := closed(w)
			for _, s := range c.say {
				if got := w.Press(s.who, cards.Verdict, id, 1, s.says); !slices.Contains(got, "verdict.thanks") {
					t.Errorf("%s: %d is answered %v", c.why, s.who, got)
				}
			}
			if got := w.Report(id).Status; got != c.want {
				t.Errorf("%s: the report is %s, want %s", c.why, got, c.want)
			}
		})
	}
}

// Once a round, by those affected, while the round lasts.
func TestWhoHasAVerdict(t *testing.T) {
	trial.In(t, func(w *trial.Trial) {
		id := closed(w)
		for _, c := range []struct {
			why   string
			who   civic.PersonID
			round int
			says  reports.Says
			want  string
		}{
			{"a resident", trial.Resident, 1, reports.Fixed, "!verdict.unasked"},
			{"the head", trial.Head, 1, reports.Fixed, "!verdict.unasked"},
			{"a round to come", trial.Author, 2, reports.Fixed, "!old_button"},
			{"a word of their own", trial.Author, 1, "splendid", "!old_button"},
			{"a neighbour", trial.Neighbour, 1, reports.Partly, "verdict.thanks"},
			{"again", trial.Neighbour, 1, reports.Fixed, "!verdict.once"},
		} {
			if got := w.Press(c.who, cards.Verdict, id, c.round, c.says); !slices.Contains(got, c.want) {
				t.Errorf("%s: answered %v, want %s", c.why, got, c.want)
			}
		}
		if v := w.Report(id).Verdict; v.Partly != 1 || v.Fixed != 0 || v.Author != "" {
			t.Errorf("counted is %+v", v)
		}
		w.Now = w.Now.Add(reports.VerdictLasts)
		if got := w.Press(trial.Author, cards.Verdict, id, 1, reports.NotFixed); !slices.Contains(got, "!verdict.over") || w.Report(id).Status != reports.Done {
			t.Errorf("too late: answered %v, the report is %s", got, w.Report(id).Status)
		}
	})
}

// On the promised day those affected are asked, and what they say keeps or breaks the promise.
func TestThePromisedDay(t *testing.T) {
	for says, want := range map[reports.Says]reports.Status{reports.Fixed: reports.Confirmed, reports.NotFixed: reports.Returned, reports.Partly: reports.Promised} {
		trial.In(t, func(w *trial.Trial) {
			day := reports.PromiseAt(w.Now.AddDate(0, 0, 2))
			id := w.Filed(reports.Event{What: reports.Publish}, reports.Event{What: reports.Promise, Due: day})
			if said := trial.Keys(w.Until(day)); !slices.Contains(said, "verdict.promise") {
				t.Errorf("on the day is said %v", said)
			}
			w.Press(trial.Author, cards.Verdict, id, 1, says)
			r := w.Report(id)
			if r.Status != want || r.Kept+r.Broken != map[bool]int{true: 0, false: 1}[want == reports.Promised] {
				t.Errorf("%s: the report is %s, %d kept, %d broken", says, r.Status, r.Kept, r.Broken)
			}
		})
	}
}
