package terminal

import (
	"errors"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"

	"veche/flows/project/count"
)

// ruleFlags are the flags that make a rule.
type ruleFlags struct {
	Rule           string   `enum:"equal-shares,greedy,phragmen,scoring" default:"equal-shares" help:"equal-shares, greedy, phragmen or scoring; see above."`
	Utility        string   `enum:"cost,cardinality,points,points-cost" default:"cost" help:"What a funded project is worth to a ballot that names it: cost (its cost), cardinality (one), points (the points given), points-cost (both multiplied)."`
	Complete       string   `enum:"none,votes,add1,add1-votes,add1-exhaustive,add1-exhaustive-votes" default:"add1-votes" help:"How equal-shares spends what is left: none; votes (most votes first); add1 (raise all shares by a step until the next outcome is over the budget; exhaustive: stop already when nothing more fits); add1 and then votes."`
	Ties           []string `default:"cost,votes,file,id" placeholder:"KEY" help:"Who goes first among equals, key after key: cost (the cheaper), votes or points (the one with more), file (the one listed first), id (as text), lot. Default: cost,votes,file,id."`
	CompletionTies []string `default:"file" placeholder:"KEY" help:"The same for what the votes add. Default: file."`
	Lot            string   `placeholder:"FILE" help:"The lot drawn for the key lot: the ids of all projects in its order, one a line."`
	Step           string   `default:"1" placeholder:"MONEY" help:"By how much add1 raises the share of a ballot, in the currency. Default: 1."`
	FromFraction   bool     `help:"Raise from exactly budget ÷ ballots, as pabutools does, instead of from its whole units."`
	NoSkip         bool     `help:"greedy and scoring: stop at the first project that does not fit instead of passing it over."`
	Threshold      int64    `placeholder:"N" help:"greedy and scoring: fund nothing with fewer votes or points."`
	Criteria       string   `placeholder:"FILE" help:"scoring: the criteria, a YAML file."`
}

// Help is shown by kong below what the command does.
func (Command) Help() string { return rulesInWords }

const rulesInWords = `greedy: The projects with the most votes are funded as long as money is left; one that does not fit is passed over. With --utility points-cost they go by points, with cardinality or points by votes or points for the money.

equal-shares: Every ballot gets the same share of the budget, and a project is funded by those who named it, each paying as nearly the same as their shares allow. The project that is the cheapest for its supporters (for what it is worth to them) comes first.

phragmen: A funded project is a load that its supporters carry in equal parts. The project that would leave the smallest load on each of its supporters comes next, until the next one is over the budget.

scoring: Every project gets points for criteria that a file describes, from columns of PROJECTS and from the votes. The projects with the most points are funded as long as money is left.

A project without a vote is never funded, except by scoring where there are no ballots at all. What --ties leaves equal goes by the order of the file.

With --json: winners (ids in the order of selection), cost (of all, in the currency), rounds (one for each winner: project, stage, support and runner_up) and payments (of equal-shares, for each winner: amount and how many ballots paid it); amounts are exact, as decimals or fractions in quotes.

A file of criteria:

	criteria:
	  - name: Residents pay
	    field: residents            # a column of PROJECTS, or votes, points, cost
	    of: cost                    # in percent of this one
	    places: 2
	    bands:
	      - {from: 0.2, to: 1, points: 5}
	      - {from: 1.01, points: 15}
	  - name: Votes
	    field: votes
	    ratio: 40                   # the most get 40 points, others in proportion
	    weight: 0.5

Also linear: {from: 5, to: 20, points: 100}, yes: 10, group, group_weight, and open_from, open_to for a band without its edge.
`

// rule is what the flags say, for this election.
func (f ruleFlags) rule(e *count.Election) (count.Rule, error) {
	r := count.Rule{Stop: f.NoSkip, Threshold: f.Threshold, FromFraction: f.FromFraction}
	var err error
	keep := func(part error) { err = errors.Join(err, part) }
	var part error
	r.Method, part = count.ParseMethod(f.Rule)
	keep(part)
	r.Utility, part = count.ParseUtility(f.Utility)
	keep(part)
	r.Completion, part = count.ParseCompletion(f.Complete)
	keep(part)
	r.Ties, part = tieKeys("--ties", f.Ties)
	keep(part)
	r.CompletionTies, part = tieKeys("--completion-ties", f.CompletionTies)
	keep(part)
	r.Step, part = step(f.Step, e.Decimals)
	keep(part)
	r.Lot, part = lot(f.Lot)
	keep(part)
	r.Criteria, part = criteriaOf(f.Criteria)
	keep(part)
	keep(f.fit(r))
	if r.Utility == count.ByPoints || r.Utility == count.ByPointsCost {
		r.CompletionUtility = count.ByPointsCost // by points: ballots that weigh weigh here too
	}
	return r, err
}

// fit says which flags do not go with the rule: who gives one believes that it counts.
func (f ruleFlags) fit(r count.Rule) error {
	lot := slices.Contains(append(slices.Clone(r.Ties), r.CompletionTies...), count.TieLot)
	threshold := r.Method == count.Greedy || r.Method == count.Competition
	switch {
	case (r.Method == count.Competition) != (f.Criteria != ""):
		return errors.New("--criteria FILE goes with --rule scoring, and only with it")
	case f.NoSkip && !threshold:
		return errors.New("--no-skip goes with --rule greedy or scoring, and only with them")
	case f.Threshold != 0 && !threshold:
		return errors.New("--threshold N goes with --rule greedy or scoring, and only with them")
	case f.Threshold < 0:
		return fmt.Errorf("--threshold %d: not below zero", f.Threshold)
	case lot && f.Lot == "":
		return errors.New("the key lot needs --lot FILE")
	case !lot && f.Lot != "":
		return errors.New("--lot FILE goes with the key lot in --ties or --completion-ties")
	}
	return nil
}

// notes say what a person may have overlooked.
func (f ruleFlags) notes(e *count.Election) (notes []string) {
	weighs := f.Utility == "points" || f.Utility == "points-cost"
	points := e.Kind == count.Cumulative || e.Kind == count.Scoring || e.Kind == count.Ordinal
	if points && !weighs && (f.Rule == "equal-shares" || f.Rule == "greedy") {
		notes = append(notes, fmt.Sprintf("the ballots are %v, and --utility %s looks only at which projects they name; points-cost weighs them", e.Kind, f.Utility))
	}
	return notes
}

func tieKeys(flag string, names []string) ([]count.Tie, error) {
	var keys []count.Tie
	for _, name := range names {
		key, err := count.ParseTie(strings.TrimSpace(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// step reads an amount of money in the smallest unit that the election uses.
func step(s string, decimals int) (int64, error) {
	amount, ok := new(big.Rat), strings.Trim(s, "0123456789.") == "" // no 1e9, no 1/2
	if ok {
		amount, ok = amount.SetString(s)
	}
	if !ok || amount.Sign() <= 0 {
		return 0, fmt.Errorf("--step %s: not an amount above zero", s)
	}
	amount.Mul(amount, new(big.Rat).SetInt(purse{decimals: decimals}.unit()))
	if !amount.IsInt() || !amount.Num().IsInt64() {
		return 0, fmt.Errorf("--step %s: the money of this file has %d decimals", s, decimals)
	}
	return amount.Num().Int64(), nil
}

// lot reads the ids of a file, one a line.
func lot(path string) ([]string, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--lot: %w", err)
	}
	var ids []string
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		if id := strings.TrimSpace(line); id != "" {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
