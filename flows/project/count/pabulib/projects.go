package pabulib

import (
	"strings"

	"veche/flows/project/count"
)

// projects reads the section PROJECTS, and knows afterwards which project is which.
type projects struct {
	*rows
	header   header
	election *count.Election

	index        map[string]int
	lines        []int
	costs        []decimal
	votes, score []string // what the file says; nil without the column
	counted      tally
}

func (p *projects) read() error {
	columns, err := p.readColumns("PROJECTS", "project_id", "cost")
	if err != nil {
		return err
	}
	p.index = map[string]int{}
	for {
		more, err := p.nextRow(columns, "VOTES")
		if err != nil || !more {
			return p.or(err, "the file ends before its section VOTES: is it cut off?")
		}
		if len(p.fields) == 1 {
			break
		}
		if err := p.project(columns); err != nil {
			return err
		}
	}
	if n := len(p.election.Projects); n != p.header.projects {
		return p.wrong("META says num_projects %d, these are %d: is a part missing?", p.header.projects, n)
	}
	if p.header.projects == 0 {
		return p.wrong("no projects, nothing to count")
	}
	return p.money()
}

// project reads a row.
func (p *projects) project(columns columns) error {
	x := count.Project{Fields: map[string]string{}}
	for i, cell := range p.fields {
		switch columns[i] {
		case "project_id":
			x.ID = cell
		case "cost":
			cost, err := parseDecimal(cell)
			if err == nil && cost.digits <= 0 {
				err = errNotAboveZero
			}
			if err != nil {
				return p.wrong("cost: %v", err)
			}
			p.costs = append(p.costs, cost)
		case "votes":
			p.votes = append(p.votes, cell)
		case "score":
			p.score = append(p.score, cell)
		case "name":
			x.Name = trim(cell)
		default:
			if cell = trim(cell); cell != "" {
				x.Fields[columns[i]] = cell
			}
		}
	}
	if x.ID == "" || x.ID != trim(x.ID) || strings.Contains(x.ID, ",") {
		return p.wrong("%q cannot be a project_id: not empty, no commas, no spaces around it", x.ID)
	}
	if first, twice := p.index[x.ID]; twice {
		return p.wrong("the project %s is here a second time, first on line %d", x.ID, p.lines[first])
	}
	p.index[x.ID] = len(p.election.Projects)
	p.lines = append(p.lines, p.line)
	p.election.Projects = append(p.election.Projects, x)
	return nil
}

// money brings budget and costs to one unit, the smallest that any of them needs.
func (p *projects) money() error {
	e := p.election
	e.Decimals = p.header.budget.places
	for _, c := range p.costs {
		e.Decimals = max(e.Decimals, c.places)
	}
	var ok bool
	if e.Budget, ok = p.header.budget.at(e.Decimals); !ok {
		p.line = p.header.budgetLine
		return p.wrong("the budget is too large for %d decimals", e.Decimals)
	}
	for i, c := range p.costs {
		if e.Projects[i].Cost, ok = c.at(e.Decimals); !ok {
			p.line = p.lines[i]
			return p.wrong("the cost is too large for %d decimals", e.Decimals)
		}
	}
	return nil
}

// compare holds the totals that the file gives against those of the ballots.
func (p *projects) compare() error {
	if err := p.same("votes", p.votes, p.counted.votes); err != nil {
		return err
	}
	if p.same("score", p.score, p.counted.lengths) == nil {
		return nil
	}
	return p.same("score", p.score, p.counted.points)
}

func (p *projects) same(column string, said []string, counted []int64) error {
	for i, cell := range said {
		if !says(cell, counted[i]) {
			p.line = p.lines[i]
			return p.wrong("%s: the file says %q, its ballots say %d: correct it or take the column out", column, cell, counted[i])
		}
	}
	return nil
}

// says reports whether a cell is the number. An empty one is 0.
func says(cell string, n int64) bool {
	if cell == "" {
		return n == 0
	}
	d, err := parseDecimal(cell)
	return err == nil && d.places == 0 && d.digits == n
}
