package report

import (
	"time"

	"veche/flows"
	"veche/flows/casework"
	"veche/flows/civic"
)

// How much one person may send: more is not read any sooner.
const (
	shortly    = 10 * time.Minute
	mostAtOnce = 3
	mostADay   = 10
)

// allowed lets a draft through, or says why not yet: the draft stays.
func allowed(t *flows.Turn, r *civic.Report) (bool, error) {
	if banned, err := casework.Banned(t); banned || err != nil {
		return false, err
	}
	if t.Unlimited() {
		return true, nil
	}
	sent, err := casework.Recent(t, t.Input.Person, 24*time.Hour, mostADay)
	if err != nil {
		return false, err
	}
	soon := 0
	for _, s := range sent {
		if t.Now.Sub(s.Sent) < shortly {
			soon++
		}
	}
	switch {
	case len(sent) >= mostADay:
		t.Warn("limit.day", flows.Args{"Most": mostADay, "At": flows.Moment(sent[mostADay-1].Sent.Add(24 * time.Hour))})
	case soon >= mostAtOnce:
		t.Warn("limit.soon", flows.Args{"Most": mostAtOnce, "At": flows.Moment(sent[mostAtOnce-1].Sent.Add(shortly))})
	default:
		return unlike(t, *r)
	}
	return false, nil
}

// unlike lets a draft through unless the same words have come from several people
// already: another card would help nobody.
func unlike(t *flows.Turn, r civic.Report) (bool, error) {
	first, many, err := casework.Copied(t, r)
	if err != nil || !many {
		return err == nil, err
	}
	m := flows.Message{Key: "same.wait", Args: flows.Args{"ID": first.ID}}
	if first.Public() {
		m.Key = "same.join"
		m.Rows = [][]flows.Button{flows.Row(flows.Button{Label: flows.Term{Key: "key.same_join"}, URL: casework.JoinLink(t.Bot, first.ID)})}
	}
	t.Reply(m)
	return false, nil
}

// gated asks before the last answer is taken.
func gated(step flows.Step[civic.Report]) flows.Step[civic.Report] {
	answer := step.Answer
	step.Answer = func(t *flows.Turn, r *civic.Report) (string, error) {
		event, err := answer(t, r)
		if err != nil || event != flows.Next {
			return event, err
		}
		if ok, err := allowed(t, r); !ok || err != nil {
			return flows.Stay, err
		}
		return event, nil
	}
	return step
}
