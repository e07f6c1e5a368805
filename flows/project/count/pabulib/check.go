package pabulib

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"veche/flows/project/count"
)

// withdrawn is the cost by which the format marks a project that was taken back.
const withdrawn = 999999999

// problems collects what is wrong.
type problems []error

func (p *problems) add(format string, args ...any) { *p = append(*p, fmt.Errorf(format, args...)) }

// Check says all that the format's own rules hold against the file, as pabulib-checker
// would; nil if nothing. Whether the projects selected are those that its rule selects is
// not looked at: counting tells.
func (f *File) Check() error {
	var p problems
	p.meta(f)
	p.money(f)
	p.projects(f)
	p.ballots(f)
	return errors.Join(p...)
}

func (p *problems) meta(f *File) {
	for _, key := range metaNeeded {
		if f.Say(key) == "" {
			p.add("META: %s is missing", key)
		}
	}
	seen := map[string]bool{numProjects: true, numVotes: true, budget: true, voteType: true}
	for _, e := range f.Meta {
		switch valid := metaValues[e.Key]; {
		case seen[e.Key]:
			p.add("META: %s is there twice", e.Key)
		case !slices.Contains(metaOrder, e.Key):
			p.add("META: the format does not know %q", e.Key)
		case e.Value != trim(e.Value):
			p.add("META: %s has spaces around its value", e.Key)
		case e.Value == "":
			p.add("META: %s is empty: leave it out", e.Key)
		case valid != nil:
			if err := valid(e.Value); err != nil {
				p.add("META: %s: %w", e.Key, err)
			}
		}
		seen[e.Key] = true
	}
	rule, threshold := f.Say("rule"), f.Say("min_project_score_threshold") != ""
	if rule == "greedy" && threshold || rule == "greedy-threshold" && !threshold {
		p.add("META: greedy has no min_project_score_threshold, greedy-threshold has one")
	}
	if f.Election.Kind == count.Cumulative && f.Say("max_sum_points") == "" {
		p.add("META: a cumulative vote needs max_sum_points")
	}
}

// money is looked at in whole units: the format knows no smaller ones.
func (p *problems) money(f *File) {
	unit := int64(1)
	for range f.Election.Decimals {
		unit *= 10
	}
	budget := f.Election.Budget / unit
	left := budget
	for _, x := range f.Election.Projects {
		cost := x.Cost / unit
		if cost <= 0 {
			p.add("project %s: a cost of one whole unit at least", x.ID)
		}
		if cost > budget && cost != withdrawn {
			p.add("project %s costs more than the budget; what was withdrawn costs %d", x.ID, withdrawn)
		}
		if left >= 0 {
			left -= max(cost, 0)
		}
	}
	if all := left >= 0; all != (f.Say("fully_funded") != "") {
		p.add("META: fully_funded;1 is there if, and only if, the budget is enough for all projects")
	}
}

// mayBeEmpty are the columns of PROJECTS in which one cell may be empty and others not.
var mayBeEmpty = []string{"category", "beneficiaries", "latitude", "longitude"}

func (p *problems) projects(f *File) {
	names, seen := f.fieldNames(), map[string]bool{}
	for _, name := range names {
		if !slices.Contains(projectColumns[ownColumns:], name) {
			p.add("PROJECTS: %q is no column that a project's fields can fill", name)
		}
	}
	for _, x := range f.Election.Projects {
		if x.ID == "" || x.ID != trim(x.ID) || strings.Contains(x.ID, ",") || seen[x.ID] {
			p.add("project %q: an id of its own, not empty, no commas, no spaces around it", x.ID)
		}
		seen[x.ID] = true
		if x.Name != trim(x.Name) || (x.Name == "") != (f.Election.Projects[0].Name == "") {
			p.add("project %s: all have a name or none, without spaces around it", x.ID)
		}
		for _, name := range names {
			p.cell(x, name)
		}
	}
}

// cell checks what a project says in a column.
func (p *problems) cell(x count.Project, name string) {
	cell, valid := x.Fields[name], projectValues[name]
	switch {
	case cell == "" && !slices.Contains(mayBeEmpty, name):
		p.add("project %s: its %s is missing, and others have one", x.ID, name)
	case cell != trim(cell):
		p.add("project %s: spaces around its %s", x.ID, name)
	case cell != "" && valid != nil:
		if err := valid(cell); err != nil {
			p.add("project %s: %s: %w", x.ID, name, err)
		}
	}
}

func (p *problems) ballots(f *File) {
	limits := noLimits()
	for _, e := range f.Meta {
		_ = limits.take(e.Key, e.Value) // meta has said what is wrong
	}
	for i, b := range f.Election.Ballots {
		if err := f.ballot(b, limits); err != nil {
			p.add("ballot %d: %w", i+1, err)
		}
	}
	for _, c := range f.Columns {
		valid := voteValues[c.Name]
		switch {
		case !slices.Contains(voteColumns[keptColumns:], c.Name):
			p.add("VOTES: the column %q may be about persons and is not written", c.Name)
		case len(c.Cells) != len(f.Election.Ballots):
			p.add("VOTES: %d cells of %s for %d ballots", len(c.Cells), c.Name, len(f.Election.Ballots))
		case valid != nil:
			for _, cell := range slices.Compact(slices.Sorted(slices.Values(c.Cells))) {
				if err := valid(cell); err != nil {
					p.add("VOTES: %s: %w", c.Name, err)
				}
			}
		}
	}
}

// ballot checks one against its kind and the limits of its length.
func (f *File) ballot(b count.Ballot, l limits) error {
	kind, n := f.Election.Kind, len(b.Picks)
	needPoints := kind == count.Cumulative || kind == count.Scoring
	switch {
	case kind == count.ChooseOne && n != 1, n < l.least, l.most >= 0 && n > l.most:
		return fmt.Errorf("%d projects", n)
	case needPoints && len(b.Points) != n, !needPoints && b.Points != nil:
		return fmt.Errorf("%d points for %d projects in a vote of type %v", len(b.Points), n, kind)
	}
	for at, i := range b.Picks {
		if i < 0 || i >= len(f.Election.Projects) || slices.Contains(b.Picks[:at], i) {
			return errors.New("it names a project twice, or one that there is not")
		}
	}
	if slices.ContainsFunc(b.Points, func(p int64) bool { return p < 0 || p > mostPoints }) {
		return fmt.Errorf("points below zero or above %d", mostPoints)
	}
	return l.given(b.Points)
}
