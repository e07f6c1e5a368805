package terminal

import (
	"encoding/json"
	"math/big"

	"veche/flows/project/count"
)

// object is what --json prints. Money is in the currency, exact: a decimal where one
// ends, otherwise a fraction, both in quotes but for cost and budget.
type object struct {
	Rule     string                `json:"rule"`
	Budget   json.Number           `json:"budget"`
	Winners  []string              `json:"winners"` // ids in the order of selection
	Cost     json.Number           `json:"cost"`
	Rounds   []jsonRound           `json:"rounds"`
	Payments map[string][]jsonPaid `json:"payments"` // of each winner, the largest first
	Votes    map[string]int        `json:"votes"`
	Covered  int                   `json:"covered"` // ballots with a winner
	Runs     int                   `json:"runs,omitempty"`
	Share    string                `json:"share,omitempty"` // of one ballot
	Compare  []object              `json:"compare,omitempty"`
	Explain  any                   `json:"explain,omitempty"`
}

type jsonRound struct {
	Project  string `json:"project"`
	Stage    string `json:"stage"` // rule or votes
	Support  string `json:"support,omitempty"`
	RunnerUp string `json:"runner_up,omitempty"`
	Most     string `json:"most,omitempty"` // what one ballot pays at most
}

type jsonPaid struct {
	Amount  string `json:"amount"`
	Ballots int    `json:"ballots"`
}

func (r *report) writeJSON() error {
	o := r.object(r.result)
	for _, other := range r.others {
		o.Compare = append(o.Compare, r.object(other.result))
	}
	if r.why != nil {
		o.Explain = r.why.object(r)
	}
	out := json.NewEncoder(r.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(o)
}

func (r *report) object(x *count.Result) object {
	o := object{Rule: ruleInWords(x.Rule, r.purse), Budget: r.plainSum(r.election.Budget), Cost: r.plainSum(x.Cost), Covered: x.Covered, Runs: x.Runs,
		Winners: []string{}, Rounds: []jsonRound{}, Payments: map[string][]jsonPaid{}, Votes: map[string]int{}}
	if x.Share != nil {
		o.Share = r.money(x.Share)
	}
	for _, p := range x.Winners {
		o.Winners = append(o.Winners, r.election.Projects[p].ID)
	}
	for p, n := range x.Votes {
		o.Votes[r.election.Projects[p].ID] = n
	}
	for _, round := range x.Rounds {
		o.Rounds = append(o.Rounds, r.round(x, round))
		for _, paid := range round.Payments {
			id := r.election.Projects[round.Project].ID
			o.Payments[id] = append(o.Payments[id], jsonPaid{r.money(paid.Amount), paid.Ballots})
		}
	}
	return o
}

func (r *report) round(x *count.Result, round count.Round) jsonRound {
	j := jsonRound{Project: r.election.Projects[round.Project].ID, Stage: "rule"}
	if round.Stage == count.Completing {
		j.Stage = "votes"
	}
	if round.Support != nil {
		j.Support = exactly(round.Support)
		if x.Rule.Method == count.Phragmen {
			j.Support = r.money(round.Support)
		}
		if priced(x.Rule) && round.Stage == count.Main { // for each unit of the currency
			j.Support = exactly(new(big.Rat).Mul(round.Support, new(big.Rat).SetInt(r.purse.unit())))
		}
	}
	if round.RunnerUp >= 0 {
		j.RunnerUp = r.election.Projects[round.RunnerUp].ID
	}
	if round.Most != nil {
		j.Most = r.money(round.Most)
	}
	return j
}

// money is an amount in the currency, exactly.
func (r *report) money(amount *big.Rat) string { return exactly(r.purse.exact(amount)) }

func (r *report) plainSum(amount int64) json.Number {
	return json.Number(r.money(new(big.Rat).SetInt64(amount)))
}

// exactly is a number as a decimal if it ends within a few places, else as a fraction.
func exactly(x *big.Rat) string {
	if places, exact := x.FloatPrec(); exact && places <= 18 {
		return x.FloatString(places)
	}
	return x.String()
}
