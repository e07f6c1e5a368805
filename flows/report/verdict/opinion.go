package verdict

import (
	"slices"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/mask"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// thanks answers a verdict and offers to add a mark and words; neither is needed.
// move is what the verdict made of the report, or "".
func thanks(r reports.Report, f reports.Follower, move reports.Move) flows.Message {
	v := f.Verdicts[len(f.Verdicts)-1]
	m := flows.Message{Key: "verdict.thanks", InPlace: true, Args: flows.Args{"ID": r.ID, "Mark": v.Mark, "Words": v.Words,
		"Says": flows.Term{Key: "says." + string(v.Says)}, "Then": flows.Term{}}}
	if move != "" {
		m.Args["Then"] = flows.Term{Key: "verdict.then." + string(move), Args: flows.Args{"Due": flows.Day(r.Due())}}
	}
	if v.Mark == 0 {
		var marks []flows.Button
		for n := 1; n <= reports.MaxMark; n++ {
			marks = append(marks, giveMark.Labelled(flows.Term{Key: "key.mark", Args: flows.Args{"N": n}}, r.ID, v.Round, n))
		}
		m.Rows = append(m.Rows, marks)
	}
	if v.Words == "" {
		m.Rows = append(m.Rows, flows.Row(addWords.Button("key.verdict_words", r.ID, v.Round)))
	}
	return m
}

// given finds the verdict that a mark or words belong to.
func given(t *flows.Turn, id civic.ReportID, round int) (reports.Report, reports.Follower, error) {
	r, f, err := affected(t, id)
	if err == nil && (len(f.Verdicts) == 0 || f.Verdicts[len(f.Verdicts)-1].Round != round) {
		err = errUnasked
	}
	return r, f, err
}

func mark(t *flows.Turn, v flows.Values) error {
	r, f, err := given(t, cards.ID(v), int(v.Number(1)))
	if err != nil {
		return excuse(t, r, err)
	}
	n := v.Number(2)
	if n < 1 || n > reports.MaxMark {
		t.Tell("old_button", nil)
		return nil
	}
	f.Verdicts[len(f.Verdicts)-1].Mark = int(n)
	if _, err := casework.KeepFollower(t, r, f); err != nil {
		return err
	}
	t.Reply(thanks(r, f, ""))
	return nil
}

func askWords(t *flows.Turn, v flows.Values) error {
	of := opinion{poll: poll{Report: cards.ID(v), Round: int(v.Number(1))}}
	if r, _, err := given(t, of.Report, of.Round); err != nil {
		return excuse(t, r, err)
	}
	return wordsForm.Start(t, of)
}

// opinion is what somebody is about to add to their verdict.
type opinion struct {
	poll
	Words string `json:"words,omitempty"`
}

var wordsForm = flows.Flow[opinion]{
	Name:  "verdict_words",
	Given: true,
	First: "words",
	Table: flows.Line("words"),
	Steps: flows.Steps[opinion]{
		"words": flows.Write("verdict.words", civic.MaxReason,
			func(o *opinion, s string) { o.Words = s }, func(o opinion) string { return o.Words }),
	},
	Finish: func(t *flows.Turn, o opinion) error {
		r, f, err := given(t, o.Report, o.Round)
		if err != nil {
			return excuse(t, r, err)
		}
		f.Verdicts[len(f.Verdicts)-1].Words = mask.Text(o.Words, false)
		if _, err := casework.KeepFollower(t, r, f); err != nil {
			return err
		}
		t.Reply(flows.Message{Key: "verdict.heard", Args: flows.Args{"ID": r.ID}})
		return casework.Commit(t, r, r, reports.Event{}) // the district's card counts them
	},
}

// opinions shows what those affected wrote with their verdicts, the newest first. Who
// wrote it is not told.
func opinions(t *flows.Turn, r reports.Report) error {
	if err := casework.Serves(t, r); err != nil {
		return err
	}
	var all []reports.Verdict
	for rec, err := range storage.FollowersSaying.Each(t.Tx, storage.Tuple(r.ID), storage.Span{Limit: cards.MaxOpinions}) {
		if err != nil {
			continue // one that is rotten hides no others
		}
		for _, v := range rec.Value.Verdicts {
			if v.Words != "" {
				all = append(all, v)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b reports.Verdict) int { return b.At.Compare(a.At) })
	var lines []flows.Term
	room := cards.Room
	for _, v := range all {
		if room -= cards.Length(v.Words) + cards.LineRoom; room < 0 {
			break
		}
		lines = append(lines, flows.Term{Key: "opinion", Args: flows.Args{"At": flows.Day(v.At), "Mark": v.Mark, "Words": v.Words,
			"Says": flows.Term{Key: "says." + string(v.Says)}}})
	}
	t.Reply(flows.Message{Key: "opinions", Args: flows.Args{"ID": r.ID, "Lines": lines}})
	return nil
}
