package report

import (
	"time"

	"github.com/looplab/fsm"

	"veche/flows"
	"veche/flows/civic/reports"
	"veche/flows/report/casework"
	"veche/storage"
)

// How much one person may send: more is not read any sooner.
const (
	shortly    = 10 * time.Minute
	mostAtOnce = 3
	mostADay   = 10
)

// allowed lets a draft go on, or says why not yet: the draft stays.
func allowed(t *flows.Turn, r *reports.Report) (event string, err error) {
	if banned, err := casework.Banned(t); banned || err != nil {
		return flows.Stay, err
	}
	if t.Unlimited() {
		return flows.Next, nil
	}
	sent, err := storage.Recent(t.Tx, t.Input.Person, t.Now.Add(-24*time.Hour), mostADay)
	if err != nil {
		return flows.Stay, err
	}
	soon := 0
	for _, s := range sent {
		if t.Now.Sub(s.At) < shortly {
			soon++
		}
	}
	switch {
	case len(sent) >= mostADay:
		t.Overdo("limit.day", flows.Args{"Most": mostADay, "At": flows.Moment(sent[mostADay-1].At.Add(24 * time.Hour))})
	case soon >= mostAtOnce:
		t.Overdo("limit.soon", flows.Args{"Most": mostAtOnce, "At": flows.Moment(sent[mostAtOnce-1].At.Add(shortly))})
	default:
		return unlike(t, r)
	}
	return flows.Stay, nil
}

// unlike lets a draft go on unless the same words have come from several people
// already: another card would help nobody. Where theirs is public, the draft can join it.
func unlike(t *flows.Turn, r *reports.Report) (event string, err error) {
	first, many, err := copied(t, r)
	switch {
	case err != nil:
		return flows.Stay, err
	case !many:
		return flows.Next, nil
	case first.Public():
		r.Into = first.ID
		return "same", nil
	}
	t.Reply(flows.Message{Key: "same.wait", Args: flows.Args{"ID": first.ID}})
	return flows.Stay, nil
}

// gated asks before the last answer is taken.
func gated(step flows.Step[reports.Report]) flows.Step[reports.Report] {
	answer := step.Answer
	step.Answer = func(t *flows.Turn, r *reports.Report) (string, error) {
		event, err := answer(t, r)
		if err != nil || event != flows.Next {
			return event, err
		}
		r.Into = 0
		return allowed(t, r)
	}
	return step
}

// same offers to join the report that says the very same.
func same() flows.Step[reports.Report] {
	return flows.Step[reports.Report]{
		Ask: func(_ *flows.Turn, r reports.Report) flows.Message {
			return flows.Message{Key: "same.join", Args: flows.Args{"ID": r.Into}, Rows: [][]flows.Button{flows.Row(flows.Pick(flows.Term{Key: "key.same_join"}, "join").For(flows.Yes))}}
		},
		Answer: func(t *flows.Turn, r *reports.Report) (string, error) {
			if t.Value != "join" {
				return "", flows.Wrong{Key: "wrong.press"}
			}
			event, err := joining(t, r, r.Into)
			if err == nil {
				r.Text = "" // it says nothing new
			}
			return event, err
		},
	}
}

// sameWords are the rows for it.
func sameWords() fsm.Events {
	return fsm.Events{
		flows.Event("same", "preview", "same"),
		flows.Event(flows.Back, "same", "preview"),
		flows.Event("join", "same", flows.Done),
	}
}
