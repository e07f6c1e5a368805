// Package verdict is what those affected by a report, its author and the neighbours who
// joined, say about it when the district says that it is done, or when a promised day has
// come. What they say may move the report; a mark and words may be added.
package verdict

import (
	"errors"
	"fmt"

	"veche/flows"
	"veche/flows/civic"
	"veche/flows/civic/reports"
	"veche/flows/report/cards"
	"veche/flows/report/casework"
	"veche/storage"
)

// What can be pressed in this room only.
const (
	giveMark flows.ActionName = "report.mark"
	addWords flows.ActionName = "report.verdict_words"
)

// Conversation is what those affected say.
func Conversation() flows.Conversation {
	return flows.Conversation{
		Name:  "report",
		Forms: []flows.Form{&wordsForm},
		Actions: []flows.Action{
			{Name: cards.Verdict, Do: give},
			{Name: giveMark, Do: mark},
			{Name: addWords, Do: askWords},
			{Name: cards.Opinions, Do: casework.Seen(opinions)},
		},
		Broadcasts: []flows.BroadcastKind{promiseKind},
	}
}

// errUnasked is the [casework.ErrNotYours] of a verdict: only those affected have one.
var errUnasked = fmt.Errorf("%w: not affected", casework.ErrNotYours)

// Ask asks everybody affected whether a promised report is settled, on the day
// that was promised. What they say confirms or breaks the promise; a closing asks by
// itself.
func Ask(t *flows.Turn, r reports.Report) error {
	was := r
	r.Verdict = r.Verdict.Next(t.Now)
	if err := casework.Commit(t, was, r, reports.Event{}); err != nil {
		return err
	}
	if r.Author != 0 {
		m := promiseDay(t, r)
		m.Answers = cards.Author.Of(r.ID)
		t.Say(flows.To(r.Author), m)
	}
	if !casework.Followed(t, r.ID) {
		return nil
	}
	return t.Broadcast(promiseKind.Name, poll{Report: r.ID, Round: r.Verdict.Round})
}

// poll is a round of verdicts.
type poll struct {
	Report civic.ReportID `json:"report"`
	Round  int            `json:"round"`
}

var promiseKind = flows.BroadcastKind{Name: "promise", To: casework.ToFollowers, Say: func(t *flows.Turn, p civic.Person) error {
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
	_, err = t.Push(p, reports.OfJoined, promiseDay(t, r))
	return err
}}

func promiseDay(t *flows.Turn, r reports.Report) flows.Message {
	return flows.Message{Key: "verdict.promise", Args: flows.Args{"ID": r.ID, "Until": flows.Day(r.Verdict.Until)}, Rows: cards.Asks(t, r)}
}

// give takes down what somebody affected says, once a round, and moves the report
// when that decides it.
func give(t *flows.Turn, v flows.Values) error {
	r, f, err := affected(t, cards.ID(v))
	if err != nil {
		return excuse(t, r, err)
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
	said, err := casework.KeepFollower(t, r, f)
	if err != nil {
		return err
	}
	if f.Person == r.Author {
		said.Verdict.Author = says
	}
	move := said.Outcome()
	if move == "" {
		r, err = said, casework.Commit(t, r, said, reports.Event{})
	} else {
		r, err = casework.Carry(t, r, said, reports.Event{What: move, By: f.Person, Role: civic.Resident})
	}
	if err != nil {
		return err
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

// excuse words why there is no verdict.
func excuse(t *flows.Turn, r reports.Report, err error) error {
	if errors.Is(err, errUnasked) {
		t.DenyAs("verdict.unasked", flows.Args{"ID": r.ID})
		return nil
	}
	return casework.Excuse(t, r, err)
}
