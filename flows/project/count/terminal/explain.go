package terminal

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"veche/flows/project/count"
)

// why explains one project, or one ballot. One of the three is set.
type why struct {
	round   *count.Round // of a winner
	loss    *count.Loss
	receipt *count.Receipt
	ballot  int
}

// mostLines of a list are shown; who needs more takes the JSON.
const mostLines = 12

// explain finds what the id is of: a project, else a voter.
func (r *report) explain(ctx context.Context, id string) (*why, error) {
	project := slices.IndexFunc(r.election.Projects, func(x count.Project) bool { return x.ID == id })
	if project >= 0 {
		return r.explainProject(ctx, project)
	}
	ballot := slices.IndexFunc(r.election.Ballots, func(b count.Ballot) bool { return b.ID == id })
	if ballot < 0 {
		return nil, fmt.Errorf("--explain %s: there is no project and no voter with this id", id)
	}
	receipt := r.result.Receipt(ballot)
	if receipt.Share == nil {
		return nil, fmt.Errorf("--explain %s: only equal-shares gives ballots a share", id)
	}
	return &why{receipt: &receipt, ballot: ballot}, nil
}

func (r *report) explainProject(ctx context.Context, project int) (*why, error) {
	for i := range r.result.Rounds {
		if r.result.Rounds[i].Project == project {
			return &why{round: &r.result.Rounds[i]}, nil
		}
	}
	defer waiting(r.screen, "counting with other costs and more ballots")()
	loss, err := r.result.Explain(ctx, project)
	return &why{loss: loss}, err
}

func (w *why) write(r *report) error {
	fmt.Fprintf(r.out, "%s\n\n", ruleInWords(r.result.Rule, r.purse))
	switch {
	case w.round != nil:
		return r.writeRound(w.round)
	case w.loss != nil:
		return r.writeLoss(w.loss)
	}
	return r.writeReceipt(w)
}

func (r *report) title(project int) string {
	x := r.election.Projects[project]
	title := plain(x.ID)
	if x.Name != "" {
		title += " · " + plain(x.Name)
	}
	return r.style.bold(title)
}

// facts is a table of things said about a project.
func facts() *table { return &table{columns: []column{{}, {right: true}, {last: true}}} }

func (r *report) writeRound(round *count.Round) error {
	place := slices.Index(r.result.Winners, round.Project) + 1
	x := r.election.Projects[round.Project]
	fmt.Fprintf(r.out, "%s\nFunded, number %d of %d.\n\n", r.title(round.Project), place, len(r.result.Winners))
	t := facts()
	t.add("cost", r.purse.sum(x.Cost), r.purse.currency)
	support := supportTitle(r.result.Rule)
	switch {
	case round.Stage == count.Completing:
		t.add("votes", number(r.result.Votes[round.Project]), "by which it was chosen, when the shares were spent")
	case support == "", r.result.Scores != nil:
		t.add("votes", number(r.result.Votes[round.Project]), r.runnerUp(round))
	default:
		t.add("votes", number(r.result.Votes[round.Project]), "")
		t.add(support, r.support(*round), r.runnerUp(round))
	}
	r.scoring(t, round.Project)
	if round.Most != nil {
		t.add("paid by a ballot", r.purse.part(round.Most), "at most"+r.perPoint())
		t.add("  in full", number(round.Full), "ballots")
		t.add("  with their last", number(round.Last), "ballots")
	}
	r.payments(t, round.Payments)
	return t.write(r.out, r.width, r.style)
}

func (r *report) perPoint() string {
	if u := r.result.Rule.Utility; u == count.ByPoints || u == count.ByPointsCost {
		return " for each point"
	}
	return ""
}

func (r *report) runnerUp(round *count.Round) string {
	if round.RunnerUp < 0 || round.RunnerUpSupport == nil {
		return ""
	}
	second := *round
	second.Support = round.RunnerUpSupport
	return fmt.Sprintf("before %s with %s", plain(r.election.Projects[round.RunnerUp].ID), r.support(second))
}

// payments lists who paid what, the largest first.
func (r *report) payments(t *table, all []count.Payment) {
	rest := 0
	for i, p := range all {
		if i >= mostLines {
			rest += p.Ballots
			continue
		}
		name := ""
		if i == 0 {
			name = "payments"
		}
		t.add(name, r.purse.part(p.Amount), "× "+number(p.Ballots))
	}
	if rest > 0 {
		t.add("", "less", "× "+number(rest))
	}
}

func (r *report) writeLoss(l *count.Loss) error {
	x := r.election.Projects[l.Project]
	fmt.Fprintf(r.out, "%s\nNot funded%s.\n\n", r.title(l.Project), r.never(l))
	t := facts()
	t.add("cost", r.purse.sum(x.Cost), r.purse.currency)
	t.add("votes", number(l.Votes), "")
	if l.Share != nil {
		t.add("its supporters had", r.purse.part(l.Share), "all together, at first")
		r.went(t, l.Went)
		t.add("they had left", r.purse.part(l.Left), "")
		t.add("missing", r.purse.part(l.Missing), "")
		if l.Support > 0 {
			t.add("at best they had", percent(new(big.Rat).SetFloat64(l.Support), big.NewRat(1, 1)), "of the cost, at the price of a winner")
		}
	}
	r.scoring(t, l.Project)
	r.enough(t, l)
	return t.write(r.out, r.width, r.style)
}

// never says why no share and no tie could have helped.
func (r *report) never(l *count.Loss) string {
	switch {
	case r.election.Projects[l.Project].Cost > r.election.Budget:
		return ": it costs more than the budget"
	case l.Votes == 0 && len(r.election.Ballots) > 0:
		return ": no ballot names it"
	}
	return ""
}

// enough says what would have made the project win.
func (r *report) enough(t *table, l *count.Loss) {
	if l.AtCost > 0 {
		t.add("a cost of", r.purse.sum(l.AtCost), "would have been enough")
	}
	if l.MoreVotes >= 0 {
		t.add("more ballots", number(l.MoreVotes), "for it alone would have been enough")
	}
}

// went lists what the supporters' money went to.
func (r *report) went(t *table, all []count.Paid) {
	rest := new(big.Rat)
	for i, p := range all {
		if i >= mostLines {
			rest.Add(rest, p.Amount)
			continue
		}
		x := r.election.Projects[p.Project]
		t.add("  went to "+plain(x.ID), r.purse.part(p.Amount), fmt.Sprintf("from %s: %s", counted(p.Ballots, "ballot", "ballots"), plain(x.Name)))
	}
	if rest.Sign() > 0 {
		t.add("  went to others", r.purse.part(rest), "")
	}
}

func (r *report) writeReceipt(w *why) error {
	fmt.Fprintf(r.out, "%s\n\n", r.style.bold("The ballot of voter "+plain(r.election.Ballots[w.ballot].ID)))
	t := facts()
	t.add("its share", r.purse.part(w.receipt.Share), r.purse.currency)
	for _, p := range w.receipt.Paid {
		x := r.election.Projects[p.Project]
		t.add("  paid for "+plain(x.ID), r.purse.part(p.Amount), plain(x.Name))
	}
	t.add("left", r.purse.part(w.receipt.Left), "")
	return t.write(r.out, r.width, r.style)
}
