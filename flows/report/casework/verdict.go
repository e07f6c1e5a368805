package casework

import (
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/storage"
)

// errUnasked is the [ErrNotYours] of a verdict: only those affected have one.
var errUnasked = fmt.Errorf("%w: not affected", ErrNotYours)

// question is the buttons by which those affected say whether a report is settled;
// none while nobody is asked.
func question(t *flows.Turn, r reports.Report) [][]flows.Button {
	if !r.Asking(r.Verdict.Round, t.Now) {
		return nil
	}
	ask := func(says reports.Says) flows.Button {
		return giveVerdict.Button("key.says_"+string(says), r.ID, r.Verdict.Round, says)
	}
	return [][]flows.Button{{ask(reports.Fixed), ask(reports.Partly)}, {ask(reports.NotFixed)}}
}

// askVerdict asks everybody affected whether a promised report is settled, on the day
// that was promised. What they say confirms or breaks the promise; a closing asks by
// itself.
func askVerdict(t *flows.Turn, r reports.Report) error {
	was := r
	r.Verdict = r.Verdict.Next(t.Now)
	if err := commit(t, was, r, reports.Event{}); err != nil {
		return err
	}
	if r.Author != 0 {
		m := promiseDay(t, r)
		m.Answers = cards.Author.Of(r.ID)
		t.Say(flows.To(r.Author), m)
	}
	if !followed(t, r.ID) {
		return nil
	}
	return t.Broadcast(promiseKind.Name, poll{Report: r.ID, Round: r.Verdict.Round})
}

// poll is a round of verdicts.
type poll struct {
	Report civic.ReportID `json:"report"`
	Round  int            `json:"round"`
}

var promiseKind = flows.BroadcastKind{Name: "promise", To: followers, Say: func(t *flows.Turn, p civic.Person) error {
	var of poll
	if err := t.Args(&of); err != nil {
		return err
	}
	r, err := storage.Reports.Get(t.Tx, of.Report)
	if err != nil || !r.Asking(of.Round, t.Now) {
		return err
	}
	f, found, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: r.ID, Person: p.ID})
	if err != nil || !found || !f.Joined || p.ID == r.Author {
		return err
	}
	_, err = t.Push(p, civic.OfJoined, promiseDay(t, r))
	return err
}}

func promiseDay(t *flows.Turn, r reports.Report) flows.Message {
	return flows.Message{Key: "verdict.promise", Args: flows.Args{"ID": r.ID, "Until": flows.Day(r.Verdict.Until)}, Rows: question(t, r)}
}

// verdict takes down what somebody affected says, once a round, and moves the report
// when that decides it.
func verdict(t *flows.Turn, v flows.Values) error {
	r, f, err := affected(t, cards.ID(v))
	if err != nil {
		return Excuse(t, r, err)
	}
	round, says := int(v.Number(1)), reports.Says(v.At(2))
	switch {
	case !says.Known() || round > r.Verdict.Round:
		t.Tell("old_button", nil)
		return nil
	case f.Said(round) != "":
		t.Warn("verdict.once", flows.Args{"ID": r.ID})
		return nil
	case !r.Asking(round, t.Now):
		t.Warn("verdict.over", flows.Args{"ID": r.ID, "Back": r.Status.Held()})
		return nil
	}
	f.Verdicts = append(f.Verdicts, reports.Verdict{Round: round, Says: says, At: t.Now})
	said, err := keepFollower(t, r, f)
	if err != nil {
		return err
	}
	if f.Person == r.Author {
		said.Verdict.Author = says
	}
	move := said.Outcome()
	if move == "" {
		r, err = said, commit(t, r, said, reports.Event{})
	} else {
		r, err = carry(t, r, said, reports.Event{What: move, By: f.Person, Role: civic.Resident})
	}
	if err != nil {
		return err
	}
	if move == reports.Break {
		tellDistrict(t, r, "broken")
	}
	t.Reply(thanks(r, f, move))
	return nil
}

// affected finds somebody who has a verdict on the report: its author, and who joined.
func affected(t *flows.Turn, id civic.ReportID) (reports.Report, reports.Follower, error) {
	r, err := storage.Reports.Get(t.Tx, id)
	if err != nil {
		return r, reports.Follower{}, err
	}
	p := t.Input.Person
	f, found, err := storage.Followers.Find(t.Tx, storage.FollowerKey{Report: id, Person: p})
	author := r.By(p)
	if !found && author {
		f = reports.Follower{Report: id, Person: p, At: t.Now}
	}
	if err == nil && !author && !f.Joined {
		err = fmt.Errorf("verdict on report %d: %w", id, errUnasked)
	}
	return r, f, err
}
