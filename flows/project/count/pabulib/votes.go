package pabulib

import (
	"strings"

	"veche/flows/project/count"
)

// votes reads the section VOTES.
type votes struct {
	*projects
	file *File

	columns          columns
	voter, vote      int   // places of the columns
	points, strength int   // −1 if there is none
	kept             []int // places of the file's columns
	needPoints       bool
	seen             map[string]struct{}
	last             []int // of each project: the ballot that named it last, from 1
	picks            []int // room for ballots to come
	marks            []int64
}

func (v *votes) read() error {
	if err := v.begin(); err != nil {
		return err
	}
	for {
		more, err := v.nextRow(v.columns, "")
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := v.ballot(); err != nil {
			return err
		}
	}
	if n := len(v.election.Ballots); n != v.header.votes {
		return v.wrong("META says num_votes %d, these are %d: is the file cut off?", v.header.votes, n)
	}
	if !v.ended && (v.needPoints && v.score == nil || !v.needPoints && v.projects.votes == nil) {
		return v.wrong("the last line has no end, and PROJECTS no totals to compare with: is the file cut off?")
	}
	return nil
}

func (v *votes) begin() (err error) {
	if v.columns, err = v.readColumns("VOTES", "voter_id", "vote"); err != nil {
		return err
	}
	c, n := v.columns, len(v.election.Projects)
	v.voter, v.vote, v.points, v.strength = c.index("voter_id"), c.index("vote"), c.index("points"), c.index("vote_strength")
	v.needPoints = v.header.kind == count.Cumulative || v.header.kind == count.Scoring
	if v.needPoints && v.points < 0 {
		return v.wrong("VOTES has no column points, and the vote_type is %v", v.header.kind)
	}
	for _, name := range voteColumns[keptColumns:] {
		if i := c.index(name); i >= 0 {
			v.kept = append(v.kept, i)
			v.file.Columns = append(v.file.Columns, Column{Name: name})
		}
	}
	plausible := min(v.header.votes, len(v.rest)/2) // a ballot is two signs at least
	v.seen, v.last = make(map[string]struct{}, plausible), make([]int, n)
	v.election.Ballots = make([]count.Ballot, 0, plausible)
	v.counted = newTally(n)
	return nil
}

// ballot reads a row.
func (v *votes) ballot() error {
	b := count.Ballot{ID: v.fields[v.voter]}
	if b.ID == "" || b.ID != trim(b.ID) {
		return v.wrong("%q cannot be a voter_id: not empty, no spaces around it", b.ID)
	}
	if v.seen[b.ID] = struct{}{}; len(v.seen) == len(v.election.Ballots) { // one look-up, not two
		return v.wrong("the voter %s is here a second time", b.ID)
	}
	if v.strength >= 0 && v.fields[v.strength] != "1" {
		return v.wrong("vote_strength is %q: only ballots of strength 1 can be counted", v.fields[v.strength])
	}
	var err error
	if b.Picks, err = v.names(v.fields[v.vote]); err != nil {
		return err
	}
	if b.Points, err = v.given(len(b.Picks)); err != nil {
		return err
	}
	for i, at := range v.kept {
		v.file.Columns[i].Cells = append(v.file.Columns[i].Cells, trim(v.fields[at]))
	}
	v.election.Ballots = append(v.election.Ballots, b)
	v.counted.add(v.election, b)
	return nil
}

// names reads the projects of a ballot. An empty ballot is one: its voter has a share.
func (v *votes) names(list string) ([]int, error) {
	n, number := 0, len(v.election.Ballots)+1
	if list != "" {
		n = 1 + strings.Count(list, ",")
	}
	switch least, most := v.header.limits.least, v.header.limits.most; {
	case v.header.kind == count.ChooseOne && n != 1:
		return nil, v.wrong("%d projects on a ballot for exactly one", n)
	case n < least:
		return nil, v.wrong("%d projects on a ballot, META says min_length %d", n, least)
	case most >= 0 && n > most:
		return nil, v.wrong("%d projects on a ballot, META says max_length %d", n, most)
	case n == 0:
		return nil, nil
	}
	picks := room(&v.picks, n)
	for id := range strings.SplitSeq(list, ",") {
		i, known := v.index[id]
		if !known {
			return nil, v.wrong("%s", unknown(id))
		}
		if v.last[i] == number {
			return nil, v.wrong("the project %s is twice on this ballot", id)
		}
		v.last[i] = number
		picks = append(picks, i)
	}
	return picks, nil
}

func unknown(id string) string {
	if id == "" || id != trim(id) {
		return "the list of projects has a space or an empty item: write 1,2,3"
	}
	return "there is no project " + id + " in PROJECTS"
}

// given reads the points of a ballot with n projects.
func (v *votes) given(n int) ([]int64, error) {
	cell := ""
	if v.points >= 0 {
		cell = v.fields[v.points]
	}
	switch items := 1 + strings.Count(cell, ","); {
	case !v.needPoints && cell != "":
		return nil, v.wrong("points on a ballot of vote_type %v, which has none", v.header.kind)
	case !v.needPoints, n == 0 && cell == "":
		return nil, nil
	case items != n:
		return nil, v.wrong("%d projects and %d points on a ballot", n, items)
	}
	points := room(&v.marks, n)
	for s := range strings.SplitSeq(cell, ",") {
		d, err := parseDecimal(s)
		if err != nil || d.places > 0 || d.digits < 0 || d.digits > mostPoints {
			return nil, v.wrong("%q: points are whole numbers from 0 to %d", s, mostPoints)
		}
		points = append(points, d.digits)
	}
	if err := v.header.limits.given(points); err != nil {
		return nil, v.wrong("%v", err)
	}
	return points, nil
}

// room takes an empty slice for n items out of a large one: a million ballots are then a
// few allocations.
func room[T any](of *[]T, n int) []T {
	if cap(*of) < n {
		*of = make([]T, 0, max(n, 1<<14))
	}
	all := (*of)[:cap(*of)]
	*of = all[n:][:0]
	return all[:0:n]
}
