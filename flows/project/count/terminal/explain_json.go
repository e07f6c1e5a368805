package terminal

import (
	"encoding/json"

	"veche/flows/project/count"
)

// object is what --json prints for --explain: one of the three below.
func (w *why) object(r *report) any {
	switch {
	case w.round != nil:
		return jsonWinner{r.round(r.result, *w.round), r.scoreObjects(w.round.Project)}
	case w.loss != nil:
		return r.lossObject(w.loss)
	}
	return jsonReceipt{Voter: r.election.Ballots[w.ballot].ID, Share: r.money(w.receipt.Share), Paid: r.wentObjects(w.receipt.Paid),
		Left: r.money(w.receipt.Left)}
}

type jsonWinner struct {
	jsonRound
	Scores []jsonScore `json:"scores,omitempty"`
}

type jsonLoser struct {
	Project   string      `json:"project"`
	Votes     int         `json:"votes"`
	Share     string      `json:"share,omitempty"` // of all supporters
	Went      []jsonWent  `json:"went,omitempty"`
	Left      string      `json:"left,omitempty"`
	Missing   string      `json:"missing,omitempty"`
	Support   float64     `json:"support,omitempty"` // the best part of its cost, 1 is all
	Scores    []jsonScore `json:"scores,omitempty"`
	AtCost    json.Number `json:"would_win_at_cost,omitempty"`
	MoreVotes *int        `json:"would_win_with_more_votes,omitempty"`
}

type jsonReceipt struct {
	Voter string     `json:"voter"`
	Share string     `json:"share"`
	Paid  []jsonWent `json:"paid"`
	Left  string     `json:"left"`
}

type jsonWent struct {
	Project string `json:"project"`
	Amount  string `json:"amount"`
	Ballots int    `json:"ballots"`
}

func (r *report) wentObjects(all []count.Paid) []jsonWent {
	objects := []jsonWent{}
	for _, p := range all {
		objects = append(objects, jsonWent{r.election.Projects[p.Project].ID, r.money(p.Amount), p.Ballots})
	}
	return objects
}

func (r *report) lossObject(l *count.Loss) jsonLoser {
	o := jsonLoser{Project: r.election.Projects[l.Project].ID, Votes: l.Votes, Support: l.Support, Scores: r.scoreObjects(l.Project)}
	if l.Share != nil {
		o.Share, o.Went, o.Left, o.Missing = r.money(l.Share), r.wentObjects(l.Went), r.money(l.Left), r.money(l.Missing)
	}
	if l.AtCost > 0 {
		o.AtCost = r.plainSum(l.AtCost)
	}
	if l.MoreVotes >= 0 {
		o.MoreVotes = &l.MoreVotes
	}
	return o
}
