package proof_test

import (
	"slices"
	"testing"

	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/flows/report/trial"
	"veche/storage"
)

// jobs are the kinds of those that wait.
func jobs(w *trial.Trial) (kinds []string) {
	for rec, err := range storage.Jobs.All(w.Tx) {
		w.Must(err)
		kinds = append(kinds, rec.Value.Kind)
	}
	return kinds
}

// A closing with photos is compared first; one without moderators see at once.
func TestWhatAClosingStarts(t *testing.T) {
	for _, c := range []struct {
		why    string
		photos []civic.Photo
		job    bool
	}{{"with a photo", []civic.Photo{{ID: "p", Unique: "u"}}, true}, {"without", nil, false}} {
		trial.In(t, func(w *trial.Trial) {
			id := w.Filed(reports.Event{What: reports.Publish})
			said := trial.Keys(w.Move(id, reports.Event{What: reports.Close, Text: "Готово", Photos: c.photos, NoProof: "Темно"}))
			if started := slices.Contains(jobs(w), casework.ProofJob); started != c.job {
				t.Errorf("%s: jobs are %v", c.why, jobs(w))
			}
			if shown := slices.Contains(said, "card.proof"); shown == c.job {
				t.Errorf("%s: said %v", c.why, said)
			}
		})
	}
}

// A moderator finds proof fine, or sends the report back with words.
func TestWhatModeratorsDecide(t *testing.T) {
	closed := func(w *trial.Trial) civic.ReportID {
		id := w.Filed(reports.Event{What: reports.Publish}, reports.Event{What: reports.Close, Text: "Готово", NoProof: "Темно"})
		was := w.Report(id)
		r := was
		r.Doubts = []reports.Doubt{{Of: id}}
		w.Must(casework.Commit(w.Turn(trial.Moderator), was, r, reports.Event{}))
		return id
	}
	trial.In(t, func(w *trial.Trial) {
		id := closed(w)
		for _, who := range []civic.PersonID{trial.Author, trial.Head} {
			if w.Press(who, cards.ProofFine, id); len(w.Report(id).Doubts) != 1 {
				t.Errorf("%d says that it is fine, and the doubt is gone", who)
			}
		}
		if got := w.Press(trial.Moderator, cards.ProofFine, id); !slices.Contains(got, "!proof_fine") || len(w.Report(id).Doubts) != 0 {
			t.Errorf("fine: answered %v, doubts are %v", got, w.Report(id).Doubts)
		}
	})
	trial.In(t, func(w *trial.Trial) {
		id := closed(w)
		w.Press(trial.Moderator, cards.SendBack, id)
		got := w.Write(trial.Moderator, "На фото другой двор")
		r := w.Report(id)
		last := r.Timeline[len(r.Timeline)-1]
		if r.Status != reports.Returned || last.Text != "На фото другой двор" || last.By != trial.Moderator {
			t.Errorf("sent back: answered %v, the report is %s: %+v", got, r.Status, last)
		}
		if got := w.Press(trial.Moderator, cards.ProofFine, id); slices.Contains(got, "!proof_fine") {
			t.Error("the proof of a report that went back is fine")
		}
	})
}
