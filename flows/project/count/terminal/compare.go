package terminal

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"veche/flows/project/count"
)

// outcome is the result under another rule.
type outcome struct {
	name   string // short, above a column
	result *count.Result
}

// compare counts the same ballots under the other rules. Those that the flags do not
// speak of keep the tie order, and Equal Shares its completion.
func (r *report) compare(ctx context.Context) ([]outcome, error) {
	var all []outcome
	for _, o := range r.otherRules() {
		if sameRule(o.result.Rule, r.result.Rule) {
			continue
		}
		result, err := r.count(ctx, o.result.Rule)
		if err != nil {
			return nil, err
		}
		all = append(all, outcome{o.name, result})
	}
	return all, nil
}

// otherRules are the rules worth a look for these ballots, as outcomes still to come.
func (r *report) otherRules() []outcome {
	base := count.Default()
	base.Ties, base.CompletionTies, base.Lot = r.result.Rule.Ties, r.result.Rule.CompletionTies, r.result.Rule.Lot
	base.Step = r.result.Rule.Step
	if r.result.Rule.Method == count.EqualShares {
		base.Completion, base.FromFraction = r.result.Rule.Completion, r.result.Rule.FromFraction
	}
	rules := map[string]count.Rule{}
	add := func(name string, m count.Method, u count.Utility) {
		rule := base
		rule.Method, rule.Utility = m, u
		if u == count.ByPoints || u == count.ByPointsCost {
			rule.CompletionUtility = count.ByPointsCost
		}
		if m != count.EqualShares {
			rule.Completion = count.CompleteNone
		}
		rules[name] = rule
	}
	names := []string{"greedy", "shares", "shares/1", "phragmen"}
	add("greedy", count.Greedy, count.ByCost)
	add("shares", count.EqualShares, count.ByCost)
	add("shares/1", count.EqualShares, count.ByNumber)
	add("phragmen", count.Phragmen, count.ByCost)
	if k := r.election.Kind; k == count.Cumulative || k == count.Scoring || k == count.Ordinal {
		names = []string{"greedy", "greedy·pts", "shares", "shares·pts", "phragmen"}
		add("greedy·pts", count.Greedy, count.ByPointsCost)
		add("shares·pts", count.EqualShares, count.ByPointsCost)
	}
	var all []outcome
	for _, name := range names {
		all = append(all, outcome{name, &count.Result{Rule: rules[name]}})
	}
	return all
}

// sameRule reports whether two rules count alike, whatever they say beside the point.
func sameRule(a, b count.Rule) bool {
	if a.Method != b.Method || a.Stop != b.Stop || a.Threshold != b.Threshold {
		return false
	}
	switch a.Method {
	case count.EqualShares:
		return a.Utility == b.Utility && a.Completion == b.Completion
	case count.Greedy:
		return a.Utility == b.Utility
	}
	return a.Method == count.Phragmen
}

// writeComparison shows all rules side by side: figures first, then project by project.
func (r *report) writeComparison() error {
	all := append([]outcome{{"this rule", r.result}}, r.others...)
	names := &table{columns: []column{{}, {}}}
	for _, o := range all {
		names.add(o.name, ruleInWords(o.result.Rule, r.purse))
	}
	names.add("")
	if err := names.write(r.out, 0, false); err != nil {
		return err
	}
	t := &table{columns: []column{{title: ""}, {title: "cost", right: true}, {title: "votes", right: true}}}
	for _, o := range all {
		t.columns = append(t.columns, column{title: o.name, right: true})
	}
	t.columns = append(t.columns, column{title: "name", last: true})
	r.figures(t, all)
	r.choices(t, all)
	return t.write(r.out, r.width, r.style)
}

// figures are rows about the whole.
func (r *report) figures(t *table, all []outcome) {
	whole, ballots := new(big.Rat).SetInt64(r.election.Budget), big.NewRat(int64(max(len(r.election.Ballots), 1)), 1)
	for _, row := range []struct {
		name string
		of   func(*count.Result) string
	}{
		{"funded", func(x *count.Result) string { return number(len(x.Winners)) }},
		{"spent", func(x *count.Result) string { return percent(new(big.Rat).SetInt64(x.Cost), whole) }},
		{"served", func(x *count.Result) string { return percent(big.NewRat(int64(x.Covered), 1), ballots) }},
	} {
		cells := []string{row.name, "", ""}
		for _, o := range all {
			cells = append(cells, row.of(o.result))
		}
		t.add(append(cells, "")...)
	}
	t.add("")
}

// choices are the projects that some rule funds, those of the rule in question first,
// each with its place in the order of selection.
func (r *report) choices(t *table, all []outcome) {
	var shown []int
	for _, o := range all {
		for _, p := range o.result.Winners {
			if !slices.Contains(shown, p) {
				shown = append(shown, p)
			}
		}
	}
	for _, p := range shown {
		x := r.election.Projects[p]
		cells := []string{plain(x.ID), r.purse.sum(x.Cost), number(r.result.Votes[p])}
		for _, o := range all {
			cells = append(cells, placeIn(o.result, p))
		}
		t.add(append(cells, plain(x.Name))...)
	}
	if rest := len(r.election.Projects) - len(shown); rest > 0 {
		t.add(strings.TrimSpace(counted(rest, "project", "projects") + " under no rule"))
	}
}

func placeIn(x *count.Result, project int) string {
	if at := slices.Index(x.Winners, project); at >= 0 {
		return number(at + 1)
	}
	return "·"
}
