package terminal

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"veche/flows/project/count"
)

// write shows everything that was asked for, in tables.
func (r *report) write() error {
	r.head()
	if r.why != nil {
		if err := r.why.write(r); err != nil || r.others == nil {
			return err
		}
		fmt.Fprintln(r.out)
	}
	if r.others != nil {
		return r.writeComparison()
	}
	fmt.Fprintf(r.out, "%s\n\n", ruleInWords(r.result.Rule, r.purse))
	if len(r.result.Winners) == 0 {
		_, err := fmt.Fprintln(r.out, "Nothing is funded.")
		return err
	}
	if err := r.winners().write(r.out, r.width, r.style); err != nil {
		return err
	}
	return r.foot()
}

// head says what was voted on.
func (r *report) head() {
	e, f := r.election, r.file
	var names []string
	for _, key := range []string{"description", "unit", "subunit", "instance"} {
		name := plain(f.Say(key))
		if name != "" && !strings.Contains(strings.Join(names, " "), name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		fmt.Fprintln(r.out, r.style.bold(strings.Join(names, " · ")))
	}
	fmt.Fprintf(r.out, "%s, %s (%v), %s to spend\n", counted(len(e.Projects), "project", "projects"), counted(len(e.Ballots), "ballot", "ballots"),
		e.Kind, r.purse.with(r.purse.sum(e.Budget)))
}

var methods = map[count.Method]string{count.EqualShares: "Equal Shares", count.Greedy: "Greedy", count.Phragmen: "Phragmén", count.Competition: "Scoring by criteria"}

var completions = map[count.Completion]string{
	count.CompleteNone:                "no completion",
	count.CompleteVotes:               "then by votes",
	count.CompleteAdd1:                "shares raised by %s",
	count.CompleteAdd1Votes:           "shares raised by %s, then by votes",
	count.CompleteAdd1Exhaustive:      "shares raised by %s until nothing fits",
	count.CompleteAdd1ExhaustiveVotes: "shares raised by %s until nothing fits, then by votes",
}

// ruleInWords is one line on how it was counted.
func ruleInWords(r count.Rule, p purse) string {
	words := []string{methods[r.Method]}
	switch r.Method {
	case count.EqualShares:
		completion := completions[r.Completion]
		if strings.Contains(completion, "%s") {
			completion = fmt.Sprintf(completion, p.with(thousands(exactly(p.exact(new(big.Rat).SetInt64(r.Step))))))
		}
		words = append(words, "utility "+r.Utility.String(), completion)
		if r.FromFraction && strings.HasPrefix(completion, "shares") {
			words = append(words, "from exactly budget ÷ ballots on")
		}
	case count.Greedy:
		words = append(words, "by "+greedyKeys[r.Utility])
	}
	if r.Stop {
		words = append(words, "stopping at the first that does not fit")
	}
	if r.Threshold > 0 {
		words = append(words, "from "+number(r.Threshold)+" on")
	}
	ties := "; ties by " + keysInWords(r.Ties)
	if last := keysInWords(r.CompletionTies); r.Method == count.EqualShares && strings.Contains(completions[r.Completion], "votes") && last != "file" {
		ties += "; among what the votes add by " + last
	}
	return strings.Join(words, ", ") + ties
}

var greedyKeys = map[count.Utility]string{count.ByCost: "votes", count.ByNumber: "votes for the money", count.ByPoints: "points for the money", count.ByPointsCost: "points"}

func keysInWords(keys []count.Tie) string {
	var names []string
	for _, k := range keys {
		names = append(names, k.String())
	}
	if len(names) == 0 {
		return "file"
	}
	return strings.Join(names, ", ")
}

// supportTitle names what the rule goes by, for a column; "" is what is shown anyway.
func supportTitle(r count.Rule) string {
	switch {
	case priced(r):
		return "price"
	case r.Method == count.EqualShares:
		return "support"
	case r.Method == count.Phragmen:
		return "load"
	case r.Method == count.Competition:
		return "score"
	case r.Utility == count.ByPointsCost:
		return "points"
	}
	return ""
}

// priced reports whether a rule goes by money alone: what a ballot pays at most, for a
// project or for a point. The support is then one over the price.
func priced(r count.Rule) bool {
	return r.Method == count.EqualShares && (r.Utility == count.ByNumber || r.Utility == count.ByPoints)
}

// winners is the table of what is funded.
func (r *report) winners() *table {
	support := supportTitle(r.result.Rule)
	t := &table{columns: []column{{title: "#", right: true}, {title: "project"}, {title: "cost", right: true}, {title: "votes", right: true}}}
	if support != "" {
		t.columns = append(t.columns, column{title: support, right: true})
	}
	t.columns = append(t.columns, column{title: "name", last: true})
	completing := false
	for i, round := range r.result.Rounds {
		if round.Stage == count.Completing && !completing {
			completing = true
			t.add("then by votes")
		}
		x := r.election.Projects[round.Project]
		cells := []string{number(i + 1), plain(x.ID), r.purse.sum(x.Cost), number(r.result.Votes[round.Project])}
		if support != "" {
			cells = append(cells, r.support(round))
		}
		t.add(append(cells, plain(x.Name))...)
	}
	return t
}

// support words what a round went by.
func (r *report) support(round count.Round) string {
	switch {
	case round.Support == nil || round.Stage == count.Completing:
		return ""
	case priced(r.result.Rule) && round.Support.Sign() > 0:
		return r.purse.part(new(big.Rat).Inv(round.Support))
	case r.result.Rule.Method == count.Phragmen:
		return r.purse.part(round.Support)
	}
	return ratio(round.Support)
}

// foot sums up.
func (r *report) foot() error {
	e, res := r.election, r.result
	whole := new(big.Rat).SetInt64(e.Budget)
	w := &lines{w: r.out}
	w.say("\n%s of %s funded for %s, %s of the budget; %s left.", number(len(res.Winners)), counted(len(e.Projects), "project", "projects"),
		r.purse.with(r.purse.sum(res.Cost)), percent(new(big.Rat).SetInt64(res.Cost), whole), r.purse.with(r.purse.sum(e.Budget-res.Cost)))
	if n := len(e.Ballots); n > 0 {
		w.say("%s of the ballots name a project that is funded.", percent(big.NewRat(int64(res.Covered), 1), big.NewRat(int64(n), 1)))
	}
	if res.Share != nil {
		w.say("The share of a ballot: %s, found in %s.", r.purse.with(r.purse.part(res.Share)), counted(res.Runs, "run", "runs"))
	}
	return w.err
}

// lines writes line after line and keeps the first error.
type lines struct {
	w   io.Writer
	err error
}

func (l *lines) say(format string, args ...any) {
	if l.err == nil {
		_, l.err = fmt.Fprintf(l.w, format+"\n", args...)
	}
}
